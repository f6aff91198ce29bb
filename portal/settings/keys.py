"""Keys: read from the environment, or made once in DATA_DIR for a machine that has none (never in production)."""

import os
import secrets
from pathlib import Path

from .env import env


def key(name: str, folder: Path) -> str:
    """Read the key `name`; without one, keep a random one in `folder` with rights for its owner only."""
    value = env(name)
    if value:
        return value
    file = folder / "keys" / name.lower()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            pass  # another process was quicker
        else:
            with os.fdopen(descriptor, "w") as handle:
                handle.write(secrets.token_urlsafe(64))
    return file.read_text()
