"""What the front door shows."""

from importlib import import_module

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import Enrollment
from courses.queries import progress_of
from forum.queries import memberships_of
from portal.accounts.models import Role, User
from portal.accounts.permissions import coordinators, is_in_network, is_member, is_operator, standing
from portal.agenda.queries import coming_appointments
from portal.ui.today import Item

from .guide import GUIDES, Step
from .models import GuideStep

# The rooms that have something for «Oggi», each in its own `today.py`.
ROOMS = (
    "portal.network.requests",
    "forum.cases",
    "forum",
    "forum.pacts",
    "courses",
    "courses.certification",
    "practices",
    "portal.network",
    "portal.opportunities",
    "portal.agenda",
    "portal.home",
)


def things_for(user) -> list[Item]:
    """Gather what needs this person now, the most urgent first."""
    items = []
    for room in ROOMS:
        items += import_module(f"{room}.today").items(user)
    return sorted(items, key=lambda item: item.weight)


def news_for(user) -> dict:
    """What stands beside the things of today: channels with news, the course that is under way, what will come."""
    followed = [row for row in memberships_of(user).select_related("channel") if not row.muted]
    followed.sort(key=lambda row: -row.unread)
    enrollment = (
        Enrollment.objects.filter(person=user, state=Enrollment.State.ENROLLED).select_related("course").first()
    )
    return {
        "channels": followed[:4],
        "course": enrollment.course if enrollment else None,
        "progress": progress_of(enrollment) if enrollment else None,
        "soon": _soon(user),
        "coming": coming_appointments(user, 3),
    }


def _soon(user) -> str:
    """Tell who waits to come in, and the funder, what there is meanwhile."""
    kinds = {kind for kind, _place in standing(user).roles}
    if Role.Kind.FUNDER in kinds:
        return _(
            "I rapporti arrivano con la prossima versione. Intanto puoi leggere i programmi, i corsi e le pratiche."
        )
    if not user.member_since and not kinds:
        return _("La tua richiesta è arrivata: ti risponde chi coordina il tuo territorio. Intanto guarda i corsi.")
    return ""


def steps_left(user) -> list[Step]:
    """What a person has not yet done of the three things of her first day, in order."""
    steps = GUIDES.get(_guide_of(user), ())
    if not steps:
        return []
    done = set(GuideStep.objects.filter(person=user.pk).values_list("key", flat=True))
    return [step for step in steps if step.key not in done and not (step.is_done and step.is_done(user))]


def _guide_of(user) -> str:
    """Which guide is hers, by the first of her roles."""
    kinds = {kind for kind, _place in standing(user).roles}
    for name in GUIDES:
        if name in kinds:
            return name
    if is_operator(user):
        return "operator"
    if is_in_network(user):
        return "network"
    return "learner" if is_member(user) else ""


def coordinators_of(user) -> list[User]:
    """Who coordinates the territory of a person; of any territory, when hers has nobody."""
    if not user.is_authenticated:
        return []
    near = coordinators(user.territory) if user.territory_id else coordinators()
    return list((near if near.exists() else coordinators()).select_related("territory")[:5])


def in_language(kind: type[Page], language: str, **which) -> Page | None:
    """Find a page in the reader's language, else in Italian. Addresses are those of the Italian page."""
    page = kind.objects.live().filter(locale__language_code="it", **which).first()
    if page is None or language == "it":
        return page
    twin = kind.objects.live().filter(locale__language_code=language, translation_key=page.translation_key).first()
    return twin or page
