"""Read the files of the demo network, and say when in the past they happened."""

from datetime import datetime, time, timedelta
from pathlib import Path

import yaml
from django.utils import timezone

from portal.clock import real_now

CONTENT = Path(__file__).resolve().parent.parent / "content"
# The C loader is four times quicker, where it was built.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def folder(name: str) -> Path:
    return CONTENT / name


def read(path: Path) -> tuple[dict, str]:
    """Read a Markdown file with YAML front matter.

    Raises:
        ValueError: if the front matter is missing.
    """
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n"):
        raise ValueError(f"{path}: the front matter is missing")
    _, matter, body = text.split("---\n", 2)
    return yaml.load(matter, Loader=_Loader), body.strip() + "\n"


def moment(days_ago: int, at: str = "9:00") -> datetime:
    """Say a moment of the past.

    Args:
        days_ago: whole days before the day of loading, in Europe/Rome.
        at: hour and minute, "9:12".

    Returns:
        An aware moment, never in the future: what today has not reached yet is told as just now.
    """
    hour, minute = (int(part) for part in str(at).split(":"))
    day = timezone.localtime(real_now()).date() - timedelta(days=int(days_ago))
    asked = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    just_now = timezone.localtime(real_now() - timedelta(seconds=max(1, 90 - hour * 3 - minute // 20)))
    return min(asked, just_now)
