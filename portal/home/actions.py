"""Rights on the public pages."""

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission

from portal.accounts.actions.editors import MODERATORS, STAFF, editors

from .guide import STEPS
from .models import GuideStep, HomePage


def give_rights() -> None:
    """Let moderators and the office write and publish the public pages. Practices only the review publishes."""
    home = HomePage.objects.filter(locale__language_code="it").first()
    if home is None:  # an emptied database, as tests make one
        return
    for name in (MODERATORS, STAFF):
        group = editors(name)
        for codename in ("add_page", "change_page", "publish_page"):
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def do_step(person, key: str) -> None:
    """Keep that a person opened one thing of her first day. What must be done there is done when it is."""
    if key in STEPS and STEPS[key].is_done is None:
        GuideStep.objects.get_or_create(person=person, key=key)


def skip_guide(person) -> None:
    """«Non mi serve»: nothing of it is shown any more."""
    GuideStep.objects.bulk_create([GuideStep(person=person, key=key) for key in STEPS], ignore_conflicts=True)


def restart_guide(person) -> None:
    """Begin the first day anew."""
    GuideStep.objects.filter(person=person).delete()
