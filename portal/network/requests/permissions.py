"""Who may know of a request, who may read it, who may reach the person. Nobody else: no moderator, no office.

Three circles (security.md R38, S4). To *see* a request is to know its area and topics. To *read* it is to see words.
To *work* on it is to have taken it: only then the contact can be opened.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.accounts.models import User
from portal.accounts.permissions import (
    coordinated,
    is_coordinator,
    is_operator,
    operators,
    require,
)
from portal.clock import now
from portal.vocabulary.models import Territory
from portal.vocabulary.queries import lies_in
from portal.workdays import a_working_day_before

from ..models import Assignment, Desk, Organisation
from ..permissions import coordinates, places_of, visible_desks
from .models import HelpRequest, Referral

__all__ = ["require"]

WAITING, TAKEN = HelpRequest.State.WAITING, HelpRequest.State.TAKEN


# ── the queue ────────────────────────────────────────────────────────────────────────────────────────────────────────


def can_see_queue(user) -> bool:
    """Operators; and who looks after desks or a territory."""
    return is_operator(user) or bool(places_of(user).refers) or is_coordinator(user)


def can_write_down(user) -> bool:
    """Open a request with the person in front of her."""
    return is_operator(user) and user.territory_id is not None


def visible_requests(user) -> QuerySet[HelpRequest]:
    """The requests that exist for `user`, if only by their area and topics: the set twin of `can_see`."""
    if not user.is_authenticated or not user.is_active:
        return HelpRequest.objects.none()
    return HelpRequest.objects.filter(_readable(user) | offered_to(user) | to_entrust(user))


def can_see(user, request: HelpRequest) -> bool:
    return visible_requests(user).filter(pk=request.pk).exists()


def request_for(user, code: str) -> HelpRequest:
    """The only door to a request; `is_readable` says whether its words may be read too."""
    readable = Exists(readable_requests(user).filter(pk=OuterRef("pk")).values("pk"))
    found = visible_requests(user).annotate(is_readable=readable)
    found = found.select_related(
        "area", "desk__organisation", "desk__territory__parent", "taken_by__territory", "written_by"
    )
    return get_object_or_404(found, code=code)


def readable_requests(user) -> QuerySet[HelpRequest]:
    """The requests whose words `user` may read: the set twin of `can_read`."""
    if not user.is_authenticated or not user.is_active:
        return HelpRequest.objects.none()
    return HelpRequest.objects.filter(_readable(user))


def can_read(user, request: HelpRequest) -> bool:
    return readable_requests(user).filter(pk=request.pk).exists()


def _readable(user) -> Q:
    """Who took it; who works at its desk or looks after that; the person it is addressed to, until one takes it."""
    hers = Q(pk=None)
    if is_operator(user):
        hers |= Q(taken_by=user.pk) & _followed_from(user) | Q(desk__in=places_of(user).desks)
        hers |= Q(listing__person=user.pk, state=WAITING)
    if places_of(user).refers:
        hers |= Q(desk__organisation__in=places_of(user).refers)
    # The office manages pages, not what people write: its wider right does not count here.
    return hers | Q(desk__isnull=False) & coordinated(user, "desk__territory")


def _followed_from(user) -> Q:
    """The requests that can be followed by who works where `user` works: those of her desks, of her area, to herself.

    Who moves away, or leaves the desk, leaves behind what she had taken there.
    """
    here = Q(desk__in=places_of(user).desks) | Q(listing__person=user.pk)
    return here | Q(area=user.territory.area_pk) if user.territory_id else here


def _followers() -> QuerySet[User]:
    """The twin of `_followed_from`, seen from a request: those who can go on with it."""
    at_desk = Assignment.objects.filter(person=OuterRef("pk"), ended_at=None, desk=OuterRef(OuterRef("desk")))
    near = lies_in(OuterRef("area"))
    return operators().filter(near | Q(pk=OuterRef("listing__person")) | Q(Exists(at_desk)))


def offered_to(user) -> Q:
    """«A chi può, nella mia zona»: operators of the area, until one takes it."""
    if not is_operator(user) or not user.territory_id:
        return Q(pk=None)
    area = user.territory.area_pk
    return Q(desk=None, listing=None, state=WAITING, area=area)


def was_offered_to(user, code: str) -> bool:
    """Say whether somebody of her area was quicker than `user`, who had it on her screen: she is told that much."""
    if not is_operator(user) or not user.territory_id:
        return False
    area = user.territory.area_pk
    gone = HelpRequest.objects.filter(code=code, desk=None, listing=None, area=area, taken_by__isnull=False)
    return gone.exclude(taken_by=user.pk).exists()


def to_entrust(user) -> Q:
    """What nobody took for a working day, or whose desk or taker is gone: who coordinates there entrusts it."""
    if not is_coordinator(user):
        return Q(pk=None)
    late = Q(state=WAITING) & (Q(waiting_since__lte=a_working_day_before(now())) | Q(desk__closed_at__isnull=False))
    stranded = Q(state=TAKEN) & ~Exists(_followers().filter(pk=OuterRef("taken_by")))
    # Who coordinates one municipality looks after what was asked in its area.
    parts = Territory.objects.filter(coordinated(user, ""), parent__isnull=False)
    return (coordinated(user, "area") | Q(area__in=parts.values("parent"))) & (late | stranded)


# ── what may be done ─────────────────────────────────────────────────────────────────────────────────────────────────


def can_take(user, request: HelpRequest) -> bool:
    """Who may read it or was offered it, while it waits; she must be an operator."""
    if request.state != WAITING or not is_operator(user):
        return False
    hers = Q(desk__in=places_of(user).desks) | Q(listing__person=user.pk) | offered_to(user)
    return HelpRequest.objects.filter(hers, pk=request.pk).exists()


def can_work(user, request: HelpRequest) -> bool:
    """Answer, pass on, hand over, close; and read the contact: who took it, while she is an operator here."""
    if request.state != TAKEN or request.taken_by_id != user.pk or not is_operator(user):
        return False
    # As `_followed_from`, without a query where the place says it.
    if request.desk_id in places_of(user).desks:
        return True
    if user.territory_id and user.territory.area_pk == request.area_id:
        return True
    return request.listing_id is not None and request.listing.person_id == user.pk


def can_see_contact(user, request: HelpRequest) -> bool:
    """Until it is closed, and by nobody else (privacy.md P8)."""
    return can_work(user, request)


def can_entrust(user, request: HelpRequest) -> bool:
    """Give it to an operator: who coordinates the desk it is addressed to, or the territory where nobody took it."""
    if not request.is_open or not user.is_authenticated or not user.is_active:
        return False
    if request.desk_id and _looks_after(user, request.desk):
        return True
    return HelpRequest.objects.filter(to_entrust(user), pk=request.pk).exists()


def _looks_after(user, desk: Desk) -> bool:
    return desk.organisation_id in places_of(user).refers or coordinates(user, desk.territory)


def who_can_follow(request: HelpRequest, *, by) -> QuerySet[User]:
    """To whom `by` can hand a request over or entrust it: operators of its desk, or of its area; never herself.

    Who gives a request to somebody gets no right to read it (security.md S4).
    """
    # A request that has no desk is at none: who works for a whole body has no desk either, and is not meant.
    at_desk = Assignment.objects.filter(person=OuterRef("pk"), ended_at=None, desk__isnull=False, desk=request.desk_id)
    people = operators().annotate(is_at_desk=Exists(at_desk))
    return people.filter(lies_in(request.area_id) | Q(is_at_desk=True)).exclude(pk=by.pk)


def referable_organisations(request: HelpRequest) -> QuerySet[Organisation]:
    """The bodies that a request can be passed on to: of its area, or that work everywhere; not that of its desk."""
    here = Q(territory=None) | lies_in(request.area_id)
    found = Organisation.objects.filter(here, closed_at=None, takes_referrals=True)
    return found.exclude(pk=request.desk.organisation_id) if request.desk_id else found


def referral_for(user, code: str, pk) -> Referral:
    """The only door to a referral: through its request, by who works on that."""
    request = request_for(user, code)
    require(can_work(user, request))
    referral = get_object_or_404(Referral.objects.select_related("organisation"), request=request, pk=pk)
    referral.request = request
    return referral


def areas_that_answer() -> QuerySet[Territory]:
    """The wide territories where somebody reads a request: an operator, or a desk."""
    near = lies_in(OuterRef("pk"))
    people, desks = operators().filter(near), visible_desks(None).filter(near, takes_requests=True)
    return Territory.objects.filter(Exists(people) | Exists(desks), parent=None)


def desks_to_ask(area: Territory) -> QuerySet[Desk]:
    """The desks of an area that take requests: visitors choose among them."""
    near = lies_in(area)
    return visible_desks(None).filter(near, takes_requests=True).select_related("organisation", "territory")


def other_desks(request: HelpRequest) -> QuerySet[Desk]:
    """Where a request can be moved to, with the person's yes: the other desks of its area."""
    return desks_to_ask(request.area).exclude(pk=request.desk_id)


def desks_of(user) -> QuerySet[Desk]:
    """Where an operator may write a request down."""
    return visible_desks(user).filter(pk__in=places_of(user).desks, takes_requests=True).select_related("territory")
