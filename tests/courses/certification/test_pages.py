"""Lara's own pages, and what Franca sees around her."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.certification.models import Certificate
from courses.certification.today import items
from portal.clock import at, now
from portal.notifications.models import Notification


def test_her_certificates_are_on_her_page(certified, lara, browse):
    page = browse(lara).get(reverse("certification:mine")).content.decode()

    assert "TED, tutor per l’energia domestica" in page and certified.shown_code in page
    assert reverse("certification:certificate_pdf", args=[certified.shown_code]) in page


def test_what_she_got_elsewhere_is_there_too(nina, elena, browse):
    from portal.accounts.actions import qualify

    qualify(
        nina, "TED", source="elsewhere", title="Tutor energia", issuer="Il Lume", number="T-1", seen_by=elena, by=elena
    )
    page = browse(nina).get(reverse("certification:mine")).content.decode()

    assert "Il Lume" in page and "Elena Vannini" in page


def test_an_empty_page_says_where_to_go(nina, browse):
    page = browse(nina).get(reverse("certification:mine")).content.decode()

    assert "Ancora nessun attestato" in page and reverse("courses:courses") in page


def test_the_page_of_congratulations_leads_into_the_network(certified, lara, browse, after_commit):
    from courses.certification.handlers import tell_the_holder
    from portal.journal.models import Event

    tell_the_holder(Event.objects.get(kind="certificate.issued", subject_id=str(certified.pk)))
    url = reverse("certification:certificate_welcome", args=[certified.shown_code])
    assert [item.url for item in items(lara)] == [url]

    page = browse(lara).get(url).content.decode()

    assert "Lara, sei un TED" in page and page.count('class="button button--large"') == 1
    assert reverse("forum:channels") in page and reverse("cases:cases") in page
    assert Notification.objects.get(reader=lara, url=url).read_at
    certified.refresh_from_db()
    assert certified.welcomed_at


def test_once_seen_today_goes_on_to_the_next_and_then_is_silent(certified, lara):
    Certificate.objects.update(welcomed_at=now())

    assert items(lara) == []


def test_after_a_month_today_says_nothing(certified, lara):
    with at(now() + timedelta(days=31)):
        assert items(lara) == []


@pytest.mark.parametrize("name, status", [("franca", 404), ("ada", 404), ("elena", 404), (None, 302)])
def test_congratulations_are_for_the_holder(request, certified, browse, name, status):
    one = request.getfixturevalue(name) if name else None

    answer = browse(one).get(reverse("certification:certificate_welcome", args=[certified.shown_code]))

    assert answer.status_code == status


@pytest.mark.parametrize(
    "name, status", [("franca", 200), ("elena", 200), ("ada", 403), ("lara", 403), ("anita", 403), (None, 302)]
)
def test_what_was_issued_is_for_trainers_and_coordinators(request, certified, browse, name, status):
    one = request.getfixturevalue(name) if name else None

    answer = browse(one).get(reverse("certification:issued"))

    assert answer.status_code == status
    assert ("Lara Gallo" in answer.content.decode()) is (name in ("franca", "lara") and status == 200)


def test_each_page_asks_a_fixed_number_of_questions(
    certified, lara, franca, elena, browse, django_assert_max_num_queries, papers_folder
):
    code = certified.shown_code
    pages = [
        (None, reverse("certification:check")),
        (None, certified.get_absolute_url()),
        (lara, certified.get_absolute_url()),
        (lara, reverse("certification:mine")),
        (lara, reverse("certification:certificate_welcome", args=[code])),
        (franca, reverse("certification:issued")),
        (elena, reverse("certification:admissions")),
        (elena, reverse("certification:record")),
    ]
    for person, url in pages:
        browser = browse(person)
        browser.get(url)
        with django_assert_max_num_queries(12):
            assert browser.get(url).status_code == 200
    with django_assert_max_num_queries(4):
        items(elena)
