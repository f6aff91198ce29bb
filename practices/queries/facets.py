"""What would narrow the library, with how many each value would leave."""

from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.ui.choices import Choice, href
from portal.vocabulary.models import Territory, Theme

from ..models import PracticePage
from ..permissions import visible_practices

_Tagged = PracticePage.themes.through
_LONGEST_SLUG = 50

# In the address · on the page · in the database.
SORTS = {
    "": (_("Più provate"), ("-counts__tried", "-counts__worked", "-pk")),
    "funzionano": (_("Quelle che funzionano di più"), ("-counts__worked", "counts__failed", "-pk")),
    "recenti": (_("Più recenti"), ("-first_published_at", "-pk")),
}


@dataclass(frozen=True)
class Facet:
    """The values of one facet; `inner` are the narrower words of the one that is on."""

    param: str
    label: str
    choices: list[Choice] = field(default_factory=list)
    inner: list[Choice] = field(default_factory=list)

    @property
    def is_on(self) -> bool:
        return any(choice.is_on for choice in (*self.choices, *self.inner))


@dataclass(frozen=True)
class _Term:
    pk: int
    slug: str
    label: str
    parent: int | None


def sorts(query: QueryDict) -> list[Choice]:
    now = query.get("ordina", "")
    now = now if now in SORTS else ""
    return [Choice(label, 0, _href(query, ordina=name), name == now) for name, (label, _order) in SORTS.items()]


def facets(user, query: QueryDict) -> list[Facet]:
    """What would narrow the list: three queries, four when a theme is chosen.

    A facet counts what all the others leave, so that its own values can be exchanged.
    """
    terms = _vocabulary()
    # One small table of counts answers for the three facets that a practice has once.
    cells = list(
        narrowed(visible_practices(user), query, only="tema")
        .order_by()
        .values("setting", "kind", place=F("territory"))
        .annotate(n=Count("pk"))
    )
    for cell in cells:
        place = terms["territory"].get(cell["place"])
        wider = terms["territory"].get(place.parent) if place else None
        cell["places"] = {term.slug for term in (place, wider) if term}
    found = [
        _themes(narrowed(visible_practices(user), query, besides="tema"), terms["theme"], query),
        _territories(cells, terms["territory"], query),
        _words("dove", _("Dove si fa"), "setting", PracticePage.Setting, cells, query),
        _words("esito", _("Com’è andata"), "kind", PracticePage.Kind, cells, query),
    ]
    # One value that everything has narrows nothing.
    return [facet for facet in found if facet.is_on or len(facet.choices) > 1]


def narrowed(practices: QuerySet, query: QueryDict, *, besides: str = "", only: str = "") -> QuerySet:
    """Keep the practices that the address asks for; a value that does not exist finds nothing."""
    for param, narrow in _NARROW.items():
        value = query.get(param, "")
        if value and param != besides and only in ("", param):
            practices = narrow(practices, value)
    return practices


def _by_theme(practices: QuerySet, slug: str) -> QuerySet:
    if not _is_slug(slug):
        return practices.none()
    tagged = _Tagged.objects.filter(Q(theme__slug=slug) | Q(theme__parent__slug=slug))
    return practices.filter(pk__in=tagged.values("practicepage"))


def _by_territory(practices: QuerySet, slug: str) -> QuerySet:
    if not _is_slug(slug):
        return practices.none()
    return practices.filter(Q(territory__slug=slug) | Q(territory__parent__slug=slug))


def _by_setting(practices: QuerySet, value: str) -> QuerySet:
    return practices.filter(setting=value) if value in PracticePage.Setting.values else practices.none()


def _by_kind(practices: QuerySet, value: str) -> QuerySet:
    return practices.filter(kind=value) if value in PracticePage.Kind.values else practices.none()


_NARROW = {"tema": _by_theme, "territorio": _by_territory, "dove": _by_setting, "esito": _by_kind}


def _is_slug(value: str) -> bool:
    return len(value) <= _LONGEST_SLUG and value.isascii() and value.replace("-", "").isalnum()


def _vocabulary() -> dict[str, dict[int, _Term]]:
    """Read both lists of words in one query, in their order."""
    words = None
    for name, model in (("theme", Theme), ("territory", Territory)):
        rows = model.objects.order_by().values_list(
            Value(name, output_field=CharField()), "pk", "slug", "name", "name_en", "parent", "order"
        )
        words = rows if words is None else words.union(rows, all=True)
    label = 4 if get_language() == "en" else 3
    found: dict[str, dict[int, _Term]] = {"theme": {}, "territory": {}}
    for row in sorted(words, key=lambda row: (row[6], row[1])):
        found[row[0]][row[1]] = _Term(row[1], row[2], row[label], row[5])
    return found


def _href(query: QueryDict, **changes: str) -> str:
    return href({param: query.get(param, "") for param in (*_NARROW, "ordina")}, **changes)


def _choice(label, value: str, count: int, query: QueryDict, param: str, *, after: str = "") -> Choice:
    is_on = query.get(param, "") == value
    return Choice(label, count, _href(query, **{param: after if is_on else value}), is_on)


def _themes(practices: QuerySet, terms: dict[int, _Term], query: QueryDict) -> Facet:
    tagged = _Tagged.objects.filter(practicepage__in=practices.order_by().values("pk")).order_by()
    many = Count("practicepage", distinct=True)
    counted = dict(tagged.annotate(top=Coalesce("theme__parent", "theme")).values_list("top").annotate(n=many))
    chosen = next((term for term in terms.values() if term.slug == query.get("tema")), None)
    if chosen:
        # The narrower words of the theme that is open; a practice with two of them counts once in the wider one.
        top = chosen.parent or chosen.pk
        counted |= dict(tagged.filter(theme__parent=top).values_list("theme").annotate(n=many))
    return _laid_out(Facet("tema", _("Argomento")), terms, counted, query)


def _territories(cells: list[dict], terms: dict[int, _Term], query: QueryDict) -> Facet:
    passing = [cell for cell in cells if _passes(cell, query, "territorio")]
    counted = {term.pk: sum(cell["n"] for cell in passing if term.slug in cell["places"]) for term in terms.values()}
    return _laid_out(Facet("territorio", _("Territorio")), terms, counted, query)


def _laid_out(facet: Facet, terms: dict[int, _Term], counted: dict[int, int], query: QueryDict) -> Facet:
    """Show the wider words, and under the one that is open its narrower words."""
    chosen = next((term for term in terms.values() if term.slug == query.get(facet.param)), None)
    opened = (chosen.parent or chosen.pk) if chosen else None
    for term in terms.values():
        count = counted.get(term.pk, 0)
        if not count and term is not chosen and term.pk != opened:
            continue
        if term.parent is None:
            facet.choices.append(_choice(term.label, term.slug, count, query, facet.param))
        elif term.parent == opened:
            after = terms[term.parent].slug
            facet.inner.append(_choice(term.label, term.slug, count, query, facet.param, after=after))
    facet.choices.sort(key=lambda choice: -choice.count)
    facet.inner.sort(key=lambda choice: -choice.count)
    return facet


def _passes(cell: dict, query: QueryDict, besides: str) -> bool:
    wanted = {param: query.get(param, "") for param in ("territorio", "dove", "esito") if param != besides}
    return (
        (not wanted.get("territorio") or wanted["territorio"] in cell["places"])
        and (not wanted.get("dove") or wanted["dove"] == cell["setting"])
        and (not wanted.get("esito") or wanted["esito"] == cell["kind"])
    )


def _words(param: str, label, name: str, words, cells: list[dict], query: QueryDict) -> Facet:
    facet = Facet(param, label)
    for value in words:
        count = sum(cell["n"] for cell in cells if cell[name] == value and _passes(cell, query, param))
        if count or query.get(param) == value:
            facet.choices.append(_choice(value.label, value.value, count, query, param))
    return facet
