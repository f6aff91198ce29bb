"""Values from the environment, each with a name, a default and a plain refusal."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def env(name: str, default: str = "") -> str:
    """Read `name`, or the file that `name`_FILE points to (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={file}: the file cannot be read ({error.strerror}).") from error
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = env(name, "1" if default else "0").lower()
    if value in YES:
        return True
    if value in NO:
        return False
    raise ImproperlyConfigured(f"{name}={value}: write 1 or 0.")


def url(name: str, schemes: tuple[str, ...]) -> str:
    """Read an address that starts with one of `schemes`; empty means not set."""
    value = env(name)
    if value and not value.startswith(tuple(f"{scheme}:" for scheme in schemes)):
        raise ImproperlyConfigured(f"{name}: the address must start with {' or '.join(f'{s}:' for s in schemes)}.")
    return value
