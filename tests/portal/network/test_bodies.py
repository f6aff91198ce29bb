"""Bodies, their desks and their people. Elena coordinates the Empolese and made the body; Bruna works at its desk."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import Note
from portal.clock import now
from portal.network.actions import (
    AlreadyThere,
    assign,
    change_desk,
    change_organisation,
    check_desk,
    close_desk,
    open_desk,
    open_organisation,
    relieve,
)
from portal.network.models import Assignment, Desk, Organisation
from portal.network.permissions import can_check, can_manage, managed_organisations
from portal.network.queries import history_of
from portal.network.today import items
from portal.notifications.models import Notification

from .conftest import desk_fields, languages, place, theme

CAST = ["ada", "bruno", "carla", "dino", "elena", "franca", "lara", "gina", "rosa", "anita"]


def page(name: str, *args) -> str:
    return reverse(f"network:{name}", args=args)


def desk_post(services=(), hours=(), **changes) -> dict:
    """What the form of a desk sends."""
    sent = {
        "name": "Sportello Pagnana",
        "territory": place("empoli").pk,
        "in_person": "on",
        "address": "Via della Motta 1",
        "phone": "0571 000 012",
        "takes_requests": "on",
    }
    for prefix, rows in (("services", services), ("hours", hours)):
        sent |= {f"{prefix}-TOTAL_FORMS": len(rows) + 1, f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    sent |= changes
    return {name: value for name, value in sent.items() if value is not None}


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", CAST)
def test_managing_a_body_follows_who_coordinates_and_the_office(request, body, name):
    user = request.getfixturevalue(name)
    manages = name in ("elena", "anita")

    assert can_manage(user, body) is manages
    assert (body in managed_organisations(user)) is manages


@pytest.mark.parametrize("name", CAST)
def test_checking_a_desk_follows_who_works_there(request, desk, at_the_desk, browse, name):
    user = request.getfixturevalue(name)
    checks = name in ("bruno", "elena", "anita")

    assert can_check(user, desk) is checks
    assert browse(user).get(page("desk_edit", desk.slug)).status_code == (200 if checks else 403)
    assert browse(user).post(page("desk_check", desk.slug)).status_code == (302 if checks else 403)


def test_a_referent_manages_and_an_operator_does_not(body, desk, at_the_desk, bruno, ada, elena):
    assign(body, ada, "referent", None, by=elena)

    assert can_manage(ada, body) and not can_manage(bruno, body)
    with pytest.raises(PermissionDenied):
        close_desk(desk, by=bruno)
    close_desk(desk, by=ada)
    assert Desk.objects.get(pk=desk.pk).closed_at


def test_a_coordinator_opens_bodies_in_her_territory_only(elena, anita, ada, browse):
    fields = {"name": "Casa Aperta", "kind": "church"}
    open_organisation(fields | {"territory": place("vinci")}, by=elena)

    for territory in (place("torino"), None):
        with pytest.raises(PermissionDenied):
            open_organisation(fields | {"territory": territory}, by=elena)
        open_organisation(fields | {"territory": territory}, by=anita)
    with pytest.raises(PermissionDenied):
        open_organisation(fields | {"territory": place("torino")}, by=ada)
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"casa-aperta", "casa-aperta-2", "casa-aperta-3"}


def test_a_coordinator_does_not_move_a_body_out_of_her_territory(body, elena):
    with pytest.raises(PermissionDenied):
        change_organisation(body, {"territory": place("torino")}, by=elena)
    assert Organisation.objects.get(pk=body.pk).territory == place("empolese-valdelsa")


# ── desks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_change_is_written_down_with_who_when_and_which_fields(desk, at_the_desk, bruno, elena, browse):
    change_desk(desk, {"phone": "0571 000 099"}, by=bruno, hours=[(1, time(15), time(19), False)])
    check_desk(desk, by=bruno)

    events = list(history_of(desk))
    assert [(event.actor, event.kind) for event in events[:2]] == [(bruno, "desk.checked"), (bruno, "desk.changed")]
    assert events[1].labels == {"fields": ["phone", "hours"]}
    seen = browse(elena).get(page("desk_history", desk.slug)).content.decode()
    assert "Ha cambiato: telefono, orari." in seen and "Bruna Taddei" in seen
    assert browse(bruno).get(page("desk_history", desk.slug)).status_code == 403


def test_the_form_of_a_desk_keeps_services_and_hours(desk, at_the_desk, bruno, browse):
    browser = browse(bruno)
    sent = desk_post(
        services=[{"name": "Fare lo SPID", "theme": theme("divario-digitale").pk}],
        hours=[
            {"weekday": 0, "opens": "9:00", "closes": "12:30"},
            {"weekday": 0, "opens": "15:00", "closes": "17:00", "is_remote": "on"},
        ],
        notice="Chiuso dal 24 dicembre al 6 gennaio.",
        languages=[languages("ro")[0].pk],
    )
    assert browser.post(page("desk_edit", desk.slug), sent).status_code == 302

    desk = Desk.objects.get(pk=desk.pk)
    assert [service.name for service in desk.services.all()] == ["Fare lo SPID"]
    assert [str(one) for one in desk.hours.all()] == ["lunedì 09:00–12:30", "lunedì 15:00–17:00"]
    assert [one.slug for one in desk.languages.all()] == ["ro"] and desk.checked_by == bruno
    seen = browse(None).get(desk.get_absolute_url()).content.decode()
    assert "Chiuso dal 24 dicembre al 6 gennaio." in seen and "lunedì dalle 9 alle 12:30" in seen


@pytest.mark.parametrize(
    "sent, sentence",
    [
        ({"name": ""}, "Scrivi il nome dello sportello."),
        ({"address": ""}, "Scrivi l’indirizzo: chi ci va di persona lo cerca."),
        ({"in_person": None}, "Scegli almeno un modo: di persona o a distanza."),
        ({"email": "boh"}, "Scrivi l’e-mail così"),
    ],
)
def test_a_desk_that_is_not_right_comes_back_whole(desk, elena, browse, sent, sentence):
    answer = browse(elena).post(page("desk_edit", desk.slug), desk_post(directions="Citofono verde", **sent))

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert "Citofono verde" in answer.content.decode()


@pytest.mark.parametrize(
    "row, sentence",
    [
        ({"weekday": 0, "opens": "12:00", "closes": "9:00"}, "Finisce prima di cominciare"),
        ({"weekday": 0, "opens": "12:00"}, "Scrivi fino a che ora."),
        ({"opens": "9:00", "closes": "12:00"}, "Scegli il giorno."),
        ({"weekday": 0, "opens": "alle nove", "closes": "12:00"}, "Scrivi l’ora così: 9:30."),
    ],
)
def test_hours_that_are_not_right_come_back_at_their_row(desk, elena, browse, row, sentence):
    answer = browse(elena).post(page("desk_edit", desk.slug), desk_post(hours=[row]))

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Desk.objects.get(pk=desk.pk).hours.count() == 2


def test_a_service_asks_its_theme(desk, elena, browse):
    answer = browse(elena).post(page("desk_edit", desk.slug), desk_post(services=[{"name": "Fare lo SPID"}]))

    assert answer.status_code == 422 and "Scegli l’argomento" in answer.content.decode()


def test_a_new_desk_is_found_at_once(body, elena, ada, browse):
    assert browse(ada).get(page("desk_new", body.slug)).status_code == 403
    assert browse(elena).post(page("desk_new", body.slug), desk_post()).status_code == 302
    assert "Sportello Pagnana" in browse(None).get(page("find")).content.decode()
    assert browse(elena).post(page("desk_new", body.slug), {}).status_code == 422


def test_up_to_eight_services(body, elena):
    services = [(f"Cosa {number}", theme("bollette").pk) for number in range(9)]

    with pytest.raises(ValueError):
        open_desk(body, desk_fields(), by=elena, services=services)
    assert not Desk.objects.exists()


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_colleague_is_found_by_name_and_assigned(body, desk, elena, bruno, browse, after_commit):
    browser, address = browse(elena), page("organisation_people", body.slug)
    assert "Bruna Taddei" in browser.get(address, {"nome": "tadd"}).content.decode()

    sent = {"nome": "tadd", "person": bruno.handle, "task": "operator", "desk": desk.pk}
    with after_commit():
        assert browser.post(address, sent).status_code == 302

    place_of_hers = Assignment.objects.get(person=bruno, ended_at=None)
    assert place_of_hers.desk == desk and can_check(bruno, desk)
    note = Note.objects.get(act="organisation.assigned")
    assert note.by == elena and note.labels["person"] == bruno.pk
    assert Notification.objects.get(reader=bruno, kind="organisation.assigned").url == body.get_absolute_url()
    again = browser.post(address, sent)
    assert again.status_code == 422 and "Ci lavora già" in again.content.decode()


def test_a_referent_is_of_the_whole_body(body, desk, elena, bruno, browse):
    sent = {"nome": "tadd", "person": bruno.handle, "task": "referent", "desk": desk.pk}
    answer = browse(elena).post(page("organisation_people", body.slug), sent)

    assert answer.status_code == 422 and "Il referente è di tutto l’ente" in answer.content.decode()


def test_only_people_of_the_network_and_never_oneself(body, desk, elena, bruno, lara, ada):
    for person in (lara, elena):
        with pytest.raises(PermissionDenied):
            assign(body, person, "operator", desk, by=elena)
    with pytest.raises(PermissionDenied):
        assign(body, bruno, "operator", desk, by=ada)
    assign(body, bruno, "operator", desk, by=elena)
    with pytest.raises(AlreadyThere):
        assign(body, bruno, "operator", desk, by=elena)


def test_who_is_relieved_checks_no_more(body, desk, at_the_desk, elena, bruno, carla, browse):
    assert browse(carla).post(page("assignment_end", at_the_desk.pk)).status_code == 403
    assert can_check(bruno, desk)

    relieve(at_the_desk, by=elena)
    bruno.__dict__.pop("_places", None)

    assert not can_check(bruno, desk)
    assert Note.objects.filter(act="organisation.relieved", by=elena).count() == 1


def test_one_leaves_by_oneself(at_the_desk, bruno, lara, browse):
    assert browse(lara).post(page("assignment_end", at_the_desk.pk)).status_code == 404
    assert browse(bruno).post(page("assignment_end", at_the_desk.pk)).status_code == 302
    assert Assignment.objects.get(pk=at_the_desk.pk).ended_by == bruno


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_bodies_are_narrowed_by_kind_territory_and_words(body, anita, browse):
    open_organisation({"name": "Comune di Rende", "kind": "public", "territory": place("rende")}, by=anita)
    open_organisation({"name": "Gas di tutti", "kind": "supplier", "territory": None}, by=anita)

    def names(**sent) -> set[str]:
        return {one.name for one in browse(None).get(page("organisations"), sent).context["page"]}

    assert names() == {"Circolo Pagnana", "Comune di Rende", "Gas di tutti"}
    assert names(tipo="public") == {"Comune di Rende"}
    assert names(territorio="cosenza") == {"Comune di Rende", "Gas di tutti"}
    assert names(nome="pagn") == {"Circolo Pagnana"}
    assert names(tipo="boh", territorio="luna") == names()


def test_a_body_shows_its_people_to_the_network_only(body, desk, at_the_desk, browse, ada, lara):
    for reader in (None, lara):
        seen = browse(reader).get(body.get_absolute_url()).content.decode()
        assert "Sportello Pagnana" in seen and "Bruna" not in seen
    assert "Bruna Taddei" in browse(ada).get(body.get_absolute_url()).content.decode()


def test_the_form_of_a_body(elena, ada, browse):
    address = page("organisation_new")
    assert browse(ada).get(address).status_code == 403
    empty = browse(elena).post(address, {})
    assert empty.status_code == 422 and "Scrivi il nome dell’ente." in empty.content.decode()
    elsewhere = {"name": "Casa", "kind": "church", "territory": place("torino").pk}
    assert browse(elena).post(address, elsewhere).status_code == 422

    assert browse(elena).post(address, elsewhere | {"territory": place("vinci").pk}).status_code == 302
    body = Organisation.objects.get()
    assert body.keeper == body.checked_by == elena
    change = {"name": "Casa Aperta", "kind": "church", "territory": place("vinci").pk, "website": "casa.example.org"}
    assert browse(elena).post(page("organisation_edit", body.slug), change).status_code == 302
    assert Organisation.objects.get().website == "https://casa.example.org"
    assert browse(ada).post(page("organisation_check", body.slug)).status_code == 403
    assert browse(elena).post(page("organisation_check", body.slug)).status_code == 302


def test_the_network_and_a_territory(body, desk, at_the_desk, browse, bruno, ada):
    seen = browse(None).get(page("network")).content.decode()
    assert "Empolese Valdelsa" in seen and "uno sportello" in seen and "persone della rete" not in seen
    assert "della rete</li>" in browse(ada).get(page("network")).content.decode()

    seen = browse(None).get(page("territory_show", "empolese-valdelsa")).content.decode()
    assert "Sportello Pagnana" in seen and "Circolo Pagnana" in seen
    assert "Bruna" not in seen and "Elena" not in seen
    seen = browse(ada).get(page("territory_show", "empolese-valdelsa")).content.decode()
    assert "Bruna Taddei" in seen and "Elena Vannini" in seen
    assert browse(None).get(page("territory_show", "empoli")).url == page("territory_show", "empolese-valdelsa")
    assert browse(None).get(page("territory_show", "atlantide")).status_code == 404


def test_today_asks_to_look_again_at_what_is_old(desk, at_the_desk, bruno, ada):
    assert items(bruno) == []

    Desk.objects.update(checked_at=now() - timedelta(days=91))

    assert [(item.weight, item.title, item.url) for item in items(bruno)] == [
        (55, "Ricontrolla la pagina dello sportello", desk.get_absolute_url())
    ]
    assert items(ada) == []


def test_more_rows_cost_no_more_queries(body, desk, at_the_desk, make_desk, elena, bruno, browse):
    rows = {"services": [("Bollette", "bollette")], "hours": [(1, time(9), time(12), False)]}
    make_desk("Sportello 1", "empoli", **rows)
    addresses = [
        page("organisations"), body.get_absolute_url(), page("network"), page("territory_show", "empolese-valdelsa"),
        desk.get_absolute_url(), page("organisation_people", body.slug), page("desk_history", desk.slug),
        page("desk_edit", desk.slug),
    ]  # fmt: skip
    browser = browse(elena)

    def counts() -> dict[str, int]:
        found = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found[address] = len(queries)
        return found

    counts()
    few = counts()
    for number in range(2, 30):
        made = make_desk(f"Sportello {number}", "empoli", **rows)
        assign(body, bruno, "operator", made, by=elena)
        open_organisation({"name": f"Ente {number}", "kind": "other", "territory": place("vinci")}, by=elena)
        check_desk(desk, by=elena)
    change_desk(desk, {}, by=elena, services=[(f"Cosa {n}", theme("bollette").pk) for n in range(8)])
    many = counts()

    assert many == few and max(few.values()) <= 12, few
