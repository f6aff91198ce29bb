"""What the pages of people show."""

from django.db.models import QuerySet

from .models import Invitation, Qualification, Role


def held_roles() -> QuerySet[Role]:
    """Everybody's valid appointments, with who and when."""
    return (
        Role.objects.filter(withdrawn_at=None)
        .select_related("person__territory", "granted_by")
        .order_by("kind", "person__last_name")
    )


def invitations_of(user) -> QuerySet[Invitation]:
    """The invitations a person wrote, the newest first."""
    return Invitation.objects.filter(invited_by=user).select_related("accepted_by", "territory")


def qualifications_of(person) -> QuerySet[Qualification]:
    return Qualification.objects.filter(person=person, withdrawn_at=None)


def roles_of(person) -> list[Role]:
    return [role for role in Role.objects.filter(person=person, withdrawn_at=None) if role.is_valid]
