"""What the front door shows."""

from importlib import import_module

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import Enrollment
from courses.queries import progress_of
from forum.queries import memberships_of
from portal.accounts.models import Role, User
from portal.accounts.permissions import coordinators, standing
from portal.ui.today import Item

# The rooms that have something for «Oggi», each in its own `today.py`.
ROOMS = ("forum.cases", "forum", "courses", "courses.certification", "practices")


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
    }


def _soon(user) -> str:
    """Tell committee, steering group and funder that their desks come with the next release."""
    kinds = {kind for kind, _place in standing(user).roles}
    if kinds & {Role.Kind.COMMITTEE, Role.Kind.STEERING, Role.Kind.FUNDER}:
        return _("La tua scrivania apre con la prossima versione. Intanto puoi leggere i corsi e le pratiche.")
    if not user.member_since and not kinds:
        return _("La tua richiesta è arrivata: ti risponde chi coordina il tuo territorio. Intanto guarda i corsi.")
    return ""


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
