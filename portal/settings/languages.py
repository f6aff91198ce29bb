"""Compile our catalogues with polib before Django reads them: a newcomer's machine has no GNU gettext."""

import os
from pathlib import Path

import polib


def compile_languages(folder: Path) -> None:
    """Make each `.mo` that is missing or older than its `.po`."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        # Several processes may come at once: each writes its own file and puts it in place whole.
        mine = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(mine))
        mine.replace(target)
