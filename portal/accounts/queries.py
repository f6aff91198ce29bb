"""What the pages of people show."""

from django.db.models import F, Q, QuerySet

from portal.clock import today

from .models import Invitation, Qualification, Role, User
from .permissions import valid_roles


def held_roles() -> QuerySet[Role]:
    """Everybody's valid appointments, with who and when."""
    roles = valid_roles().select_related("person__territory__parent", "granted_by")
    return roles.order_by("kind", "person__last_name", "pk")


def ended_roles() -> QuerySet[Role]:
    """The appointments whose last day has passed, until someone has drawn the consequences."""
    return Role.objects.filter(withdrawn_at=None, until__lt=today())


def ended_qualifications() -> QuerySet[Qualification]:
    """The recognitions whose last day has passed, while their word still stands beside a name."""
    return Qualification.objects.filter(
        withdrawn_at=None, valid_until__lt=today(), person__recognised__contains=F("kind")
    )


def name_has(word: str) -> Q:
    """Whose first name, last name or handle has this word in it."""
    return Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(handle__icontains=word.lstrip("@") or word)


def with_names(people: QuerySet[User], words: list[str]) -> QuerySet[User]:
    """Those of `people` in whose name each of these words stands."""
    for word in words:
        people = people.filter(name_has(word))
    return people


def named(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Those of `people` whose name, profile or address has each of these words."""
    for word in words.split()[:6]:
        people = people.filter(name_has(word) | Q(email__iexact=word))
    return people


def accounts_in(people: QuerySet[User], state: str) -> QuerySet[User]:
    """All accounts, or those that wait to come in, or those that are stopped."""
    if state == "fermi":
        people = people.filter(is_active=False)
    elif state == "in-attesa":
        people = people.filter(is_active=True, member_since=None)
    return people.select_related("territory__parent").order_by("last_name", "first_name", "pk")


def invitations_of(user) -> QuerySet[Invitation]:
    """The invitations a person wrote, the newest first."""
    return Invitation.objects.filter(invited_by=user).select_related("accepted_by", "territory")


def qualifications_of(person) -> QuerySet[Qualification]:
    return Qualification.objects.filter(person=person, withdrawn_at=None)


def roles_of(person) -> list[Role]:
    return [role for role in Role.objects.filter(person=person, withdrawn_at=None) if role.is_valid]
