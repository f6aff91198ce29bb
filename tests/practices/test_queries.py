"""A page asks the database as often at ten practices as at thousands."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from portal.clock import now
from portal.vocabulary.models import Territory, Theme
from practices.actions import add_translation, practices_index, save_draft
from practices.models import Adoption, PracticeCount, PracticePage

from .conftest import fields

MANY = 300


def many_practices(author, n: int) -> None:
    """Make many published practices in bulk: the pages, their own fields, their themes and counts."""
    index = practices_index()
    kind = ContentType.objects.get_for_model(PracticePage)
    locale = Locale.objects.get(language_code="it")
    themes, places = list(Theme.objects.all()), list(Territory.objects.all())
    first = index.numchild
    pages = [
        Page(
            path=Page._get_path(index.path, 4, first + 1 + i),
            depth=index.depth + 1,
            title=f"Pratica {i}",
            draft_title=f"Pratica {i}",
            slug=f"pratica-{i}",
            url_path=f"{index.url_path}pratica-{i}/",
            content_type=kind,
            locale=locale,
            translation_key=uuid.uuid4(),
            first_published_at=now(),
            last_published_at=now(),
        )
        for i in range(n)
    ]
    pages = Page.objects.bulk_create(pages, batch_size=500)
    rows = []
    for i, page in enumerate(pages):
        row = PracticePage(page_ptr_id=page.pk, author=author, summary="Una frase.", setting="desk", minutes=20)
        row.territory, row.need = places[i % len(places)], "Il bisogno."
        rows.append(row)
    own = [field for field in PracticePage._meta.local_concrete_fields]
    for start in range(0, n, 500):
        PracticePage._base_manager._insert(rows[start : start + 500], fields=own, using="default")
    Tagged = PracticePage.themes.through
    Tagged.objects.bulk_create(
        [Tagged(practicepage_id=page.pk, theme=themes[i % len(themes)]) for i, page in enumerate(pages)], batch_size=500
    )
    PracticeCount.objects.bulk_create(
        [PracticeCount(practice_id=page.pk, worked=i % 7, tried=i % 7) for i, page in enumerate(pages)], batch_size=500
    )
    Page.objects.filter(pk=index.pk).update(numchild=first + n)


def asked(browser, address: str) -> int:
    browser.get(address)  # the first visit touches the session
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


LISTS = ["/pratiche/", "/pratiche/?tema=bollette&dove=desk&ordina=recenti", "/en/pratiche/?tema=energia&pagina=2"]


def test_the_library_asks_no_more_at_thousands(ada, browse):
    many_practices(ada, 90)
    assert Page.find_problems() == ([], [], [], [], [])
    few = [asked(browse(ada), address) for address in LISTS]
    Page.objects.filter(content_type__model="practicepage").delete()
    index = practices_index()
    Page.objects.filter(pk=index.pk).update(numchild=0)

    many_practices(ada, MANY)
    many = [asked(browse(ada), address) for address in LISTS]

    assert max(many) <= 12 and many == few


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_practice_asks_no_more_with_hundreds_of_reports(practice, publish, bruno, dino, ada, told, browse, language):
    publish(bruno, title="Simile")
    add_translation(practice, {name: name for name in (*PracticePage.TEXTS, "title", "summary")}, by=dino)
    told(practice, bruno, conditions=[("works", "Chiami presto")])
    address = f"{language}/pratiche/{practice.slug}/"
    few = [asked(browse(person), address) for person in (bruno, ada, None)]
    many = [
        Adoption(
            practice=practice, person=bruno, territory=bruno.territory, outcome="worked", happened="Sì.", again=True
        )
        for _ in range(300)
    ]
    for n, report in enumerate(many):
        report.tried_on = now().date().replace(year=2024, month=1 + n % 12, day=1 + n // 12)
    Adoption.objects.bulk_create(many)
    PracticeCount.objects.filter(practice=practice).update(worked=301, tried=301)

    assert [asked(browse(person), address) for person in (bruno, ada, None)] == few
    assert max(few) <= 12


def test_every_other_page_stays_within_twelve(practice, publish, review_waiting, ada, bruno, dino, told, browse):
    told(practice, bruno, conditions=[("works", "Chiami presto")])
    pages = [
        (ada, "practices_mine", []),
        (ada, "practice_write", []),
        (ada, "practice_edit", [practice.pk]),
        (ada, "practice_preview", [practice.pk]),
        (ada, "history", [practice.slug]),
        (dino, "reviews", []),
        (dino, "review_show", [review_waiting.pk]),
        (bruno, "adoption_new", [practice.slug]),
        (bruno, "adoption_edit", [practice.adoptions.get().pk]),
        (bruno, "adoption_remove", [practice.adoptions.get().pk]),
        (dino, "practice_withdraw", [practice.slug]),
        (dino, "practice_translate", [practice.slug]),
    ]
    found = {name: asked(browse(person), reverse(f"practices:{name}", args=args)) for person, name, args in pages}
    found["changes"] = asked(browse(ada), f"/pratiche/{practice.slug}/storia/?giro={practice.reviews.first().pk}")

    assert max(found.values()) <= 12, found


def test_a_page_made_in_bulk_has_no_revision_and_can_be_updated(ada, browse):
    many_practices(ada, 1)
    page = PracticePage.objects.get()

    for name in ("practice_edit", "practice_preview"):
        assert browse(ada).get(reverse(f"practices:{name}", args=[page.pk])).status_code == 200
    assert browse(ada).post(reverse("practices:practice_submit", args=[page.pk])).status_code == 302
    save_draft(page, fields(title="Riscritta"), by=ada)
    assert PracticePage.objects.get().latest_revision.object_str == "Riscritta"


def test_my_sheets_and_the_desk_ask_no_more_with_many(ada, dino, browse):
    from practices.actions import submit_for_review, write_practice

    def more(n: int) -> None:
        for i in range(n):
            submit_for_review(write_practice(fields(title=f"Scheda {i}"), by=ada), by=ada)

    more(2)
    few = asked(browse(ada), "/pratiche/mie/"), asked(browse(dino), "/pratiche/da-rivedere/")
    more(6)

    assert (asked(browse(ada), "/pratiche/mie/"), asked(browse(dino), "/pratiche/da-rivedere/")) == few


@pytest.fixture
def review_waiting(carla):
    from practices.actions import submit_for_review, write_practice

    return submit_for_review(write_practice(fields(title="Un’altra"), by=carla), by=carla)
