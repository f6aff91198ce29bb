"""What was said to be wrong."""

from django.db.models import Q, QuerySet

from ..models import Correction
from ..permissions import places_of, visible_corrections
from ..receipts import DIGITS, digest_of


def corrections_for(user, *, answered: bool = False) -> QuerySet[Correction]:
    """Those that `user` may answer: the oldest first; or those that have an answer, the newest first."""
    found = visible_corrections(user).select_related("answered_by")
    if answered:
        return found.exclude(state=Correction.State.WAITING).order_by("-answered_at", "-pk")
    return found.filter(state=Correction.State.WAITING)


def waiting_corrections(user) -> QuerySet[Correction]:
    """Those that wait for `user` herself: of where she works, or about her. The others have somebody nearer."""
    places = places_of(user)
    hers = Q(desk__in=places.desks) | Q(desk__organisation__in=places.bodies) | Q(listing__person=user.pk)
    return corrections_for(user).filter(hers)


def correction_by_receipt(digits: str) -> Correction | None:
    """Find a report by the number on its slip; none where the number is of something else."""
    if sum(character.isdecimal() for character in digits) != DIGITS:
        return None
    found = Correction.objects.select_related("desk", "listing__person")
    return found.filter(receipt=digest_of(digits)).first()
