"""«Trova»: who is near, and can. A visitor has no account and no script."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.actions import suspend
from portal.clock import at, now
from portal.network.actions import close_desk, list_ted, unlist
from portal.network.models import Desk
from portal.network.queries.opening import today_words

from .conftest import ROME, languages, listing_fields


@pytest.fixture
def found(browse):
    """Look as a visitor, by what the form sends; give the names in order."""

    def names(**sent) -> list[str]:
        answer = browse(None).get(reverse("network:find"), sent)
        assert answer.status_code == 200
        return [desk.name for desk in answer.context["desks"]] + [
            one.person.full_name for one in answer.context["people"]
        ]

    return names


@pytest.mark.parametrize("words", ["50053", "Empoli", "empòli", "Empolese Valdelsa", " EMPOLI "])
def test_a_desk_is_found_by_cap_by_municipality_and_by_area(desk, listing, found, words):
    assert found(dove=words) == ["Sportello Pagnana"]


def test_the_municipality_comes_before_the_rest_of_its_area(desk, make_desk, found):
    make_desk("Sportello Certaldo", "certaldo")
    make_desk("Sportello Vinci", "vinci")

    assert found(dove="Vinci")[0] == "Sportello Vinci"
    assert found(dove="Empoli")[0] == "Sportello Pagnana"
    assert set(found(dove="50052")) == {"Sportello Certaldo", "Sportello Pagnana", "Sportello Vinci"}


def test_desks_come_first_then_the_people_who_chose_to_be_found(desk, listing, found):
    assert found() == ["Sportello Pagnana", "Ada Ferrero"]
    assert found(dove="10121") == ["Ada Ferrero"]


def test_a_need_is_answered_by_its_themes_and_by_the_narrower_ones(desk, make_desk, found):
    make_desk("Sportello Digitale", "empoli", services=[("Fare lo SPID", "divario-digitale")])

    assert found(dove="Empoli", bisogno="bolletta") == ["Sportello Pagnana"]
    assert found(dove="Empoli", bisogno="digitale") == ["Sportello Digitale"]
    assert len(found(dove="Empoli", bisogno="voce")) == 2


def test_language_day_and_way_narrow(desk, make_desk, listing, found):
    make_desk(
        "Sportello a voce", "empoli", in_person=False, remote=True, address="", hours=[(0, time(9), time(12), True)]
    )

    assert found(lingua="ar") == ["Sportello Pagnana", "Ada Ferrero"]
    assert found(giorno="0") == ["Sportello a voce", "Ada Ferrero"]
    assert found(giorno="3") == ["Sportello Pagnana", "Ada Ferrero"]
    assert found(modo="distanza") == ["Sportello a voce", "Ada Ferrero"]
    assert found(modo="persona") == ["Sportello Pagnana", "Ada Ferrero"]
    assert found(lingua="marziano", giorno="9", modo="volo", bisogno="boh", pagina="x") == found()


def test_a_need_that_nobody_names_shows_who_is_there_anyway(desk, browse):
    seen = browse(None).get(reverse("network:find"), {"dove": "Empoli", "bisogno": "compagnia"}).content.decode()

    assert "Sportello Pagnana" in seen
    assert "Nessuno qui indica proprio quello che hai scelto" in seen


def test_words_that_are_no_place_lead_to_the_areas(desk, browse):
    seen = browse(None).get(reverse("network:find"), {"dove": "Atlantide"}).content.decode()

    assert "Forse a «Atlantide» la rete non è ancora arrivata" in seen and 'value="Atlantide"' in seen
    assert "servizi sociali del tuo Comune" in seen
    assert "Sportello Pagnana" not in seen
    for area in ("Torino", "Empolese%20Valdelsa", "Area%20di%20Cosenza"):
        assert f"?dove={area}" in seen


def test_an_area_without_anybody_says_so(desk, browse):
    seen = browse(None).get(reverse("network:find"), {"dove": "Rende"}).content.decode()

    assert "non abbiamo ancora sportelli" in seen and "?dove=Torino" in seen


def test_the_card_says_hours_telephone_and_the_last_look(desk, browse):
    seen = browse(None).get(reverse("network:find")).content.decode()

    assert "Oggi è aperto dalle 15 alle 18" in seen
    assert 'href="tel:0571000012"' in seen
    assert "giovedì dalle 9:30 alle 12" in seen
    assert "Verificato il 24 novembre 2026" in seen and "badge--ok" in seen
    assert f"?sportello={desk.slug}" in seen


def test_what_nobody_looked_at_for_long_is_grey(desk, browse):
    Desk.objects.update(checked_at=now() - timedelta(days=91))
    seen = browse(None).get(desk.get_absolute_url()).content.decode()

    assert "Da ricontrollare: verificato il 25 agosto 2026" in seen and "badge--ok" not in seen


@pytest.mark.parametrize(
    "day, hour, words",
    [
        (24, 10, "Oggi è aperto dalle 15 alle 18"),
        (24, 15, "Ora è aperto, fino alle 18"),
        (24, 18, "Oggi ha già chiuso. Riapre giovedì dalle 9:30 alle 12"),
        (25, 9, "Oggi è chiuso. Apre giovedì dalle 9:30 alle 12"),
        (27, 9, "Oggi è chiuso. Apre martedì dalle 15 alle 18"),
        (24, 19, "Oggi ha già chiuso. Riapre giovedì dalle 9:30 alle 12"),
    ],
)
def test_today_in_words(desk, day, hour, words):
    assert today_words(desk, datetime(2026, 11, day, hour, 0, tzinfo=ROME)) == words


def test_on_a_holiday_it_says_to_call_first(desk):
    immaculate = datetime(2026, 12, 8, 10, 0, tzinfo=ROME)

    assert immaculate.weekday() == 1
    assert today_words(desk, immaculate) == "Oggi è festa: chiama prima di andare"


def test_what_is_remote_is_told_apart(make_desk):
    hours = [(1, time(9), time(12), True), (1, time(15), time(18), False)]
    desk = make_desk("Sportello misto", "empoli", remote=True, hours=hours)

    early = datetime(2026, 11, 24, 8, 0, tzinfo=ROME)
    assert today_words(desk, early) == "Oggi è aperto dalle 15 alle 18, e risponde a distanza dalle 9 alle 12"
    assert today_words(desk) == "Ora risponde a distanza, fino alle 12"


def test_a_closed_desk_is_gone(desk, elena, found, browse):
    close_desk(desk, by=elena)

    assert found() == []
    assert browse(None).get(desk.get_absolute_url()).status_code == 404


def test_visitors_see_no_operators_at_a_desk(desk, at_the_desk, browse, lara, carla):
    for reader in (None, lara):
        assert "Bruna" not in browse(reader).get(desk.get_absolute_url()).content.decode()
    assert "Bruna Taddei" in browse(carla).get(desk.get_absolute_url()).content.decode()
    assert "Bruna" not in browse(None).get(reverse("network:find")).content.decode()


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_listed_person_shows_what_she_chose(listing, browse):
    seen = browse(None).get(reverse("network:listed_show", args=["ada-ferrero"])).content.decode()

    assert "Ada Ferrero" in seen and "Sportello San Donato" in seen and "lunedì, giovedì" in seen
    assert "Di persona e a distanza" in seen and "tel:0110000013" in seen and "Arabo" in seen
    assert "ted@example.org" not in seen


def test_a_number_without_consent_is_neither_shown_nor_kept(ada, browse):
    listing = list_ted(ada, listing_fields(shows_phone=False), by=ada)

    assert listing.phone == ""
    assert "tel:" not in browse(None).get(reverse("network:listed_show", args=["ada-ferrero"])).content.decode()


def _loses_her_certificate(ada, anita):
    ada.qualifications.update(withdrawn_at=now())


def _is_suspended(ada, anita):
    suspend(ada, why="prova", by=anita)


def _leaves(ada, anita):
    unlist(ada, by=ada)


@pytest.mark.parametrize("ends", [_loses_her_certificate, _is_suspended, _leaves])
def test_who_is_no_operator_any_more_or_leaves_is_gone_at_once(listing, ada, anita, found, browse, ends):
    assert found() == ["Ada Ferrero"]

    ends(ada, anita)

    assert found() == []
    for name in ("listed_show", "listed_report"):
        assert browse(None).get(reverse(f"network:{name}", args=["ada-ferrero"])).status_code == 404


# ── how much it costs ────────────────────────────────────────────────────────────────────────────────────────────────


def test_thirty_desks_cost_the_queries_of_two(make_desk, listing, browse, django_assert_max_num_queries):
    rows = {"services": [("Bollette", "bollette")], "hours": [(1, time(9), time(12), False)]}
    for number in range(2):
        make_desk(f"Sportello {number}", "empoli", languages=languages("it"), **rows)
    browser, address = browse(None), reverse("network:find")
    with CaptureQueriesContext(connection) as few:
        browser.get(address, {"bisogno": "bolletta"})
    for number in range(2, 30):
        make_desk(f"Sportello {number}", "empoli", languages=languages("it"), **rows)
    with CaptureQueriesContext(connection) as many:
        answer = browser.get(address, {"bisogno": "bolletta"})

    assert len(answer.context["desks"]) == 12 and answer.context["page"].paginator.count == 31
    assert len(many) <= len(few) <= 12
    with django_assert_max_num_queries(12):
        browser.get(address, {"dove": "Empoli", "bisogno": "bolletta", "pagina": "3"})
    assert len(answer.content) < 100_000


def test_the_hours_are_those_of_rome(desk):
    """At a quarter past two in London it is a quarter past three in Empoli."""
    with at(datetime.fromisoformat("2026-11-24T14:15:00+00:00")):
        assert today_words(desk) == "Ora è aperto, fino alle 18"
