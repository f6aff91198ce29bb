"""What the board shows, and what would narrow it."""

from dataclasses import dataclass, field, replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Case, Count, F, IntegerField, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.network.models import Organisation
from portal.ui.choices import Choice, href
from portal.vocabulary.models import Territory, Theme
from portal.vocabulary.queries import lies_in

from .models import FRESH, Check, Opportunity
from .permissions import checkable_opportunities, visible_opportunities
from .topics import KEY, BoardTopic

LAST_CHECKS = 10
PARAMS = ("stato", "territorio", "tema", "ente", "da-ricontrollare")

# In the address · on its chip · in the database; in the order of the board.
STATES = {
    "attive": (_("Attive"), Opportunity.State.ACTIVE),
    "attivabili": (_("Si possono attivare"), Opportunity.State.ACTIVATABLE),
    "esaurite": (_("Esaurite"), Opportunity.State.EXHAUSTED),
    "sospese": (_("Sospese"), Opportunity.State.SUSPENDED),
}
_RANK = Case(
    *[When(state=state, then=rank) for rank, (_label, state) in enumerate(STATES.values())],
    default=9,
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Facets:
    """What stands above the list."""

    states: list[Choice]
    places: list[Choice]
    narrower_places: list[Choice]
    themes: list[Choice]
    organisation: Choice | None
    stale: int
    stale_href: str
    stale_is_on: bool

    @property
    def theme_is_on(self) -> bool:
        return any(choice.is_on for choice in self.themes)


@dataclass(frozen=True)
class _Asked:
    """What the address asks for; `is_known` is false when it names a word that nobody has."""

    state: str = ""
    territory: Territory | None = None
    theme: Theme | None = None
    organisation: Organisation | None = None
    is_stale: bool = False
    is_known: bool = True
    given: dict[str, str] = field(default_factory=dict)

    def href(self, **changes: str) -> str:
        return href(self.given, **changes)


@dataclass(frozen=True)
class Listing:
    opportunities: QuerySet[Opportunity]
    facets: Facets


def where_it_stands() -> tuple[str, int]:
    """The board's epoch and last number, for a page that follows it. To be read before the page's rows."""
    return BoardTopic().head(KEY)


def listing(user, query: QueryDict) -> Listing:
    """The opportunities that the address asks for, in the board's order, and what would narrow them."""
    territories = list(Territory.objects.all())
    themes = list(Theme.objects.all())
    asked = _asked(user, query, territories, themes)
    return Listing(_in_order(_narrowed(user, asked)), _facets(user, asked, territories, themes))


def _asked(user, query: QueryDict, territories: list[Territory], themes: list[Theme]) -> _Asked:
    given = {param: query.get(param, "") for param in PARAMS}
    territory = next((one for one in territories if one.slug == given["territorio"]), None)
    theme = next((one for one in themes if one.slug == given["tema"]), None)
    organisation = None
    if given["ente"] and given["ente"].isprintable() and len(given["ente"]) <= 60:
        organisation = Organisation.objects.filter(slug=given["ente"]).first()
    return _Asked(
        state=STATES[given["stato"]][1] if given["stato"] in STATES else "",
        territory=territory,
        theme=theme,
        organisation=organisation,
        is_stale=bool(given["da-ricontrollare"]),
        is_known=(
            (not given["stato"] or given["stato"] in STATES)
            and (not given["territorio"] or territory is not None)
            and (not given["tema"] or theme is not None)
            and (not given["ente"] or organisation is not None)
        ),
        given=given,
    )


def _narrowed(user, asked: _Asked) -> QuerySet[Opportunity]:
    found = visible_opportunities(user)
    if not asked.is_known:
        return found.none()
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.territory:
        found = found.filter(lies_in(asked.territory))
    if asked.theme:
        # A subquery: two words of the same theme would give the opportunity twice.
        tagged = Opportunity.themes.through.objects.filter(Q(theme=asked.theme) | Q(theme__parent=asked.theme))
        found = found.filter(pk__in=tagged.values("opportunity"))
    if asked.organisation:
        found = found.filter(organisation=asked.organisation)
    if asked.is_stale:
        found = found.filter(_to_look_at())
    return found


def _to_look_at() -> Q:
    """What is exhausted is asked about no more."""
    return Q(checked_at__lt=now() - FRESH) & ~Q(state=Opportunity.State.EXHAUSTED)


def _stale() -> Case:
    return Case(When(_to_look_at(), then=True), default=False, output_field=BooleanField())


def _in_order(opportunities: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Active first, then those that may be activated, exhausted, suspended; the fresh before the stale."""
    ordered = opportunities.annotate(rank=_RANK, stale=_stale()).order_by("rank", "stale", "-checked_at", "-pk")
    return ordered.select_related("organisation", "territory", "checked_by")


# ── what would narrow it ─────────────────────────────────────────────────────────────────────────────────────────────


def _facets(user, asked: _Asked, territories: list[Territory], themes: list[Theme]) -> Facets:
    """Count what each value would leave, the others kept: two queries."""
    # One small table of counts answers for what an opportunity has once.
    wider = {one.pk: one.parent_id for one in territories}
    cells = [
        (state, {place, wider.get(place)}, stale, n)
        for state, place, stale, n in _narrowed(
            user, replace(asked, state="", territory=None, is_stale=False, is_known=True)
        )
        .order_by()
        .annotate(stale=_stale())
        .values_list("state", "territory", "stale")
        .annotate(n=Count("pk"))
    ]

    def counted(*, state: str = "", place: Territory | None = None, stale: bool = False) -> int:
        return sum(
            n
            for its_state, its_places, its_stale, n in cells
            if (not state or its_state == state)
            and (place is None or place.pk in its_places)
            and (not stale or its_stale)
        )

    here = {"place": asked.territory, "stale": asked.is_stale}
    states = [Choice(_("Tutte"), counted(**here), asked.href(stato=""), not asked.given["stato"])]
    for slug, (label, state) in STATES.items():
        n, is_on = counted(state=state, **here), asked.state == state
        if n or is_on or state != Opportunity.State.SUSPENDED:
            states.append(Choice(label, n, asked.href(stato=slug), is_on))

    counts = {one.pk: counted(state=asked.state, place=one, stale=asked.is_stale) for one in territories}
    places, narrower = _places(user, asked, territories, counts)
    return Facets(
        states=states,
        places=places,
        narrower_places=narrower,
        themes=_themes(user, asked, themes),
        organisation=Choice(asked.organisation.name, 0, asked.href(ente=""), True) if asked.organisation else None,
        stale=counted(place=asked.territory, stale=True),
        stale_href=asked.href(stato="", **{"da-ricontrollare": "" if asked.is_stale else "1"}),
        stale_is_on=asked.is_stale,
    )


def _places(
    user, asked: _Asked, territories: list[Territory], counts: dict[int, int]
) -> tuple[list[Choice], list[Choice]]:
    """The areas, the reader's own first; and the municipalities of the one that is open."""
    by_pk = {one.pk: one for one in territories}
    chosen = asked.territory
    opened = chosen.area_pk if chosen else None
    own = by_pk.get(user.territory_id) if user.is_authenticated else None
    home = own.area_pk if own else None
    areas, narrower = [], []
    for one in territories:
        is_on = one == chosen
        if not counts[one.pk] and not is_on and one.pk not in (opened, home):
            continue
        if one.parent_id is None:
            href = asked.href(territorio="" if is_on else one.slug)
            areas.append((one.pk != home, -counts[one.pk], Choice(one.label, counts[one.pk], href, is_on)))
        elif one.parent_id == opened:
            href = asked.href(territorio=by_pk[opened].slug if is_on else one.slug)
            narrower.append((-counts[one.pk], Choice(one.label, counts[one.pk], href, is_on)))
    areas.sort(key=lambda row: row[:2])
    narrower.sort(key=lambda row: row[0])
    return [row[-1] for row in areas], [row[-1] for row in narrower]


def _themes(user, asked: _Asked, themes: list[Theme]) -> list[Choice]:
    """The wider themes, and under the one that is on its narrower words."""
    tagged = Opportunity.themes.through.objects.filter(
        opportunity__in=_narrowed(user, replace(asked, theme=None, is_known=True)).values("pk")
    ).order_by()
    many = Count("opportunity", distinct=True)
    counts = dict(tagged.annotate(top=Coalesce("theme__parent", "theme")).values_list("top").annotate(n=many))
    opened = (asked.theme.parent_id or asked.theme.pk) if asked.theme else None
    if opened:
        # An opportunity with two words of a theme counts once in the wider one.
        counts |= dict(tagged.filter(theme__parent=opened).values_list("theme").annotate(n=many))
    choices = []
    for one in themes:
        is_on = one == asked.theme
        shown = one.parent_id is None or one.parent_id == opened
        if shown and (counts.get(one.pk) or is_on):
            choices.append(Choice(one.label, counts.get(one.pk, 0), asked.href(tema="" if is_on else one.slug), is_on))
    return choices


# ── one opportunity, and those that nobody has looked at ─────────────────────────────────────────────────────────────


def checks_of(opportunity: Opportunity) -> QuerySet[Check]:
    """Who looked last, the newest first."""
    return opportunity.checks.select_related("by")[:LAST_CHECKS]


def newest_public(limit: int) -> list[Opportunity]:
    """The opportunities that were posted last, for the feed."""
    newest = visible_opportunities(AnonymousUser()).select_related("organisation").prefetch_related("themes")
    return list(newest.order_by("-posted_at", "-pk")[:limit])


def stale_near(user) -> QuerySet[Opportunity]:
    """What nobody has looked at for a month in her area, the oldest first."""
    found = checkable_opportunities(user).filter(_to_look_at())
    if not user.territory_id:
        return found.none()
    area = user.territory.area_pk
    return found.filter(lies_in(area)).order_by("checked_at", "pk")


def perhaps_over(user, day) -> QuerySet[Opportunity]:
    """Hers, still active though their last day has passed, and nobody has looked since."""
    mine = checkable_opportunities(user).filter(posted_by=user.pk, state=Opportunity.State.ACTIVE, ends_on__lt=day)
    return mine.filter(checked_at__date__lte=F("ends_on")).order_by("ends_on", "pk")
