"""The library in the admin: Diana, who moderates, changes what is published and never sees a draft, nor publishes."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from practices.actions import practices_index, save_draft, write_practice
from practices.models import PracticePage

from .conftest import fields


@pytest.fixture
def editor(dino):
    """Diana, with every right on the public pages that a group can hold."""
    group, _made = Group.objects.get_or_create(name="editors of a test")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("add_page", "change_page", "publish_page", "bulk_delete_page"):
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=name)
        home = practices_index().get_parent()
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=right)
    dino.groups.add(group)
    return dino


def test_she_changes_what_is_published_and_does_not_publish(practice, editor):
    tester = practice.permissions_for_user(editor)

    assert tester.can_edit() and not tester.can_publish() and not tester.can_unpublish() and not tester.can_delete()


def test_a_draft_is_closed_to_her_and_not_even_listed(practice, editor, ada, browse):
    draft = write_practice(fields(title="Una modifica segreta"), by=ada)
    save_draft(practice, fields(title="Una modifica segreta"), by=ada)
    browser = browse(editor)

    listed = browser.get(reverse("wagtailadmin_explore", args=[practices_index().pk])).content.decode()
    assert practice.title in listed and "Una modifica segreta" not in listed and draft.slug not in listed
    for page in PracticePage.objects.filter(pk__in=[draft.pk, practice.pk]):
        assert not page.permissions_for_user(editor).can_edit()
        for name in ("wagtailadmin_pages:edit", "wagtailadmin_pages:history", "wagtailadmin_pages:view_draft"):
            answer = browser.get(reverse(name, args=[page.pk]))
            assert "Una modifica segreta" not in answer.content.decode(), name


def test_her_change_is_a_proposal_that_the_author_finds(practice, editor, ada):
    practice.title = "Un titolo più chiaro"
    practice.save_revision(user=editor)

    shown = PracticePage.objects.get(pk=practice.pk)
    assert shown.title == "Le rate chieste prima del distacco" and shown.has_unpublished_changes
    assert shown.permissions_for_user(editor).can_edit()
    save_draft(shown, fields(title="Un titolo più chiaro ancora"), by=ada)
    assert not PracticePage.objects.get(pk=practice.pk).permissions_for_user(editor).can_edit()


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_many_at_once_she_neither_publishes_nor_removes(practice, ada, editor, browse, action):
    index, draft = practices_index(), write_practice(fields(title="Un’altra"), by=ada)
    for page in (practice, draft, index):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"
        browse(editor).post(address, {"include_descendants": "on"})

    assert PracticePage.objects.get(pk=practice.pk).live and not PracticePage.objects.get(pk=draft.pk).live
    tester = index.permissions_for_user(editor)
    assert not (tester.can_delete() or tester.can_unpublish() or tester.can_add_subpage() or tester.can_edit())


def test_without_an_editors_role_there_is_no_admin(practice, ada, browse):
    assert browse(ada).get(reverse("wagtailadmin_explore", args=[practices_index().pk])).status_code == 404


def test_the_preview_of_the_admin_shows_the_page(practice, editor, rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()

    assert "Mettete in fila le bollette" in practice.serve(request).rendered_content
