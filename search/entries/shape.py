"""The one shape that everything findable has, whatever room keeps it and whatever engine finds it."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape

_INLINE = re.compile(r"</?(?:a|b|i|em|strong|code|del|span)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")

# For pages that never said when they were published.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

# In the order in which they were born: an index keeps the number.
KINDS = ("practice", "thread", "lesson", "person", "opportunity", "desk", "body", "event", "programme")


@dataclass(frozen=True)
class Entry:
    """One thing that can be found.

    Args:
        key: kind and primary key, such as «practice:12».
        title: as people read it.
        body: the words to search and to show a piece of; plain text.
        words: more words to search that are never shown: tags, names of themes and of places.
        themes: slugs, wider ones included; so for `territory`.
        setting: where a practice was done.
        outcome: what came of it; «solved» for a discussion.
        audience: who may find it: public, members, colleagues (people, for members), operators, appointed, course:<pk>,
            channel:<pk>, person:<pk>.
        url: name and arguments, without a language.
        version: changes with the thing; a reader compares it with the thing as it is now.
        weight: how often it was tried.
        lang: language of the words.
    """

    key: str
    title: str
    body: str
    audience: tuple[str, ...]
    url: tuple[str, ...]
    changed_at: datetime
    version: str = ""
    words: str = ""
    themes: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    weight: int = 0
    lang: str = "it"

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def pk(self) -> int:
        return int(self.key.partition(":")[2])

    def as_text(self) -> str:
        """Write the entry down, for an engine to keep."""
        fields = {**vars(self), "changed_at": self.changed_at.isoformat()}
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Entry":
        fields = json.loads(text)
        fields["changed_at"] = datetime.fromisoformat(fields["changed_at"])
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()})

    def digest(self) -> str:
        """Name the content: the same words, audience and facets have the same digest."""
        return digest_of(self.as_text())


def digest_of(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


def bare_html(html: str) -> str:
    """Give the words of stored HTML, to search and to show as text."""
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())
