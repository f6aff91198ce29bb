"""The public check by code: nobody signed in, whoever holds the paper."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.certification.models import Certificate, grouped, new_code
from courses.certification.papers.signature import seal_of
from portal.clock import at, now, today

CHECK = "/attestati/"


@pytest.fixture
def anyone(browse):
    return browse(None)


def resealed(certificate: Certificate, **facts) -> Certificate:
    for name, value in facts.items():
        setattr(certificate, name, value)
    certificate.seal = seal_of(certificate)
    certificate.save()
    return certificate


def test_who_holds_the_code_sees_name_title_hours_dates(anyone, certified):
    answer = anyone.get(certified.get_absolute_url())
    page = answer.content.decode()

    assert answer.status_code == 200
    for words in ("Lara Gallo", "TED, tutor per l’energia domestica", "1 ora e 40 minuti", "Non scade", "vale oggi"):
        assert words in page
    assert "example.org" not in page.replace("snodo@example.org", "")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
@pytest.mark.parametrize("method", ["post", "get"])
def test_the_form_reads_it_however_it_is_typed(anyone, certified, typed, method):
    answer = getattr(anyone, method)(CHECK, {"code": typed(certified.shown_code)})

    assert answer.status_code == 302 and answer.url == certified.get_absolute_url()


def test_an_address_typed_by_hand_leads_to_the_right_one(anyone, certified):
    answer = anyone.get(f"/attestati/{certified.code.lower()}/")

    assert answer.status_code == 302 and answer.url == certified.get_absolute_url()


@pytest.mark.parametrize("code", [grouped("2" * 28), "abc", "ciao-mondo", "%00", "2" * 500, "..%2f", "città"])
def test_a_wrong_code_names_nobody(anyone, certified, code):
    answer = anyone.get(f"/attestati/{code}/", follow=True)
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "Lara" not in page and certified.shown_code not in page


def test_a_code_one_letter_off_names_nobody(anyone, certified):
    last = "2" if certified.code[-1] != "2" else "3"

    answer = anyone.get(reverse("certification:certificate_show", args=[grouped(certified.code[:-1] + last)]))

    assert answer.status_code == 404
    assert "Non possiamo confermare questo codice" in answer.content.decode()
    assert "Lara" not in answer.content.decode()


@pytest.mark.parametrize("typed, words", [("", "Scrivi il codice"), ("ABCD", "ventotto segni"), ("#" * 40, "ventotto")])
def test_a_code_of_the_wrong_shape_comes_back(anyone, db, typed, words):
    answer = anyone.post(CHECK, {"code": typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_expired_one_says_so(anyone, certified):
    resealed(certified, valid_until=today() + timedelta(days=10))
    assert "vale oggi" in anyone.get(certified.get_absolute_url()).content.decode()

    with at(now() + timedelta(days=10)):
        assert "vale oggi" in anyone.get(certified.get_absolute_url()).content.decode()
    with at(now() + timedelta(days=11)):
        page = anyone.get(certified.get_absolute_url()).content.decode()
    assert "è scaduto" in page and "vale oggi" not in page


def test_a_row_changed_behind_our_back_is_not_confirmed(anyone, certified):
    Certificate.objects.filter(pk=certified.pk).update(full_name="Un altro nome")

    answer = anyone.get(certified.get_absolute_url())

    assert answer.status_code == 404
    assert "Un altro nome" not in answer.content.decode() and "Lara" not in answer.content.decode()


def test_known_or_not_the_same_questions_are_asked(anyone, certified, django_assert_num_queries):
    from courses.certification.queries import answer_for

    with django_assert_num_queries(1):
        answer_for(certified.code)
    with django_assert_num_queries(1):
        answer_for(new_code())
    with django_assert_num_queries(1):
        answer_for("che cosa?")


def test_too_many_checks_wait_and_keep_the_code(anyone, certified, settings):
    settings.LIMITS_FACTOR = 1
    answers = [anyone.get(certified.get_absolute_url()) for _ in range(31)]

    assert [one.status_code for one in answers] == [200] * 30 + [429]
    assert "Aspetta un minuto" in answers[-1].content.decode()
    assert certified.shown_code in answers[-1].content.decode()
    assert "Lara" not in answers[-1].content.decode()


def test_in_english_the_answer_is_in_english_and_the_title_stays(anyone, certified):
    page = anyone.get(f"/en{certified.get_absolute_url()}").content.decode()

    assert "TED, tutor per l’energia domestica" in page


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.one_of(st.text(max_size=400), st.sampled_from(["\x00", "A" * 100_000, "٣" * 28, "／" * 30])))
def test_any_code_gets_a_sentence(anyone, db, typed):
    answer = anyone.post(CHECK, {"code": typed})

    assert answer.status_code in (302, 422)
    assert anyone.get(CHECK, {"code": typed}).status_code in (302, 422)
