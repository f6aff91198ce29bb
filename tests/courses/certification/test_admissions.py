"""«Chiedi di entrare». Zoe made an account and waits; Elena coordinates her territory, Mimmo another one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.certification.actions import admit, admit_with_certificate, record_elsewhere, refuse
from courses.certification.today import items
from courses.models import Enrollment
from portal.accounts.actions import ask_to_join, grant_role
from portal.accounts.models import JoinRequest, Qualification, User
from portal.accounts.permissions import forget_standing, is_member, is_operator
from portal.clock import today
from portal.mail.models import Letter
from portal.notifications.models import Notification
from portal.vocabulary.models import Territory

PAPER = {
    "kind": "TED",
    "title": "Tutor per l’energia",
    "issuer": "Scuola Il Lume",
    "number": "TED-0412",
    "issued_on": date(2025, 3, 4),
}


@pytest.fixture
def zoe(db):
    return User.objects.create_user("zoe@example.org", "una parola lunga", first_name="Zoe", last_name="Lupi")


@pytest.fixture
def asked(zoe):
    place = Territory.objects.get(slug="empolese-valdelsa")
    return ask_to_join(zoe, territory=place, wish="TED", message="Lavoro in un emporio solidale.")


@pytest.fixture
def mimmo(db):
    person = User.objects.create_user("mimmo@example.org", "una parola lunga", first_name="Domenico", last_name="Greco")
    grant_role(person, "coordinator", place="cosenza", by=None)
    return person


def url(asked, name: str = "admission") -> str:
    return reverse(f"certification:{name}", args=[asked.pk])


def typed(elena, **changes) -> dict:
    fields = PAPER | {"issued_on": "2025-03-04", "valid_until": "", "seen_by": elena.pk} | changes
    return {"paper": "1"} | {f"paper-{name}": value for name, value in fields.items()}


# ── into a course ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_admitting_enrols_her_and_tells_her(asked, zoe, elena, corso_ted, browse, after_commit):
    with after_commit():
        answer = browse(elena).post(url(asked), {"course": corso_ted.pk})

    zoe.refresh_from_db()
    asked.refresh_from_db()
    assert answer.status_code == 302
    assert asked.state == JoinRequest.State.APPROVED and asked.answered_by == elena
    assert Enrollment.objects.get(person=zoe).course == corso_ted
    assert is_member(zoe) and zoe.territory.slug == "empolese-valdelsa"
    assert Letter.objects.filter(to=zoe.email, text__contains="/corsi/corso-ted/").exists()
    assert Notification.objects.filter(reader=zoe, kind="join.approved").count() == 1


def test_a_coordinator_of_another_territory_finds_nothing(asked, mimmo, corso_ted, browse):
    browser = browse(mimmo)

    assert browser.get(url(asked)).status_code == 404
    assert browser.post(url(asked), {"course": corso_ted.pk}).status_code == 404
    assert browser.post(url(asked, "admission_decline"), {"decline-reason": "no"}).status_code == 404
    with pytest.raises(PermissionDenied):
        admit(asked, course=corso_ted, by=mimmo)
    assert not Enrollment.objects.exists()


@pytest.mark.parametrize("name, status", [("ada", 404), ("franca", 404), ("dino", 404), ("nina", 404), (None, 302)])
def test_a_request_does_not_exist_for_others(request, asked, browse, name, status):
    one = request.getfixturevalue(name) if name else None

    assert browse(one).get(url(asked)).status_code == status


@pytest.mark.parametrize(
    "name, status", [("elena", 200), ("anita", 200), ("ada", 403), ("franca", 403), ("nina", 403), (None, 302)]
)
def test_the_list_is_for_coordinators_and_the_office(request, asked, browse, name, status):
    one = request.getfixturevalue(name) if name else None

    answer = browse(one).get(reverse("certification:admissions"))

    assert answer.status_code == status
    assert ("Zoe Lupi" in answer.content.decode()) is (status == 200)


def test_a_coordinator_sees_her_own_requests_only(asked, mimmo, browse):
    assert "Zoe" not in browse(mimmo).get(reverse("certification:admissions")).content.decode()


def test_the_office_enrols_but_records_no_certificate(asked, anita, elena, corso_ted, browse):
    browser = browse(anita)
    assert "paper-title" not in browser.get(url(asked)).content.decode()
    with pytest.raises(PermissionDenied):
        admit_with_certificate(asked, by=anita, seen_by=elena, **PAPER)

    assert browser.post(url(asked), {"course": corso_ted.pk}).status_code == 302
    assert Enrollment.objects.count() == 1


def test_the_course_she_wished_for_is_chosen_already(asked, elena, corso_ted, corso_attivatori, browse):
    page = browse(elena).get(url(asked)).content.decode()

    assert page.count("checked") == 1 and f'value="{corso_ted.pk}"' in page.split("checked")[0][-200:]


@pytest.mark.parametrize("course", ["", "999999", "ciao"])
def test_a_course_that_is_not_there_comes_back(asked, elena, corso_ted, browse, course):
    answer = browse(elena).post(url(asked), {"course": course})

    assert answer.status_code == 422
    assert "Scegli" in answer.content.decode()


def test_two_coordinators_at_once_and_the_second_changes_nothing(asked, elena, zoe, corso_ted, corso_attivatori):
    stale = JoinRequest.objects.get(pk=asked.pk)
    assert admit(asked, course=corso_ted, by=elena)

    assert admit(stale, course=corso_attivatori, by=elena) is False
    assert refuse(stale, reason="no", by=elena) is False
    assert admit_with_certificate(stale, by=elena, seen_by=elena, **PAPER) is False
    assert Enrollment.objects.get(person=zoe).course == corso_ted


# ── with a certificate got elsewhere ─────────────────────────────────────────────────────────────────────────────────


def test_admitting_with_a_paper_makes_her_an_operator(asked, zoe, elena, browse, after_commit):
    with after_commit():
        answer = browse(elena).post(url(asked), typed(elena))

    zoe.refresh_from_db()
    forget_standing(zoe)
    held = Qualification.objects.get(person=zoe)
    assert answer.status_code == 302
    assert is_operator(zoe)
    assert (held.source, held.issuer, held.number, held.seen_by) == ("elsewhere", "Scuola Il Lume", "TED-0412", elena)
    assert held.issued_on == date(2025, 3, 4)
    assert Letter.objects.filter(to=zoe.email).count() == 1


@pytest.mark.parametrize(
    "change, words",
    [
        ({"issuer": ""}, "Scrivi l’ente"),
        ({"number": ""}, "senza numero"),
        ({"issued_on": "ieri"}, "24/11/2026"),
        ({"issued_on": ""}, "Scrivi la data"),
        ({"issued_on": "2999-01-01"}, "deve ancora venire"),
        ({"valid_until": "2020-01-01"}, "già scaduto"),
        ({"seen_by": "999999"}, "Scegli una delle persone"),
        ({"seen_by": ""}, "Scegli chi ha visto"),
        ({"kind": "RE"}, "scegline una"),
        ({"title": "x" * 161}, "160"),
    ],
)
def test_a_wrong_paper_comes_back_with_everything_typed(asked, zoe, elena, browse, change, words):
    answer = browse(elena).post(url(asked), typed(elena, **change))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert words in page
    kept = [value for name, value in PAPER.items() if name not in change and name in ("title", "issuer", "number")]
    assert all(value in page for value in kept)
    forget_standing(zoe)
    assert not is_operator(zoe)


def test_nobody_vouches_for_herself(zoe, elena):
    zoe.territory = Territory.objects.get(slug="empoli")
    zoe.save()
    with pytest.raises(PermissionDenied):
        record_elsewhere(zoe, by=elena, seen_by=zoe, **PAPER)
    with pytest.raises(PermissionDenied):
        record_elsewhere(elena, by=elena, seen_by=elena, **PAPER)


def test_a_coordinator_records_it_for_someone_of_the_network(nina, elena, browse):
    fields = PAPER | {"issued_on": "2025-03-04", "seen_by": elena.pk, "who": " Nino-Ruggeri "}
    answer = browse(elena).post(reverse("certification:record"), fields)

    forget_standing(nina)
    assert answer.status_code == 302 and answer.url == nina.get_absolute_url()
    assert is_operator(nina)


@pytest.mark.parametrize("who", ["lara-gallo", "corsista@example.org", "nessuno", "", "\x00", "elena-vannini"])
def test_whoever_is_not_of_her_territory_is_not_found(lara, elena, browse, who):
    fields = PAPER | {"issued_on": "2025-03-04", "seen_by": elena.pk, "who": who}
    answer = browse(elena).post(reverse("certification:record"), fields)

    assert answer.status_code == 422
    assert "Scuola Il Lume" in answer.content.decode()
    assert not Qualification.objects.filter(person=lara).exists()


def test_what_she_has_already_is_not_recorded_again(bruno, elena, browse):
    fields = PAPER | {"kind": "ACTIVATOR", "issued_on": "2025-03-04", "seen_by": elena.pk, "who": bruno.handle}
    answer = browse(elena).post(reverse("certification:record"), fields)

    assert answer.status_code == 422 and "l’ha già" in answer.content.decode()


def test_an_expired_one_is_taken_over_by_a_new_one(nina, elena):
    old = PAPER | {"valid_until": today() + timedelta(days=1)}
    record_elsewhere(nina, by=elena, seen_by=elena, **old)
    Qualification.objects.update(valid_until=today() - timedelta(days=1))
    forget_standing(nina)
    assert not is_operator(nina)

    record_elsewhere(nina, by=elena, seen_by=elena, **PAPER)

    assert is_operator(nina)


@pytest.mark.parametrize("name, status", [("elena", 200), ("anita", 403), ("franca", 403), ("ada", 403), (None, 302)])
def test_the_page_that_records_is_for_coordinators(request, db, browse, name, status):
    one = request.getfixturevalue(name) if name else None

    assert browse(one).get(reverse("certification:record")).status_code == status


# ── not now ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_no_has_a_reason_that_she_reads(asked, zoe, elena, browse, after_commit):
    reason = "Per ora formiamo solo chi lavora già in uno sportello."
    with after_commit():
        answer = browse(elena).post(url(asked, "admission_decline"), {"decline-reason": reason})

    zoe.refresh_from_db()
    asked.refresh_from_db()
    assert answer.status_code == 302
    assert asked.state == JoinRequest.State.DECLINED and not is_member(zoe)
    assert reason in Letter.objects.get(to=zoe.email).text


def test_a_no_without_a_reason_comes_back(asked, elena, browse):
    answer = browse(elena).post(url(asked, "admission_decline"), {"decline-reason": "  "})

    asked.refresh_from_db()
    assert answer.status_code == 422 and "Scrivi il motivo" in answer.content.decode()
    assert asked.state == JoinRequest.State.WAITING


def test_an_answered_request_says_so(asked, elena, corso_ted, browse):
    refuse(asked, reason="Non ora.", by=elena)
    browser = browse(elena)

    assert "ha già risposto" in browser.get(url(asked)).content.decode()
    assert browser.post(url(asked), {"course": corso_ted.pk}).status_code == 200
    assert not Enrollment.objects.exists()


# ── who is told ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_her_coordinators_are_told_without_a_name(zoe, elena, mimmo, after_commit):
    with after_commit():
        ask_to_join(zoe, territory=Territory.objects.get(slug="empolese-valdelsa"), wish="TED")

    notice = Notification.objects.get(reader=elena, kind="join.asked")
    assert "Zoe" not in notice.text and notice.url == reverse("certification:admissions")
    assert not Notification.objects.filter(reader=mimmo).exists()


def test_where_nobody_coordinates_the_office_is_told(zoe, anita, elena, after_commit):
    with after_commit():
        ask_to_join(zoe, territory=Territory.objects.get(slug="torino"), wish="TED")

    assert Notification.objects.filter(reader=anita, kind="join.asked").count() == 1
    assert not Notification.objects.filter(reader=elena).exists()


def test_today_says_who_waits(asked, elena, mimmo, ada):
    assert [item.url for item in items(elena)] == [reverse("certification:admissions")]
    assert items(mimmo) == [] and items(ada) == []


# ── any text ─────────────────────────────────────────────────────────────────────────────────────────────────────────

anything = st.one_of(st.text(max_size=200), st.sampled_from(["\x00", "x" * 100_000, "-1", "1e9", "2026-02-30"]))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(anything, min_size=9, max_size=9))
def test_any_text_gets_a_sentence(asked, elena, corso_ted, browse, values):
    browser = browse(elena)
    names = ["kind", "title", "issuer", "number", "issued_on", "valid_until", "seen_by", "who", "reason"]
    paper = dict(zip(names, values, strict=True))

    for answer in (
        browser.post(url(asked), {"paper": "1"} | {f"paper-{name}": value for name, value in paper.items()}),
        browser.post(url(asked), {"course": values[0]}),
        browser.post(reverse("certification:record"), paper),
        browser.get(reverse("certification:record"), {"persona": values[0]}),
    ):
        assert answer.status_code in (200, 422)
    assert browser.post(url(asked, "admission_decline"), {"decline-reason": "  "}).status_code == 422
