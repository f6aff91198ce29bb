"""«Trasforma in pratica». Ada asked, Bruno answered, Carla writes the sheet."""

import pytest
from django.core.exceptions import PermissionDenied

from forum.actions import accept_answer, begin_practice, remember_practice
from forum.models import Thread
from practices.models import PracticePage


@pytest.fixture
def solved(thread, ada, bruno, say):
    answer = say(thread, bruno, "1. Chiedi il POD\n2. Come dice @ada-ferrero, autolettura")
    accept_answer(answer, by=ada)
    say(thread, ada, "Fatto, ha funzionato.")
    return Thread.objects.select_related("channel").get(pk=thread.pk)


def test_the_draft_holds_what_was_said_and_where_it_comes_from(solved, carla):
    practice = begin_practice(solved, by=carla)

    draft = practice.get_latest_revision_as_object()
    assert draft.title == "La voltura dopo un lutto: chi firma?"
    assert "davvero" in draft.need and "Come dice Ada F., autolettura" in draft.steps
    assert draft.results == "Fatto, ha funzionato."
    assert practice.source_thread == solved.pk and not practice.live


def test_begun_again_it_is_the_same_sheet(solved, carla, bruno):
    assert begin_practice(solved, by=carla).pk == begin_practice(solved, by=carla).pk
    assert begin_practice(solved, by=bruno).author == bruno


def test_by_its_link_the_list_is_a_whole_page_and_inside_the_practice_a_piece(solved, carla, ada, lara, browse):
    practice = begin_practice(solved, by=carla)
    Thread.objects.filter(pk=solved.pk).update(practice=practice.pk)
    address = f"/canali/pagina/{practice.pk}/"

    whole = browse(ada).get(address)
    piece = browse(ada).get(address, headers={"HX-Request": "true"})

    assert "<html" in whole.content.decode() and "<h1>Ne parlano i colleghi" in whole.content.decode()
    assert solved.title in whole.content.decode() and solved.title in piece.content.decode()
    assert "<html" not in piece.content.decode() and "<h1" not in piece.content.decode()
    # Of the two, a browser keeps neither for the other.
    assert "no-store" in whole.headers["Cache-Control"] and "no-store" in piece.headers["Cache-Control"]
    assert solved.title not in browse(lara).get(address).content.decode()


def test_learners_do_not_write_practices(asked, lara):
    with pytest.raises(PermissionDenied):
        begin_practice(asked, by=lara)
    assert not PracticePage.objects.exists()


def test_the_button_leads_to_the_sheet(solved, carla, browse):
    answer = browse(carla).post(f"{solved.get_absolute_url()}in-pratica/")

    practice = PracticePage.objects.get()
    assert answer.status_code == 302 and answer.url == f"/pratiche/bozze/{practice.pk}/"


def test_once_published_the_discussion_says_so_and_makes_no_other(solved, carla, ada, browse):
    practice = begin_practice(solved, by=carla)
    practice.get_latest_revision().publish(skip_permission_checks=True)
    remember_practice(solved, PracticePage.objects.get(pk=practice.pk))

    page = browse(ada).get(solved.get_absolute_url()).content.decode()
    assert "È diventata una pratica" in page and "Trasforma in pratica" not in page
    with pytest.raises(PermissionDenied):
        begin_practice(Thread.objects.get(pk=solved.pk), by=ada)
    about = browse(ada).get(f"/canali/pagina/{practice.pk}/").content.decode()
    assert solved.title in about
