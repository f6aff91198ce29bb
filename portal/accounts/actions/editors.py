"""The Wagtail admin knows groups, we know appointments: the first mirror the second, and are written only here."""

from django.contrib.auth.models import Group, Permission

from ..models import Role, User
from ..permissions import standing

MODERATORS, STAFF = "moderators", "staff"


def trainers_group(course: str) -> str:
    """Name the group of a course's trainers; empty means the trainers of every course."""
    return f"trainers:{course}" if course else "trainers"


def editors(name: str) -> Group:
    """Find a group of editors, or make it with the right to enter the admin. What it may edit, its room says."""
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def groups_due(person: User) -> set[str]:
    """Say which groups a person's appointments put her in."""
    due = set()
    for kind, place in standing(person).roles:
        if kind == Role.Kind.TRAINER:
            due.add(trainers_group(place))
        elif kind == Role.Kind.MODERATOR:
            due.add(MODERATORS)
        elif kind == Role.Kind.STAFF:
            due.add(STAFF)
    return due


def mirror_groups(person: User) -> None:
    """Put a person in the groups of her appointments and out of the others, in the appointment's transaction."""
    person.groups.set([editors(name) for name in sorted(groups_due(person))])
