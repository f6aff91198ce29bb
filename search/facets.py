"""Which facets there are, what they are called, in which order, and the link that each value is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import CharField, Value
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.ui.choices import Choice, href
from portal.vocabulary.models import Territory, Theme
from practices.models import PracticePage

# In the index · in the address · on the page.
KINDS = {
    "practice": ("pratiche", _("Pratiche")),
    "thread": ("discussioni", _("Discussioni")),
    "lesson": ("lezioni", _("Lezioni")),
    "opportunity": ("opportunita", _("Opportunità")),
    "desk": ("sportelli", _("Sportelli")),
    "event": ("eventi", _("Eventi")),
    "programme": ("programmi", _("Programmi")),
    "body": ("enti", _("Enti")),
    "person": ("persone", _("Persone")),
}
SORTS = {"": ("", _("più adatti")), "recent": ("recenti", _("più recenti")), "tried": ("provate", _("più provate"))}
FACETS = {
    "theme": ("tema", _("Argomento")),
    "territory": ("territorio", _("Territorio")),
    "setting": ("dove", _("Dove si fa")),
    "outcome": ("esito", pgettext_lazy("facet", "Com’è andata")),
}
WORDS = {
    "setting": dict(PracticePage.Setting.choices),
    "outcome": {**dict(PracticePage.Kind.choices), "solved": _("Discussione risolta")},
}


@dataclass(frozen=True)
class Group:
    """The values of one facet; `inner` are the narrower words of those that are on."""

    name: str
    label: str
    choices: list[Choice] = field(default_factory=list)
    inner: list[Choice] = field(default_factory=list)

    @property
    def on(self) -> list[Choice]:
        return [choice for choice in (*self.choices, *self.inner) if choice.is_on]


@dataclass(frozen=True)
class _Term:
    slug: str
    label: str
    parent: str


def chosen(query: QueryDict) -> dict[str, tuple[str, ...]]:
    """Read the facets of an address; a value that cannot exist is left out."""
    found = {}
    kinds = {param: kind for kind, (param, _label) in KINDS.items()}
    if kind := kinds.get(query.get("tipo", "")):
        found["kind"] = (kind,)
    for name, (param, _label) in FACETS.items():
        value = query.get(param, "")
        if _is_word(name, value):
            found[name] = (value,)
    return found


def sort_of(query: QueryDict) -> str:
    return next((name for name, (param, _label) in SORTS.items() if param == query.get("ordina", "")), "")


def tabs(query: QueryDict, counts: Mapping) -> list[Choice]:
    """Give the kinds with their counts, after «Tutto»."""
    by_kind = dict(counts.get("kind", ()))
    now = query.get("tipo", "")
    known = {param for param, _label in KINDS.values()}
    every = Choice(_("Tutto"), sum(by_kind.values()), _href(query, tipo=""), now not in known)
    return [every] + [
        Choice(label, by_kind.get(kind, 0), _href(query, tipo=param), now == param)
        for kind, (param, label) in KINDS.items()
        if by_kind.get(kind) or now == param
    ]


def sorts(query: QueryDict, counts: Mapping) -> list[Choice]:
    """Give the orders that make sense for what was found."""
    has_practices = dict(counts.get("kind", ())).get("practice") and query.get("tipo", "") in ("", "pratiche")
    now = sort_of(query)
    return [
        Choice(label, 0, _href(query, ordina=param), name == now)
        for name, (param, label) in SORTS.items()
        if name != "tried" or has_practices or now == "tried"
    ]


def groups(query: QueryDict, counts: Mapping) -> list[Group]:
    """Give the facets that would narrow, with their values."""
    terms, now = _vocabulary(), chosen(query)
    found = []
    for name, (_param, label) in FACETS.items():
        group = Group(name, label)
        by_value = dict(counts.get(name, ()))
        on = now.get(name, ("",))[0]
        if name in terms:
            _lay_out_terms(group, terms[name], by_value, on, query)
        else:
            for value, words in WORDS[name].items():
                if by_value.get(value) or value == on:
                    group.choices.append(_choice(name, words, value, by_value, on, query))
        # One value that everything has narrows nothing.
        if on or len(group.choices) > 1:
            found.append(group)
    return found


def _lay_out_terms(group: Group, terms: list[_Term], by_value: Mapping, on: str, query: QueryDict) -> None:
    """Put the wide words in one row, and under it the narrower ones of the word that is on."""
    opened = next((term.parent or term.slug for term in terms if term.slug == on), "")
    for term in terms:
        if not (by_value.get(term.slug) or term.slug == on):
            continue
        if not term.parent:
            group.choices.append(_choice(group.name, term.label, term.slug, by_value, on, query))
        elif term.parent == opened:
            choice = _choice(group.name, term.label, term.slug, by_value, on, query, after=term.parent)
            group.inner.append(choice)


def _choice(name: str, label, value: str, by_value: Mapping, on: str, query: QueryDict, *, after: str = "") -> Choice:
    """Make a value a link; taking it away leaves `after`, the wider word."""
    param, _label = FACETS[name]
    return Choice(label, by_value.get(value, 0), _href(query, **{param: after if value == on else value}), value == on)


def _href(query: QueryDict, **changes: str) -> str:
    params = ("q", "tipo", *(param for param, _label in FACETS.values()), "ordina")
    return href({param: query.get(param, "") for param in params}, **changes)


def _is_word(name: str, value: str) -> bool:
    if name in WORDS:
        return value in WORDS[name]
    return 0 < len(value) <= 50 and value.replace("-", "").isalnum()


def _vocabulary() -> dict[str, list[_Term]]:
    """Read both lists of words in one query, in their order."""
    words = None
    for name, model in (("theme", Theme), ("territory", Territory)):
        rows = model.objects.order_by().values_list(
            Value(name, output_field=CharField()), "slug", "name", "name_en", "parent__slug", "order"
        )
        words = rows if words is None else words.union(rows, all=True)
    label = 3 if get_language() == "en" else 2
    found: dict[str, list[_Term]] = {"theme": [], "territory": []}
    for row in sorted(words, key=lambda row: row[5]):
        found[row[0]].append(_Term(row[1], row[label], row[4] or ""))
    return found
