"""The library in the admin. Nobody holds the right to publish a practice there: only an accepted review does."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from portal.accounts.permissions import is_moderator, is_staff

from .models import PracticePage, PracticesIndexPage
from .permissions import WRITTEN_IN


class LibraryItem(MenuItem):
    """The way to the library, for those who look after it."""

    def is_shown(self, request) -> bool:
        return is_moderator(request.user) or is_staff(request.user)

    def render_component(self, request):
        index = PracticesIndexPage.objects.filter(locale__language_code=WRITTEN_IN).first()
        self.url = reverse("wagtailadmin_explore", args=[index.pk]) if index else reverse("wagtailadmin_home")
        return super().render_component(request)


@hooks.register("register_admin_menu_item")
def library_item() -> MenuItem:
    return LibraryItem(_("Pratiche"), "#", name="practices", icon_name="doc-full", order=200)


@hooks.register("construct_explorer_page_queryset")
def list_what_was_published(parent_page, pages, request):
    return _without_drafts(pages)


@hooks.register("construct_page_chooser_queryset")
def offer_what_was_published(pages, request):
    return _without_drafts(pages)


def _without_drafts(pages):
    """A draft is its author's alone: the admin does not even list it."""
    drafts = PracticePage.objects.filter(live=False, first_published_at=None)
    return pages.exclude(pk__in=drafts.values("pk"))


@hooks.register("before_bulk_action")
def leave_sheets_to_their_reviews(request, action_type, objects, action):
    """Asked of many pages at once, Wagtail does not ask the sheet itself what may be done with it."""
    pages = [thing.pk for thing in objects if isinstance(thing, Page)]
    if PracticePage.objects.filter(pk__in=pages).exists() or PracticesIndexPage.objects.filter(pk__in=pages).exists():
        raise PermissionDenied
