"""What a place is worth without a title, who names referents, where a desk may stand, what is forgotten."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from portal.accounts.actions import withdraw_qualification
from portal.clock import at
from portal.network.actions import (
    answer_correction,
    assign,
    change_desk,
    forget_old_corrections,
    list_ted,
    open_organisation,
    report_error,
)
from portal.network.actions import kept as kept_module
from portal.network.models import Assignment, Correction, Desk, Listing, Organisation
from portal.network.permissions import can_answer, can_check, can_manage, places_of, who_answers
from portal.network.queries import history_of
from portal.network.queries.opening import today_words
from portal.notifications.models import Notification
from portal.vocabulary.queries import territories_named

from .conftest import ROME, TUESDAY, desk_fields, listing_fields, place
from .test_bodies import desk_post


def lose_the_title(person) -> None:
    for held in person.qualifications.filter(withdrawn_at=None):
        withdraw_qualification(held)


def test_nobody_brings_a_desk_home_to_read_what_is_asked_there(body, elena, anita, browse):
    """A body of Empoli has a desk in Torino: Elena coordinates the Empolese, and manages the body."""
    from portal.audit.models import Note
    from portal.network.actions import open_desk

    far = open_desk(body, desk_fields(name="Sportello di Torino", territory=place("torino")), by=anita)
    with pytest.raises(PermissionDenied):
        change_desk(far, {"territory": place("empoli")}, by=elena)
    browse(elena).post(f"/rete/sportelli/{far.slug}/modifica/", desk_post(territory="empoli"))
    far.refresh_from_db()
    assert far.territory == place("torino")

    change_desk(far, {"territory": place("empoli")}, by=anita)
    assert Note.objects.filter(act="desk.moved", by=anita).exists()


# ── rights ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_referent_without_a_title_has_no_rights(body, desk, ada, elena):
    assign(body, ada, "referent", None, by=elena)
    assert can_manage(ada, body) and can_check(ada, desk)

    ada.qualifications.update(state="in_shadowing")
    ada = type(ada).objects.get(pk=ada.pk)

    assert not places_of(ada).bodies and not can_manage(ada, body) and not can_check(ada, desk)


def test_who_loses_her_title_is_found_no_more_and_works_nowhere(body, desk, at_the_desk, bruno, after_commit):
    list_ted(bruno, listing_fields(territory=place("empoli")), by=bruno)
    Desk.objects.update(keeper=bruno)

    for _twice in range(2):
        with after_commit():
            lose_the_title(bruno)

    desk.refresh_from_db()
    assert desk.keeper is None
    listing, held = Listing.objects.get(person=bruno), Assignment.objects.get(pk=at_the_desk.pk)
    assert (listing.is_listed, listing.phone) == (False, "")
    assert held.ended_at and held.ended_by is None


def test_only_who_coordinates_names_a_referent(body, ada, bruno, carla, elena, browse):
    assign(body, ada, "referent", None, by=elena)

    with pytest.raises(PermissionDenied):
        assign(body, bruno, "referent", None, by=ada)
    address = reverse("network:organisation_people", args=[body.slug])
    assert 'value="referent"' not in browse(ada).get(address, {"nome": "tadd"}).content.decode()
    assert 'value="referent"' in browse(elena).get(address, {"nome": "tadd"}).content.decode()
    assign(body, bruno, "operator", None, by=ada)
    assign(body, carla, "referent", None, by=elena)
    assert Assignment.objects.filter(organisation=body, task="referent").count() == 2


def test_a_desk_stays_in_the_area_of_its_body(body, desk, at_the_desk, ada, bruno, elena, anita, browse):
    assign(body, ada, "referent", None, by=elena)

    for person, where in ((ada, "torino"), (elena, "torino"), (bruno, "vinci")):
        with pytest.raises(PermissionDenied):
            change_desk(desk, {"territory": place(where)}, by=person)
    change_desk(desk, {"territory": place("vinci")}, by=ada)
    address = reverse("network:desk_edit", args=[desk.slug])
    assert 'name="territory"' not in browse(bruno).get(address).content.decode()
    sent = desk_post(territory=place("torino").pk)
    assert browse(ada).post(address, sent).status_code == 422
    assert browse(bruno).post(address, sent).status_code == 302
    assert Desk.objects.get(pk=desk.pk).territory == place("vinci")
    change_desk(desk, {"territory": place("torino")}, by=anita)


# ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_is_a_check_and_takes_the_notices_of_colleagues_away(
    body, desk, at_the_desk, bruno, carla, elena, after_commit
):
    assign(body, carla, "operator", desk, by=elena)
    with after_commit():
        correction, _receipt = report_error("È chiuso.", desk=desk)
    told = Notification.objects.filter(kind="correction.reported")
    assert {notice.reader for notice in told} == {bruno, carla} == set(who_answers(correction))

    answer_correction(correction, "fixed", "Ora è giusto.", by=bruno)

    assert not told.all().exists() and history_of(desk)[0].kind == "desk.checked"


def test_who_answers_may_answer(body, desk, ada, elena):
    assign(body, ada, "operator", None, by=elena)
    correction, _receipt = report_error("È chiuso.", desk=desk)

    readers = list(who_answers(correction))
    assert readers == [elena] and all(can_answer(reader, correction) for reader in readers)


def test_a_report_sent_twice_is_one(desk, browse):
    address = reverse("network:desk_report", args=[desk.slug])
    browser = browse(None)
    receipt = browser.get(address).context["form"]["receipt"].value()

    answers = [browser.post(address, {"text": "È chiuso.", "receipt": receipt}) for _twice in range(2)]
    other = browser.post(address, {"text": "Il numero non va.", "receipt": receipt})

    assert answers[0].context["receipt"] == answers[1].context["receipt"] != other.context["receipt"]
    assert Correction.objects.count() == 2


def test_old_reports_are_forgotten(desk, elena):
    answered, _receipt = report_error("È chiuso.", desk=desk)
    answer_correction(answered, "kept", "È aperto.", by=elena)
    waiting, _receipt = report_error("Il numero non va.", desk=desk)

    for days, left in ((89, {answered, waiting}), (91, {waiting}), (364, {waiting}), (366, set())):
        with at(TUESDAY + timedelta(days=days)):
            forget_old_corrections()
        assert set(Correction.objects.all()) == left


# ── words and places ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_holiday_is_not_a_day_to_come(desk):
    """The desk opens on Tuesdays and Thursdays; the eighth of December is a Tuesday."""
    with at(datetime(2026, 12, 7, 10, tzinfo=ROME)):
        assert today_words(desk) == "Oggi è chiuso. Apre giovedì dalle 9:30 alle 12"
        desk.hours.filter(weekday=3).delete()
        assert today_words(desk) == "Oggi è chiuso. Apre martedì 15 dicembre dalle 15 alle 18"
        desk.hours.update(weekday=5)
    with at(datetime(2026, 12, 26, 10, tzinfo=ROME)):
        assert today_words(desk) == "Oggi è festa: chiama prima di andare"


def test_an_address_that_is_taken_in_the_same_moment_is_the_next_one(body, elena, monkeypatch):
    found = iter([body.slug, "circolo-pagnana-2"])
    monkeypatch.setattr(kept_module, "free_slug", lambda *_: next(found))

    made = open_organisation({"name": body.name, "kind": "other", "territory": place("vinci")}, by=elena)

    assert made.slug == "circolo-pagnana-2" and Organisation.objects.count() == 2
    found = iter([body.slug] * 9)
    with pytest.raises(IntegrityError):
        open_organisation({"name": body.name, "kind": "other", "territory": place("vinci")}, by=elena)


@pytest.mark.parametrize("words", ["via roma 5, empoli", "Via Torino 3, Empoli", "piazza empoli", "via x 3, 50053"])
def test_an_address_finds_its_municipality(db, words):
    assert "empoli" in {found.slug for found in territories_named(words)}


def test_what_is_not_a_place_gets_a_guess(db, browse):
    def seen(words: str) -> str:
        return browse(None).get(reverse("network:find"), {"dove": words}).content.decode()

    assert 'Forse cercavi <a href="/trova/?dove=Empoli">Empoli</a>?' in seen("Enpoli")
    assert "Forse cercavi" not in seen("Zzzzz")
    assert "Non conosciamo il CAP 00100" in seen("00100") and "si chiama" not in seen("00100")


def test_who_cannot_be_reached_is_not_shown(listing, ada, browse):
    address, page = "/io/farsi-trovare/", reverse("network:find")
    assert "Scrivi ad Ada" in browse(None).get(page).content.decode()
    Listing.objects.update(takes_requests=False, phone="", shows_phone=False)
    assert "Ada" not in browse(None).get(page).content.decode()
    sent = {"territory": place("torino").pk, "themes": [one.pk for one in listing.themes.all()], "in_person": "on"}
    answer = browse(ada).post(address, sent)
    assert answer.status_code == 422 and "Scegli almeno un modo per raggiungerti" in answer.content.decode()


def test_a_municipality_is_said_once(desk, elena, browse):
    change_desk(desk, {"address": "Via della Motta 1, Empoli"}, by=elena)
    seen = browse(None).get(desk.get_absolute_url()).content.decode()
    assert "Via della Motta 1, Empoli" in seen and "Empoli, Empoli" not in seen
    change_desk(desk, {"address": desk_fields()["address"]}, by=elena)
    assert "Via della Motta 1, Empoli" in browse(None).get(desk.get_absolute_url()).content.decode()


def test_a_site_is_of_the_web(body, elena, browse):
    address = reverse("network:organisation_edit", args=[body.slug])
    sent = {"name": body.name, "kind": body.kind, "territory": body.territory_id, "website": "ftp://esempio.it"}
    assert browse(elena).post(address, sent).status_code == 422
    assert browse(elena).post(address, sent | {"website": "esempio.it"}).status_code == 302
