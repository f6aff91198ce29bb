"""What the pages of bodies, desks and territories show."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from portal.accounts.models import User
from portal.accounts.permissions import network
from portal.journal.models import Event
from portal.vocabulary.models import Territory
from portal.vocabulary.queries import lies_in

from ..events import DESK_CHANGED, DESK_CHECKED
from ..models import Assignment, Desk, Organisation
from ..permissions import visible_desks, visible_organisations

FIRST_PEOPLE = 12


@dataclass(frozen=True)
class AreaCard:
    """A wide territory, and how much there is."""

    area: Territory
    desks: int
    bodies: int
    people: int


def area_cards(user) -> list[AreaCard]:
    """Every area with its counts: four queries."""
    desks, bodies, people = (
        _by_area(things) for things in (visible_desks(user), visible_organisations(user), network())
    )
    areas = Territory.objects.filter(parent=None)
    return [AreaCard(area, desks.get(area.pk, 0), bodies.get(area.pk, 0), people.get(area.pk, 0)) for area in areas]


def _by_area(things: QuerySet) -> dict[int, int]:
    counted = things.order_by().annotate(area=Coalesce("territory__parent", "territory"))
    return dict(counted.values("area").annotate(n=Count("pk")).values_list("area", "n"))


def bodies(user, *, kind: str = "", territory: str = "", words: str = "") -> QuerySet[Organisation]:
    """Bodies by kind, area and words of their name; those that work everywhere are in every area."""
    found = visible_organisations(user).select_related("territory")
    if kind in Organisation.Kind.values:
        found = found.filter(kind=kind)
    if territory:
        found = found.filter(
            Q(territory__slug=territory) | Q(territory__parent__slug=territory) | Q(territory__isnull=True)
        )
    for word in words.split()[:6]:
        found = found.filter(name__icontains=word)
    # An annotation that counts forgets the order of the model.
    return found.annotate(open_desks=Count("desks", filter=Q(desks__closed_at=None))).order_by("name", "pk")


def bodies_in(user, area: Territory) -> QuerySet[Organisation]:
    return bodies(user).filter(lies_in(area))


def desks_in(user, area: Territory) -> QuerySet[Desk]:
    found = visible_desks(user).filter(lies_in(area)).select_related("organisation", "territory")
    return found.prefetch_related("hours")


def desks_of(user, organisation: Organisation) -> QuerySet[Desk]:
    found = visible_desks(user).filter(organisation=organisation).select_related("territory")
    return found.prefetch_related("hours")


def people_in(area: Territory) -> QuerySet[User]:
    """The people of the network who work there."""
    return network().filter(lies_in(area)).select_related("territory")


def staff_of(organisation: Organisation, desk: Desk | None = None) -> QuerySet[Assignment]:
    """Who works there now: at a desk, or for the whole body."""
    here = Assignment.objects.filter(organisation=organisation, ended_at=None, person__is_active=True)
    if desk:
        here = here.filter(desk=desk)
    found = here.select_related("person__territory", "desk")
    return found.order_by("-task", "person__last_name", "person__first_name", "pk")


def history_of(desk: Desk) -> QuerySet[Event]:
    """Who changed or checked this page, and when: the newest first."""
    kind = ContentType.objects.get_for_model(Desk)
    found = Event.objects.filter(subject_type=kind, subject_id=str(desk.pk), kind__in=[DESK_CHANGED, DESK_CHECKED])
    return found.select_related("actor").order_by("-happened_at", "-pk")
