"""Let people in."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.audit.actions import note
from portal.clock import now
from portal.journal.actions import record
from portal.limits.actions import spend
from portal.mail.actions import write_letter

from ..events import INVITATION_ACCEPTED, INVITED, JOIN_APPROVED, JOIN_ASKED, JOIN_DECLINED, JOINED
from ..models import Invitation, JoinRequest, User
from ..permissions import can_answer_join, can_invite, require
from .people import change_profile

INVITATIONS_A_DAY = 300


class InvitationOver(Exception):
    """The invitation was used, withdrawn or has expired meanwhile."""


def join_network(person: User) -> None:
    """Count a person among the members: she is enrolled in a course, or certified."""
    if person.member_since is None:
        person.member_since = now()
        person.save(update_fields=["member_since"])
        record(JOINED, person)


@transaction.atomic
def ask_to_join(person: User, *, territory, wish: str, message: str = "") -> JoinRequest:
    """«Chiedi di entrare»: wait for a coordinator of `territory`. Asking again changes the request that waits."""
    request, is_new = JoinRequest.objects.update_or_create(
        person=person,
        state=JoinRequest.State.WAITING,
        defaults={"territory": territory, "wish": wish, "message": message},
    )
    if is_new:
        record(JOIN_ASKED, request, by=person)
    return request


@transaction.atomic
def approve_join(request: JoinRequest, *, course: str = "", by: User) -> None:
    """Let a person in: enrolling her (`course`), or after her certificate was recorded.

    The territory that she asked for becomes hers, if she has none.

    Raises:
        PermissionDenied: if `by` does not coordinate the request's territory.
    """
    require(can_answer_join(by, request))
    if _answer(request, JoinRequest.State.APPROVED, "", by):
        join_network(request.person)
        if request.person.territory_id is None:
            change_profile(request.person, {"territory": request.territory})
        record(JOIN_APPROVED, request, by=by, course=course)


@transaction.atomic
def decline_join(request: JoinRequest, *, reason: str, by: User) -> None:
    """Say no, with a reason that the person reads.

    Raises:
        PermissionDenied: if `by` does not coordinate the request's territory.
    """
    require(can_answer_join(by, request))
    if _answer(request, JoinRequest.State.DECLINED, reason, by):
        record(JOIN_DECLINED, request, by=by)


def _answer(request: JoinRequest, state: str, reason: str, by: User) -> bool:
    """Two coordinators may answer at once: the one whose update changes the row has answered."""
    changed = JoinRequest.objects.filter(pk=request.pk, state=JoinRequest.State.WAITING).update(
        state=state, reason=reason, answered_by=by, answered_at=now()
    )
    request.refresh_from_db()
    return bool(changed)


@transaction.atomic
def invite_all(emails: list[str], *, course: str = "", territory=None, by: User) -> list[str]:
    """Write to a list of addresses: to all of them, or to none.

    Returns:
        The addresses that have an account already: they got no letter.

    Raises:
        PermissionDenied: as `invite`.
        TooMany: if they are more than `by` has left for today.
    """
    return [email for email in emails if invite(email, course=course, territory=territory, by=by) is None]


@transaction.atomic
def invite(email: str, *, course: str = "", territory=None, by: User) -> Invitation | None:
    """Write to an address that may make an account. An open invitation is written again, with new time.

    Returns:
        The invitation, or None if the address already has an account.

    Raises:
        PermissionDenied: if `by` is neither coordinator nor staff, nor a trainer of `course`.
        TooMany: if `by` has invited three hundred addresses today.
    """
    require(can_invite(by, course))
    # Each address counts, also one that has an account: else a list could be asked who is here.
    spend(f"invite:{by.pk}", limit=INVITATIONS_A_DAY, seconds=86_400)
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        return None
    Invitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now())
    invitation = Invitation.objects.create(email=email, course=course, territory=territory, invited_by=by)
    address = settings.PUBLIC_URL + reverse("accounts:invitation_accept", args=[invitation.token])
    with translation.override("it"):
        write_letter(
            email,
            _("%(name)s ti invita in Snodo") % {"name": by.full_name},
            _(
                "Ciao,\n\n%(name)s ti invita in Snodo, il posto di lavoro della rete che accompagna le famiglie.\n\n"
                "Apri questo indirizzo e scegli la tua password:\n%(address)s\n\n"
                "L’invito vale sette giorni. Se non te lo aspettavi, lascia perdere: non succede niente."
            )
            % {"name": by.full_name, "address": address},
        )
    record(INVITED, invitation, by=by, course=course)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, person: User) -> None:
    """Tie an invitation to the account made with it.

    Raises:
        InvitationOver: if it was used or withdrawn, or has expired, meanwhile: the account must not stay either.
    """
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now())
    # Of two that come at once, the one whose update changes the row is in.
    if not open_ones.update(accepted_at=now(), accepted_by=person):
        raise InvitationOver
    if invitation.territory_id and not person.territory_id:
        person.territory_id = invitation.territory_id
        person.save(update_fields=["territory"])
    if invitation.course:
        join_network(person)
    record(INVITATION_ACCEPTED, person, by=invitation.invited_by, course=invitation.course)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back before it is used."""
    require(can_invite(by))
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=now())
    note("invitation.withdrawn", by=by, subject=invitation)
