"""Values from the environment, each with a name, a default and a plain refusal. What is empty counts as not set."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
# Addresses that may name no host: a file, a socket of this machine, or nothing to reach.
_NO_HOST = {"console", "unix", "sqlite", "postgresql", "postgres"}
_HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]", re.ASCII)


def env(name: str, default: str = "") -> str:
    """Read `name`, or the file that `name`_FILE points to (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text().strip() or default
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not text"
            raise ImproperlyConfigured(f"{name}_FILE={file}: the file cannot be read ({why}).") from error
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = env(name, "1" if default else "0").lower()
    if value in YES:
        return True
    if value in NO:
        return False
    raise ImproperlyConfigured(f"{name}={value}: write 1 or 0.")


def number(name: str, default: int, *, most: int) -> int:
    value = env(name, str(default))
    if value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= most:
        return int(value)
    raise ImproperlyConfigured(f"{name}={value}: write a whole number from 0 to {most}.")


def hosts(name: str) -> list[str]:
    """Read names of hosts with commas between."""
    value = env(name)
    found = [host.strip() for host in value.split(",") if host.strip()]
    if value and (not found or not all(_HOST.fullmatch(host) for host in found)):
        raise ImproperlyConfigured(f"{name}={value}: write bare names with commas between, such as a.org,b.org.")
    return found


def folder(name: str, default: Path) -> Path:
    """Read the name of a folder, and make it."""
    path = Path(env(name) or default).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path}: the folder cannot be made ({error.strerror}).") from error
    return path


@dataclass(frozen=True)
class Address:
    """An address in its parts, each decoded; without `text` it was not set, and is false."""

    text: str = ""
    scheme: str = ""
    user: str = ""
    password: str = ""
    host: str = ""
    port: int | None = None
    path: str = ""
    query: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


def url(name: str, schemes: tuple[str, ...], default: str = "") -> Address:
    """Read an address that begins with one of `schemes`. A refusal never repeats it: it may hold a password."""
    text = env(name, default)
    if not text:
        return Address()
    if not text.startswith(tuple(f"{scheme}:" for scheme in schemes)):
        raise ImproperlyConfigured(f"{name}: the address must begin with {' or '.join(f'{s}:' for s in schemes)}.")
    if not text.isprintable() or " " in text:
        raise ImproperlyConfigured(f"{name}: the address must have no blanks.")
    try:
        split = urlsplit(text)
        port = _port(split)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}: after the host comes a port from 1 to 65535, or none; "
            "in a name or a password write @ : / # as %40 %3A %2F %23."
        ) from error
    if not split.hostname and split.scheme not in _NO_HOST:
        raise ImproperlyConfigured(f"{name}: the host is missing after {split.scheme}://.")
    return Address(
        text=text,
        scheme=split.scheme,
        user=unquote(split.username or ""),
        password=unquote(split.password or ""),
        host=split.hostname or "",
        port=port,
        path=unquote(split.path),
        query=split.query,
    )


def _port(split: SplitResult) -> int | None:
    if split.port == 0:
        raise ValueError("nothing listens at port 0")
    return split.port
