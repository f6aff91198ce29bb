"""Who is named in a text: «@Nello Parrini», «@nello-parrini», or «@Nello» where one person alone may be meant.

A name is read as people type it: capitals, accents, apostrophes and hyphens make no difference.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.db.models import Q
from django.utils.html import escape
from django.utils.text import slugify

from portal.accounts.models import User
from portal.ui.markup import rendered

from ..models import Channel, Message, Thread
from ..permissions import readers

# Possessive: a name is taken whole or not at all, and no text keeps it busy.
_WORD = r"[^\W_]++(?:['’\-][^\W_]++)*+(?![\w@])"
_NAMED = re.compile(rf"(?<![\w@./])@({_WORD}(?:['’]? {_WORD}){{0,5}}+)")
_WORDS = re.compile(_WORD)
_PIECES = re.compile(r"(<(?:\"[^\"]*\"|[^>\"])*>)")
MOST = 20  # people named in one message; the rest stays plain text
LONGEST = 20_000  # characters that are looked at


def named_in(text: str, channel: Channel, thread: Thread | None = None) -> dict[str, User]:
    """Find the people that a text names, among those who may read it.

    Args:
        text: Markdown as written.
        channel: where it is said; who may not read it is not named.
        thread: of several people with the same name, the one who already writes in it is meant.

    Returns:
        What was written after the @, as `key_of` reads it (a handle as it is) → the person.
    """
    runs = _runs(text)
    if not runs:
        return {}
    known = _known(runs, channel, thread)
    calls = [call for run in runs if (call := _call(run, known))]
    return {key: person for _, key, person in calls}


def uncalled_in(text: str, people: dict[str, User]) -> list[str]:
    """Say which names after an @ were matched to nobody, as a page repeats them.

    Args:
        text: Markdown as written.
        people: what `named_in` found.
    """
    return [_shown(run) for run in _runs(text) if not _call(run, people)]


def calls_in(text: str, people: dict[str, User]) -> list[tuple[int, int]]:
    """Say where in a text people are called: from the @ to the end of the name."""
    return [(start, end) for start, end, _ in _calls(text, people)]


def rendered_with(text: str, people: dict[str, User]) -> str:
    """Render Markdown and write each named person's name in full, the same for every reader.

    Args:
        text: Markdown as written.
        people: what `named_in` found.
    """
    html = rendered(text)
    if not people:
        return html
    pieces, in_code = [], 0
    for piece in _PIECES.split(html):
        if piece.startswith("<"):
            in_code += piece.startswith(("<code", "<pre", "<a ")) - piece.startswith(("</code", "</pre", "</a"))
        elif not in_code:
            piece = _put(piece, people, lambda person: f"<strong>@{escape(person.full_name)}</strong>")
        pieces.append(piece)
    return "".join(pieces)


def in_plain_words(text: str, people: dict[str, User]) -> str:
    """Write the named people's names where the text leaves the discussion: nobody is called there."""
    return _put(text, people, lambda person: person.short_name)


def callable_people(words: str, channel: Channel, *, among) -> list[tuple[str, User]]:
    """Suggest whom to call: readers of a channel whose name, surname or handle begins as typed.

    Args:
        words: what stands after the @ so far.
        channel: where it is written.
        among: the people that the writer may know of.

    Returns:
        What to write after the @, and the person; at most six.
    """
    first, _, rest = words[:60].strip().partition(" ")
    if not slugify(first):
        return []
    begins = _begins(first, len(first))
    if rest:
        # «Ada F», «Anna Maria»
        goes_on = (
            Q(last_name__istartswith=rest) | Q(first_name__istartswith=words) | Q(handle__startswith=slugify(words))
        )
        begins &= goes_on
    else:
        begins |= Q(last_name__istartswith=first)
    found = list(readers(channel).filter(begins, pk__in=among.values("pk")).select_related("territory")[:6])
    names = [key_of(person.full_name) for person in readers(channel).filter(last_name__in=[p.last_name for p in found])]
    # Two of the same name are told apart by their handles.
    return [(p.full_name if names.count(key_of(p.full_name)) == 1 else p.handle, p) for p in found]


def key_of(words: str) -> str:
    """Bring a name to what its spellings have in common: «Nicolò D’Angelo» is «nicolo dangelo»."""
    letters = unicodedata.normalize("NFKD", words.lower().replace("-", " "))
    return " ".join("".join(letter for letter in letters if letter.isalnum() or letter == " ").split())


def _runs(text: str) -> list[str]:
    return list(dict.fromkeys(_NAMED.findall(text[:LONGEST])))[:MOST]


def _begins(word: str, length: int = 3) -> Q:
    """People whose name may be the one that begins with a word. A handle has no accents, a name keeps its own."""
    begins = Q(first_name__istartswith=word[:length])
    if slug := slugify(word)[:length]:
        begins |= Q(handle__startswith=slug)
    return begins


def _known(runs: list[str], channel: Channel, thread: Thread | None) -> dict[str, User]:
    """Give whom each spelling means, of all that these runs may begin with: the ones that mean one person."""
    maybe = Q()
    for run in runs:
        maybe |= _begins(_WORDS.match(run)[0])
    named: dict[str, dict[int, User]] = {}
    handles: dict[str, User] = {}
    for person in readers(channel).filter(maybe):
        handles[person.handle] = person
        for name in (person.full_name, person.first_name):
            named.setdefault(key_of(name), {})[person.pk] = person
    named.pop("", None)
    if thread is not None and thread.pk and any(len(people) > 1 for people in named.values()):
        wrote = set(Message.objects.filter(thread=thread, deleted_at=None).values_list("author", flat=True))
        for key, people in named.items():
            if len(people) > 1:
                named[key] = {pk: person for pk, person in people.items() if pk in wrote}
    return {key: next(iter(people.values())) for key, people in named.items() if len(people) == 1} | handles


def _call(run: str, people: dict[str, User]) -> tuple[str, str, User] | None:
    """Find the longest beginning of what follows an @ that names somebody: as written, its key, the person."""
    words = list(_WORDS.finditer(run))
    for n in range(len(words), 0, -1):
        written = run[: words[n - 1].end()]
        handle, key = written.lower(), key_of(written)
        if person := people.get(handle):
            if handle == person.handle or not _goes_on(words, n) or key == key_of(person.full_name):
                return written, handle, person
        elif (person := people.get(key)) and (key == key_of(person.full_name) or not _goes_on(words, n)):
            return written, key, person
    return None


def _goes_on(words: list[re.Match], n: int) -> bool:
    """«@Ada Bianchi» is not a call to the one Ada who reads here: a capital word goes on with the name."""
    return n < len(words) and words[n][0][0].isupper()


def _calls(text: str, people: dict[str, User]) -> Iterator[tuple[int, int, User]]:
    for found in _NAMED.finditer(text[:LONGEST]):
        if call := _call(found[1], people):
            yield found.start(), found.start(1) + len(call[0]), call[2]


def _put(text: str, people: dict[str, User], say) -> str:
    pieces, at = [], 0
    for start, end, person in _calls(text, people):
        pieces += [text[at:start], say(person)]
        at = end
    return "".join([*pieces, text[at:]])


def _shown(run: str) -> str:
    """A name that was not matched: its first word, and the capital ones that go on with it."""
    words = list(_WORDS.finditer(run))
    n = 1
    while n < min(len(words), 4) and _goes_on(words, n):
        n += 1
    return run[: words[n - 1].end()]
