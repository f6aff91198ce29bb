"""The board's pages: a visitor, Ada (who posted), Bruna, Elena (who coordinates) and Lara (a learner) read them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.clock import at, now, today
from portal.opportunities.actions import check_opportunity, withdraw_opportunity
from portal.opportunities.models import Check, Opportunity
from portal.vocabulary.models import Territory, Theme

LIST = "/opportunita/"


def page(browser, address, **query) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(browser, **query) -> list[str]:
    answer = browser.get(LIST, query)
    assert answer.status_code == 200
    return [one.title for one in answer.context["page"].object_list]


def place(slug: str) -> Territory:
    return Territory.objects.select_related("parent").get(slug=slug)


@pytest.fixture
def many(post, ada):
    """One of each state, in three places; «Vecchia» has not been looked at for a month."""
    with at(now() - timedelta(days=45)):
        post(ada, title="Vecchia", territory=place("torino"), places=None)
    post(ada, title="Sospesa", state="suspended")
    post(ada, title="Finita", state="exhausted")
    post(ada, title="Da attivare", state="activatable", territory=place("empolese-valdelsa"))
    post(ada, title="Attiva", themes=list(Theme.objects.filter(slug__in=["energia", "distacchi-e-rate"])))


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_reads_the_board_in_its_order(many, browse, ada, lara):
    for one in (None, ada, lara):
        assert titles(browse(one)) == ["Attiva", "Vecchia", "Da attivare", "Finita", "Sospesa"]


@pytest.mark.parametrize(
    "query, found",
    [
        ({"stato": "attive"}, ["Attiva", "Vecchia"]),
        ({"stato": "attivabili"}, ["Da attivare"]),
        ({"stato": "esaurite"}, ["Finita"]),
        ({"stato": "sospese"}, ["Sospesa"]),
        ({"territorio": "torino"}, ["Vecchia"]),
        ({"territorio": "empoli"}, ["Attiva", "Finita", "Sospesa"]),
        ({"territorio": "empolese-valdelsa"}, ["Attiva", "Da attivare", "Finita", "Sospesa"]),
        ({"tema": "energia"}, ["Attiva"]),
        ({"tema": "distacchi-e-rate"}, ["Attiva"]),
        ({"tema": "energia", "stato": "esaurite"}, []),
        ({"da-ricontrollare": "1"}, ["Vecchia"]),
        ({"ente": "centro-famiglie", "stato": "attive"}, ["Attiva", "Vecchia"]),
        ({"ente": "nessuno"}, []),
        ({"ente": "\x00"}, []),
        ({"territorio": "atlantide"}, []),
        ({"stato": "boh"}, []),
        ({"tema": "x" * 400}, []),
    ],
)
def test_the_address_narrows_the_list(many, browse, query, found):
    assert titles(browse(None), **query) == found


def test_the_chips_count_what_they_would_leave(many, browse):
    facets = browse(None).get(LIST, {"territorio": "empolese-valdelsa"}).context["facets"]

    assert [(str(choice.label), choice.count, choice.is_on) for choice in facets.states] == [
        ("Tutte", 4, True),
        ("Attive", 1, False),
        ("Si possono attivare", 1, False),
        ("Esaurite", 1, False),
        ("Sospese", 1, False),
    ]
    assert [(choice.label, choice.count) for choice in facets.places] == [("Empolese Valdelsa", 4), ("Torino", 1)]
    assert [(choice.label, choice.count) for choice in facets.narrower_places] == [("Empoli", 3)]
    assert facets.stale == 0


def test_a_theme_counts_an_opportunity_once(many, browse):
    facets = browse(None).get(LIST, {"tema": "energia"}).context["facets"]

    counted = {choice.label: (choice.count, choice.is_on) for choice in facets.themes}
    assert counted[Theme.objects.get(slug="energia").label] == (1, True)
    assert counted[Theme.objects.get(slug="distacchi-e-rate").label] == (1, False)


def test_the_readers_own_area_comes_first(many, browse, ada, elena):
    def first(one):
        return browse(one).get(LIST).context["facets"].places[0].label

    assert first(ada) == "Torino" and first(elena) == "Empolese Valdelsa"


def test_what_nobody_looked_at_is_grey_and_says_so(many, browse):
    text = page(browse(None), LIST, **{"da-ricontrollare": "1"})

    assert 'class="opportunity muted"' in text and "Da ricontrollare" in text
    assert "Controllata 45 giorni fa da Ada F." in text


def test_who_may_post_is_asked_and_the_others_are_not(many, browse, ada, lara):
    assert "Hai saputo qualcosa?" in page(browse(ada), LIST) and "Ne prendi una" not in page(browse(lara), LIST)
    assert "Una opportunità non la guarda nessuno da un mese" in page(browse(ada), LIST)
    for one in (lara, None):
        text = page(browse(one), LIST)
        assert "Hai saputo qualcosa?" not in text and "non la guarda nessuno" not in text


def test_only_who_is_signed_in_gets_the_script(many, browse, ada):
    assert "opportunities/board.js" in page(browse(ada), LIST) and 'data-topic="board:rete"' in page(browse(ada), LIST)
    assert "board.js" not in page(browse(None), LIST)


def test_an_empty_board_says_so(browse, db):
    assert "La bacheca è ancora vuota" in page(browse(None), LIST)
    assert "Niente con questi filtri" in page(browse(None), LIST, stato="attive")


@pytest.mark.parametrize("who", ["visitor", "ada", "elena"])
def test_the_list_asks_the_same_for_two_and_for_thirty(request, post, browse, ada, who):
    browser = browse(None if who == "visitor" else request.getfixturevalue(who))

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(LIST, {"tema": "cittadini-stranieri", "ente": "centro-famiglie"})
        return len(queries)

    post(ada), post(ada)
    asked()
    few = asked()
    for n in range(28):
        post(ada, title=f"Opportunità {n}", territory=place(["torino", "empoli", "cosenza"][n % 3]))

    assert asked() == few <= 12


def test_long_lists_have_pages(post, browse, ada):
    for n in range(21):
        post(ada, title=f"Opportunità {n}")

    assert len(titles(browse(None))) == 20 and len(titles(browse(None), pagina=2)) == 1


# ── one opportunity ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_reads_how_to_ask(opportunity, browse):
    text = page(browse(None), opportunity.get_absolute_url())

    for words in (
        "Gratis per chi",
        "Per chi vuole imparare",
        'href="tel:0571000019"',
        "Centro famiglie",
        "Empoli",
        "Attiva",
    ):
        assert words in text
    assert "Controllata oggi da Ada F." in text and "Che cosa fare adesso" in text
    for words in ("C’è ancora", "Correggi questa pagina", "Togli dalla bacheca", "board.js"):
        assert words not in text


@pytest.mark.parametrize(
    "name, checks, edits, withdraws",
    [
        ("ada", True, True, False),
        ("bruno", True, False, False),
        ("elena", True, True, True),
        ("lara", False, False, False),
    ],
)
def test_each_is_offered_what_she_may_do(request, opportunity, browse, name, checks, edits, withdraws):
    text = page(browse(request.getfixturevalue(name)), opportunity.get_absolute_url())

    assert ("C’è ancora" in text) is checks and ("Correggi questa pagina" in text) is edits
    assert ("Togli dalla bacheca" in text) is withdraws and "Che cosa fare adesso" not in text


def test_the_page_asks_the_same_however_often_it_was_checked(opportunity, browse, ada, bruno):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(opportunity.get_absolute_url())
        return len(queries)

    browser = browse(ada)
    check_opportunity(opportunity, "there", by=bruno)
    asked()
    few = asked()
    for _ in range(12):
        check_opportunity(opportunity, "there", by=bruno)

    assert asked() == few <= 12
    assert len(browser.get(opportunity.get_absolute_url()).context["checks"]) == 10


def test_what_was_withdrawn_does_not_exist(opportunity, browse, ada, elena):
    withdraw_opportunity(opportunity, by=elena)

    assert titles(browse(None)) == []
    for name in ("opportunity_show", "opportunity_edit", "opportunity_withdraw"):
        assert browse(elena).get(reverse(f"opportunities:{name}", args=[opportunity.pk])).status_code == 404
    address = reverse("opportunities:opportunity_check", args=[opportunity.pk])
    assert browse(ada).post(address, {"found": "over"}).status_code == 404


def test_people_s_words_are_made_harmless(post, browse, ada):
    one = post(ada, title="<script>1</script>", for_whom="<img src=x onerror=alert(1)> **tutti**")

    text = page(browse(None), one.get_absolute_url())

    assert "<script>1" not in text and "<img src=x" not in text and "<strong>tutti</strong>" in text


# ── looking again ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_tap_says_that_it_is_over(opportunity, browse, bruno):
    address = reverse("opportunities:opportunity_check", args=[opportunity.pk])

    answer = browse(bruno).post(address, {"found": "over"}, follow=True)

    assert answer.redirect_chain[-1][0] == opportunity.get_absolute_url()
    text = answer.content.decode()
    assert "Esaurita" in text and "Controllata oggi da Bruna T." in text and "è finita" in text


@pytest.mark.parametrize("sent", [{}, {"found": "boh"}])
def test_a_tap_that_says_nothing_changes_nothing(opportunity, browse, bruno, sent):
    address = reverse("opportunities:opportunity_check", args=[opportunity.pk])

    answer = browse(bruno).post(address, sent)

    assert answer.status_code == 422 and "Scegli: c’è ancora, o è finita?" in answer.content.decode()
    assert not Check.objects.exists()


def test_what_nobody_looked_at_is_gone_through_row_by_row(many, browse, ada, lara):
    old, asked = Opportunity.objects.get(title="Vecchia"), "territorio=torino&da-ricontrollare=1"
    buttons = f'action="/opportunita/{old.pk}/controlla/"'
    assert buttons in page(browse(ada), f"{LIST}?{asked}")
    assert buttons not in page(browse(ada), LIST) and buttons not in page(browse(lara), f"{LIST}?{asked}")

    answer = browse(ada).post(f"{LIST}{old.pk}/controlla/", {"found": "there", "from": f"{asked}&next=//evil.example"})
    assert answer.url == f"{LIST}?{asked}"
    old.refresh_from_db()
    assert (old.is_stale, old.checked_by) == (False, ada)


def test_a_learner_may_not_and_a_visitor_signs_in(opportunity, browse, lara):
    address = reverse("opportunities:opportunity_check", args=[opportunity.pk])

    assert browse(lara).post(address, {"found": "over"}).status_code == 403
    assert browse(None).post(address, {"found": "over"}).status_code == 302
    assert browse(lara).get(address).status_code == 405
    assert not Check.objects.exists()


# ── posting and changing ─────────────────────────────────────────────────────────────────────────────────────────────


def test_ada_adds_one(browse, ada, sent):
    answer = browse(ada).post(LIST + "nuova/", sent(website="www.esempio.it", ends_on=today().isoformat()), follow=True)

    one = Opportunity.objects.get()
    assert answer.redirect_chain[-1][0] == one.get_absolute_url()
    assert one.posted_by == ada and one.website == "https://www.esempio.it" and one.ends_on == today()


def test_sent_twice_it_is_one(browse, ada, sent):
    cid = str(browse(ada).get(f"{LIST}nuova/").context["form"]["cid"].value())
    first, again = (browse(ada).post(f"{LIST}nuova/", sent() | {"cid": cid}) for _ in range(2))
    assert first.url == again.url and Opportunity.objects.count() == 1


def test_the_form_knows_where_she_works(browse, bruno, body, works_there):
    works_there(bruno)

    form = browse(bruno).get(LIST + "nuova/").context["form"]

    assert form["organisation"].value() == body.pk and form["territory"].value() == bruno.territory_id


@pytest.mark.parametrize(
    "wrong, field, sentence",
    [
        ({"title": ""}, "title", "Scrivi che cosa c’è, in poche parole."),
        ({"title": "x" * 121}, "title", "È lungo 121 caratteri: al massimo 120. Accorcialo."),
        ({"organisation": ""}, "organisation", "Scegli l’ente che la offre."),
        ({"organisation": "999999"}, "organisation", "Scegli un ente dell’elenco."),
        ({"themes": []}, "themes", "Scegli almeno un argomento."),
        ({"places": "-1"}, "places", "Scrivi un numero intero, da zero in su."),
        ({"places": "sei"}, "places", "Scrivi un numero intero, da zero in su."),
        ({"places": "2.5"}, "places", "Scrivi un numero intero, da zero in su."),
        ({"places": "999999999999"}, "places", "Scrivi un numero intero, da zero in su."),
        ({"places": "0"}, "places", "Se i posti sono finiti scegli «Esaurita». Se non si contano, lascia vuoto."),
        (
            {"ends_on": "2020-01-01"},
            "ends_on",
            "Quel giorno è già passato. Scrivi l’ultimo giorno per chiederla, o lascia vuoto.",
        ),
        ({"ends_on": "domani"}, "ends_on", "Scrivi la data così: 24/11/2026."),
        ({"phone": "chiedi a Ilaria"}, "phone", "Scrivi solo il numero, così: 0571 000 019."),
        ({"website": "javascript:alert(1)"}, "website", "Scrivi l’indirizzo intero, così: https://www.esempio.it."),
        ({"website": "ftp://esempio.it"}, "website", "Scrivi l’indirizzo intero, così: https://www.esempio.it."),
        ({"state": "boh"}, "state", "Scegli com’è adesso."),
        ({"contact": " "}, "contact", "Scrivi a chi si chiede."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(browse, ada, sent, wrong, field, sentence):
    answer = browse(ada).post(LIST + "nuova/", sent(**wrong))

    assert answer.status_code == 422 and not Opportunity.objects.exists()
    assert answer.context["form"].errors[field] == [sentence]
    assert "Per chi vuole imparare l’italiano." in answer.content.decode()


def test_a_name_in_the_text_is_asked_about_and_a_contact_is_not(browse, ada, sent):
    named = sent(for_whom="Per la signora Maria Rossi, CF RSSMRA80A41F205B.")
    answer = browse(ada).post(LIST + "nuova/", named)
    assert answer.status_code == 422 and "for_whom" in answer.context["form"].errors

    answer = browse(ada).post(LIST + "nuova/", sent(contact="Maria Rossi", phone="333 1234567"))

    assert answer.status_code == 302 and Opportunity.objects.get().contact == "Maria Rossi"


def test_an_old_last_day_may_stay_when_something_else_changes(post, browse, ada, sent):
    one = post(ada, ends_on=date(2020, 1, 1))
    address = reverse("opportunities:opportunity_edit", args=[one.pk])
    assert 'value="2020-01-01"' in page(browse(ada), address)

    answer = browse(ada).post(address, sent(ends_on="2020-01-01", state="exhausted", title="È finita"))

    one.refresh_from_db()
    assert answer.status_code == 302 and (one.title, one.state, one.places) == ("È finita", "exhausted", 0)


def test_who_may_not_write_gets_no_form(opportunity, browse, lara, carla):
    edit = reverse("opportunities:opportunity_edit", args=[opportunity.pk])

    assert browse(lara).get(LIST + "nuova/").status_code == browse(lara).post(LIST + "nuova/").status_code == 403
    assert browse(carla).get(edit).status_code == browse(carla).post(edit).status_code == 403
    assert browse(None).get(edit).status_code == browse(None).get(LIST + "nuova/").status_code == 302


def test_what_was_withdrawn_while_she_wrote_gives_her_text_back(opportunity, browse, ada, elena, sent, monkeypatch):
    from portal.opportunities import actions

    change = actions.change_opportunity

    def withdrawn_first(one, fields, *, by):
        withdraw_opportunity(opportunity, by=elena)
        return change(one, fields, by=by)

    monkeypatch.setattr(actions, "change_opportunity", withdrawn_first)

    answer = browse(ada).post(
        reverse("opportunities:opportunity_edit", args=[opportunity.pk]), sent(title="Il mio testo")
    )

    assert answer.status_code == 422 and "poco fa" in answer.content.decode()
    assert "Il mio testo" in answer.content.decode()


# ── taking off, and the feed ─────────────────────────────────────────────────────────────────────────────────────────


def test_elena_is_asked_once_more_and_takes_it_off(opportunity, browse, elena, ada):
    address = reverse("opportunities:opportunity_withdraw", args=[opportunity.pk])
    assert browse(ada).post(address).status_code == 403
    assert opportunity.title in page(browse(elena), address)
    opportunity.refresh_from_db()
    assert opportunity.withdrawn_at is None

    answer = browse(elena).post(address)

    opportunity.refresh_from_db()
    assert answer.status_code == 302 and answer["Location"] == LIST and opportunity.withdrawn_at


def test_the_feed_gives_the_newest_and_not_what_was_withdrawn(post, browse, ada, elena):
    post(ada, title="Fondo caldaie")
    withdraw_opportunity(post(ada, title="Da togliere"), by=elena)

    answer = browse(None).get("/feed/opportunita.xml")

    text = answer.content.decode()
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    assert "Fondo caldaie" in text and "Da togliere" not in text and "<name>Centro famiglie</name>" in text
