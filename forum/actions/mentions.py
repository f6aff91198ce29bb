"""Who is named in a text: «@nello-parrini», or «@nello» for a person who already writes in the discussion."""

import re

from django.utils.html import escape
from django.utils.text import slugify

from portal.accounts.models import User
from portal.ui.markup import rendered

from ..models import Channel, Message, Thread
from ..permissions import readers

_NAMED = re.compile(r"(?<![\w@./])@([A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?)(?![\w@])")
_PIECES = re.compile(r"(<(?:\"[^\"]*\"|[^>\"])*>)")
MOST = 20  # people named in one message; the rest stays plain text


def named_in(text: str, channel: Channel, thread: Thread | None = None) -> dict[str, User]:
    """Find the people that a text names, among those who may read it.

    Args:
        text: Markdown as written.
        channel: where it is said; who may not read it is not named.
        thread: people who already write in it may be named by their first name, when only one has it.

    Returns:
        The word after the @, in lower case → the person.
    """
    words = list(dict.fromkeys(word.lower() for word in _NAMED.findall(text)))[:MOST]
    if not words:
        return {}
    found = {person.handle: person for person in readers(channel).filter(handle__in=words)}
    missing = [word for word in words if word not in found]
    if missing and thread is not None and thread.pk:
        writers = User.objects.filter(pk__in=Message.objects.filter(thread=thread).values("author"), is_active=True)
        by_name: dict[str, list[User]] = {}
        for person in writers:
            by_name.setdefault(slugify(person.first_name), []).append(person)
        found |= {word: by_name[word][0] for word in missing if len(by_name.get(word, [])) == 1}
    return found


def rendered_with(text: str, people: dict[str, User]) -> str:
    """Render Markdown and write each named person's name in full, the same for every reader.

    Args:
        text: Markdown as written.
        people: what `named_in` found.
    """
    html = rendered(text)
    if not people:
        return html

    def in_full(match: re.Match) -> str:
        person = people.get(match[1].lower())
        return f"<strong>@{escape(person.full_name)}</strong>" if person else match[0]

    pieces, in_code = [], 0
    for piece in _PIECES.split(html):
        if piece.startswith("<"):
            in_code += piece.startswith(("<code", "<pre", "<a ")) - piece.startswith(("</code", "</pre", "</a"))
        elif not in_code:
            piece = _NAMED.sub(in_full, piece)
        pieces.append(piece)
    return "".join(pieces)


def in_plain_words(text: str, people: dict[str, User]) -> str:
    """Write the named people's names where the text leaves the discussion: nobody is called there."""

    def name(match: re.Match) -> str:
        person = people.get(match[1].lower())
        return person.short_name if person else match[0]

    return _NAMED.sub(name, text)
