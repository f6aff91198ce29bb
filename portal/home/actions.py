"""Rights on the public pages."""

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission

from portal.accounts.actions.editors import MODERATORS, STAFF, editors

from .models import HomePage


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
