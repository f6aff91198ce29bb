"""Find every text of ours that passes through gettext, without GNU gettext: a newcomer's machine has none."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

ROOMS = ("portal", "practices", "forum", "courses", "search")
_CALLS = {"_", "gettext", "gettext_lazy", "_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


class Message(NamedTuple):
    """A text to translate."""

    text: str
    plural: str = ""
    context: str = ""


def messages_of(root: Path) -> dict[Message, str]:
    """Collect every message of the rooms under `root`, with the first file that uses it."""
    found: dict[Message, str] = {}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if "migrations" in path.parts or "content" in path.parts:
                continue
            if path.suffix == ".py":
                source = path.read_text()
            elif path.suffix in (".html", ".txt") and "templates" in path.parts:
                source = _as_code(path.read_text(), path)
            else:
                continue
            for message in _calls(source, path):
                found.setdefault(message, str(path.relative_to(root)))
    return found


def _as_code(template: str, path: Path) -> str:
    """Keep of a template the calls that translate: what stands between them is no code."""
    code = templatize(template, origin=str(path))
    calls = re.findall(
        r"""\b(?:n?p?gettext)\((?:u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:,\s*)?|count|\w+)*\)""", code, re.S
    )
    return "\n".join(calls)


def _calls(source: str, path: Path) -> list[Message]:
    found = []
    for node in ast.walk(ast.parse(source, filename=str(path))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in _CALLS:
            continue
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if not words or not words[0].strip():
            continue
        if name.startswith("n") and len(words) > 1:
            found.append(Message(words[0], words[1]))
        elif name.startswith("p") and len(words) > 1:
            found.append(Message(words[1], "", words[0]))
        else:
            found.append(Message(words[0]))
    return found
