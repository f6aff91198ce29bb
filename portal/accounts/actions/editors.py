"""The Wagtail admin knows groups, we know appointments: the first mirror the second, and are written only by actions.

Trainers have a group a course, which the room of the courses keeps.
"""

from django.contrib.auth.models import Group, Permission

from ..models import Role, User
from ..permissions import standing

MODERATORS, STAFF = "moderators", "staff"
_GROUPS = {Role.Kind.MODERATOR: MODERATORS, Role.Kind.STAFF: STAFF}


def editors(name: str) -> Group:
    """Find a group of editors, or make it with the right to enter the admin. What it may edit, its room says."""
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def groups_due(person: User) -> set[str]:
    """Say which of these groups a person's appointments put her in."""
    held = {kind for kind, _place in standing(person).roles}
    return {name for kind, name in _GROUPS.items() if kind in held}


def mirror_groups(person: User) -> None:
    """Put a person in the groups of her appointments and out of the others, in the appointment's transaction."""
    due = groups_due(person)
    for name in _GROUPS.values():
        if name in due:
            person.groups.add(editors(name))
        else:
            person.groups.remove(*Group.objects.filter(name=name))
