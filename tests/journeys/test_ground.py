"""The ground under the loop: the citizen's door, a desk, the board of opportunities, the check of a programme.

Citizens walk on a phone of 360 px and without JavaScript.
"""

import re
import time
from urllib.parse import urlsplit

import pytest

from tests.browser import DESK, PHONE, enter

pytestmark = pytest.mark.browser

DESK_OF_PAGNANA = "punto-di-prossimita-di-pagnana"
BODY = "Società della Salute Empolese Valdarno Valdelsa"
CHECK = "/rete/programmi/comunita-energetiche/verifica/"
SIXTEEN = re.compile(r"^\d{4} \d{4} \d{4} \d{4}$")


@pytest.fixture
def citizen(browser, address):
    """A phone of 360 px with JavaScript off, and nobody signed in."""
    context = browser.new_context(viewport=PHONE, locale="it-IT", base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def at_work(browser, address):
    """Sign in as one of the demo's people: `at_work("nello")`."""
    pages = []

    def signing_in(who: str, size=PHONE):
        pages.append(enter(browser, address, who, size=size))
        return pages[-1]

    yield signing_in
    for page in pages:
        page.context.close()


def fits(page) -> None:
    """Nothing scrolls sideways on the phone."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{page.url}: {wide} px"


def pick(page, name: str, value: str) -> None:
    """Choose as a finger does: on the words beside the box."""
    page.locator(f'label:has([name="{name}"][value="{value}"])').click()


def agree(page, name: str) -> None:
    page.locator(f'label:has([name="{name}"])').click()


def press(page, name: str):
    """Press a button of the page and give the answer of the server."""
    with page.expect_navigation() as arrived:
        page.locator("main").get_by_role("button", name=name).click()
    return arrived.value


def leave_a_request(page, *, zone: str, needs: list[str], to: str, text: str, phone: str = "") -> str:
    """From the first screen to the slip, as everybody; gives the code."""
    assert page.goto("/chiedi-aiuto/").status == 200
    fits(page)
    page.select_option("[name=zona]", zone)
    press(page, "Comincia")
    assert page.get_by_text("Pagina 1 di 2").is_visible()
    fits(page)
    for need in needs:
        pick(page, "needs", need)
    page.fill("[name=text]", text)
    page.fill("[name=name]", "Ortensia")
    press(page, "Avanti")
    assert page.get_by_text("Pagina 2 di 2").is_visible()
    fits(page)
    pick(page, "to", to)
    pick(page, "way", "call" if phone else "none")
    if phone:
        page.fill("[name=contact]", phone)
    agree(page, "agrees")
    assert press(page, "Invia la richiesta").status == 201
    fits(page)
    code = page.locator(".code-box__digits").inner_text()
    assert SIXTEEN.match(code)
    return code


def follow(page, code: str) -> None:
    """Open a request with the number on the slip: it is typed, and stands in no address."""
    page.goto("/richiesta/")
    page.fill("[name=receipt]", code)
    assert press(page, "Apri la richiesta").status == 200
    assert urlsplit(page.url)[2:] == ("/richiesta/", "", "")
    fits(page)


def open_line(page, topics: str) -> str:
    """Open a request of the queue by its topics; gives its address."""
    page.goto("/richieste/")
    with page.expect_navigation():
        page.get_by_role("link", name=topics, exact=True).first.click()
    return urlsplit(page.url).path


# ── a request, to its end ────────────────────────────────────────────────────────────────────────────────────────────


def test_from_the_citizens_door_to_a_closed_request_through_a_referral(citizen, at_work):
    text = "La caldaia è ferma da martedì e la lettera dice una data."
    code = leave_a_request(
        citizen, zone="empolese-valdelsa", needs=["bolletta", "compagnia"], to=f"sportello:{DESK_OF_PAGNANA}",
        text=text, phone="333 000 0077",
    )  # fmt: skip
    follow(citizen, code)
    assert citizen.locator("h1").inner_text() == "La tua richiesta è arrivata"

    nello = at_work("nello")
    request = open_line(nello, "Una bolletta o una lettera, Stare un po’ in compagnia")
    assert nello.get_by_text(text).is_visible()
    assert not nello.get_by_text("333 000 0077").count()  # only who takes it reaches her
    press(nello, "La prendo io")
    assert nello.locator("#reach").inner_text().endswith("333 000 0077")
    nello.fill("#id_text", "Ti aspetto giovedì alle dieci. Per la lettera chiederei anche a un altro ente: va bene?")
    assert press(nello, "Invia la risposta").status == 200

    follow(citizen, code)
    assert citizen.locator("h1").inner_text() == "Ti ha risposto Nello"
    assert citizen.get_by_text("chiederei anche a un altro ente").first.is_visible()
    pick(citizen, "choice", "ok")
    citizen.fill("[name=text]", "Sì, chiedete pure.")
    assert press(citizen, "Rispondi a Nello").status == 200
    assert citizen.get_by_role("status").is_visible()
    fits(citizen)

    ask_a_body(nello, request)
    body_says(nello, request, "accepted", "Ci pensano loro, la prossima settimana.")
    follow(citizen, code)
    assert citizen.get_by_role("heading", name=f"{BODY}: ha detto di sì").is_visible()
    body_says(nello, request, "done", "Fatto, la data è spostata.")
    follow(citizen, code)
    assert citizen.get_by_role("heading", name=f"{BODY}: è fatta").is_visible()

    nello.goto(request + "chiudi/")
    pick(nello, "outcome", "solved")
    nello.fill("[name=words]", "La data è stata spostata e la caldaia è ripartita. Se serve, torna quando vuoi.")
    press(nello, "Chiudi la richiesta")
    assert urlsplit(nello.url).path == "/richieste/"

    follow(citizen, code)
    assert citizen.locator("h1").inner_text() == "La tua richiesta è chiusa"
    assert citizen.get_by_text("La data è stata spostata").first.is_visible()
    assert press(citizen, "Sì, è servito").status == 200
    assert citizen.locator('[name=helped][aria-pressed="true"]').inner_text() == "Sì, è servito"
    assert not citizen.get_by_role("button", name="Aggiungi alla richiesta").count()

    nello.goto(request)
    assert nello.get_by_text("La persona dice se è servito").is_visible()
    assert not nello.get_by_text("333 000 0077").count()  # closed: the number is shown no more


def ask_a_body(nello, request: str) -> None:
    """With the person's yes, and not without."""
    nello.goto(request)
    assert nello.get_by_text("Sì, chiedete pure.").is_visible()
    nello.get_by_role("link", name="Passala a un ente").click()
    nello.wait_for_url("**/passa/")
    nello.locator("[name=organisation]").select_option(label=BODY)
    nello.fill("[name=ask]", "Un colloquio entro il mese sulla data della lettera.")
    assert press(nello, "Passa la richiesta").status == 422
    assert nello.get_by_text("Chiedilo prima alla persona").first.is_visible()
    assert nello.input_value("[name=ask]").startswith("Un colloquio entro il mese")
    agree(nello, "agreed")
    assert press(nello, "Passa la richiesta").status == 200


def body_says(nello, request: str, state: str, answer: str) -> None:
    nello.goto(request)
    nello.get_by_role("link", name="Che cosa ha detto").click()
    nello.wait_for_url("**/invii/**")
    pick(nello, "state", state)
    nello.fill("[name=answer]", answer)
    with nello.expect_navigation():
        nello.locator("main form.form button.button").first.click()
    assert urlsplit(nello.url).path == request


# ── to whoever can, in the area ──────────────────────────────────────────────────────────────────────────────────────


def test_of_two_who_take_an_areas_request_at_the_same_moment_one_is_told(citizen, at_work):
    text = "Mi serve una mano con un foglio arrivato ieri."
    code = leave_a_request(citizen, zone="torino", needs=["lavoro", "digitale"], to="zona", text=text)
    topics = "Il lavoro o un corso, Fare le cose col telefono o al computer"
    two = [at_work("ted"), at_work("formatore")]
    for page in two:
        request = open_line(page, topics)
        assert not page.get_by_text(text).count()  # area and topic, and no word
        assert not page.get_by_text("Ortensia").count()

    # Neither press waits for the other's answer.
    for page in two:
        page.evaluate("setTimeout(() => document.querySelector('form[action$=\"/prendi/\"] button').click(), 100)")
    for page in two:
        page.locator("[class*=message], [role=status], .callout").get_by_text(
            re.compile("Da adesso la segui tu|un momento prima di te")
        ).first.wait_for(timeout=15_000)

    has = [page for page in two if page.get_by_text("Da adesso la segui tu").count()]
    told = [page for page in two if page.get_by_text("l’ha presa un momento prima di te").count()]
    assert len(has) == len(told) == 1 and has != told
    assert urlsplit(has[0].url).path == request and has[0].get_by_text(text).is_visible()
    assert has[0].get_by_text("Non contattarla: torna lei con il codice").is_visible()
    assert urlsplit(told[0].url).path == "/richieste/"
    assert not told[0].get_by_role("link", name=topics, exact=True).count()
    assert told[0].goto(request).status == 404

    follow(citizen, code)
    assert citizen.locator("h1").inner_text() in ("Ti segue Ada", "Ti segue Franco")


# ── a desk's morning ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_desks_morning(citizen, at_work):
    leave_a_request(
        citizen, zone="empolese-valdelsa", needs=["casa", "figli"], to=f"sportello:{DESK_OF_PAGNANA}",
        text="In cucina entra acqua quando piove.",
    )  # fmt: skip
    report = report_an_error(citizen)
    nello = at_work("nello")
    take_what_today_says(nello)
    code = write_one_down(nello)
    look_at_the_desk(nello)
    answer_the_report(nello)

    follow(citizen, report)
    assert citizen.get_by_text("Ora la pagina dice anche del lunedì").is_visible()
    follow(citizen, code)
    assert citizen.locator("h1").inner_text() == "Ti segue Nello"


def report_an_error(citizen) -> str:
    citizen.goto(f"/rete/sportelli/{DESK_OF_PAGNANA}/")
    fits(citizen)
    with citizen.expect_navigation():
        citizen.get_by_role("link", name="C’è un errore?").click()
    citizen.fill("[name=text]", "Il lunedì mattina era chiuso e la pagina non lo diceva.")
    assert press(citizen, "Invia la segnalazione").status == 201
    fits(citizen)
    return citizen.locator(".code-box__digits").inner_text()


def take_what_today_says(nello) -> None:
    nello.goto("/")
    assert nello.locator("h1").inner_text() == "Ciao, Nello"
    assert nello.get_by_text(re.compile("^Prendi una (richiesta|di)")).first.is_visible()
    fits(nello)
    # More than one may wait: «Oggi» leads to the queue, or to the one.
    nello.goto("/richieste/")
    with nello.expect_navigation():
        nello.locator("section[aria-labelledby=sportello]").get_by_role(
            "link", name="La casa, I figli, la scuola, il tempo"
        ).click()
    press(nello, "La prendo io")
    assert nello.get_by_text("In cucina entra acqua quando piove.").is_visible()
    assert nello.locator("#reach").inner_text() == "Non contattarla: torna lei con il codice"


def write_one_down(nello) -> str:
    """With the person in front of her; the slip shows the code, on paper too."""
    nello.goto("/richieste/")
    with nello.expect_navigation():
        nello.get_by_role("link", name="Apri una richiesta con la persona davanti").click()
    fits(nello)
    pick(nello, "needs", "documenti")
    nello.fill("[name=text]", "Ha una scadenza a gennaio e non sa a chi portare le carte.")
    pick(nello, "way", "none")
    agree(nello, "follow")
    assert press(nello, "Salva e mostra il codice").status == 422  # she has not been asked yet
    assert nello.input_value("[name=text]").startswith("Ha una scadenza")
    agree(nello, "agrees")
    assert press(nello, "Salva e mostra il codice").status == 201
    code = nello.locator(".code-box__digits").inner_text()
    assert SIXTEEN.match(code)
    assert nello.get_by_role("button", name="Stampa").is_visible()
    nello.emulate_media(media="print")
    assert nello.locator(".code-box__digits").is_visible()
    assert not nello.get_by_role("button", name="Stampa").is_visible()
    nello.emulate_media(media="screen")
    assert code.replace(" ", "") not in nello.url.replace("%20", "")
    return code


def look_at_the_desk(nello) -> None:
    nello.goto(f"/rete/sportelli/{DESK_OF_PAGNANA}/")
    press(nello, "È tutto giusto")
    assert urlsplit(nello.url).path == f"/rete/sportelli/{DESK_OF_PAGNANA}/"
    assert nello.get_by_text(re.compile("Cura questa pagina: Nello")).is_visible()
    assert nello.locator(".page-head .badge--ok").get_by_text(re.compile("^ *Verificato (il|l’)")).is_visible()


def answer_the_report(nello) -> None:
    nello.goto("/rete/segnalazioni/")
    with nello.expect_navigation():
        nello.get_by_role("link", name=re.compile("Il lunedì mattina era chiuso")).click()
    pick(nello, "state", "fixed")
    nello.fill("[name=answer]", "Grazie. Ora la pagina dice anche del lunedì.")
    press(nello, "Rispondi")
    assert urlsplit(nello.url).path == "/rete/segnalazioni/"
    assert not nello.get_by_role("link", name=re.compile("Il lunedì mattina era chiuso")).count()


# ── the board ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_opportunity_that_is_over_is_seen_at_once_on_another_screen(at_work):
    title = "Corso di italiano, con qualcuno che tiene i bambini"
    ada, bruna = at_work("ted", DESK), at_work("attivatrice")
    ada.goto("/opportunita/?territorio=empoli")
    line = ada.locator(".opportunity").filter(has_text=title)
    assert line.locator(".badge--ok").first.is_visible()
    ada.evaluate("window.untouched = true")
    ada.wait_for_timeout(1500)  # the socket is open

    bruna.goto("/opportunita/?territorio=empoli")
    with bruna.expect_navigation():
        bruna.get_by_role("link", name=title).click()
    before = time.monotonic()
    press(bruna, "È finita")
    line.locator(".badge--err").wait_for(timeout=3000)
    assert time.monotonic() - before <= 3
    assert ada.evaluate("window.untouched") is True  # nobody reloaded the page
    assert bruna.locator("[data-board] .badge--err").first.is_visible()
    assert ada.complaints == [] and bruna.complaints == []


# ── the check of a programme ─────────────────────────────────────────────────────────────────────────────────────────

YES = "Con questi dati sembra di sì"
MAYBE = "Con questi dati sembra possibile: manca ancora qualcosa"
NOT_NOW = "Con questi dati sembra di no, per ora"


@pytest.mark.parametrize(
    "isee, child, vulnerable, seems, why",
    [
        ("5.999,99", "yes", "no", NOT_NOW, "Un ISEE di 5.999,99 euro è più basso di 6.000"),
        ("6.000", "yes", "no", YES, "Un ISEE di 6.000 euro sta fra 6.000 e 12.000, compresi"),
        ("12.000", "no", "yes", YES, "Un ISEE di 12.000 euro sta fra 6.000 e 12.000, compresi"),
        ("12.000,01", "yes", "no", NOT_NOW, "Un ISEE di 12.000,01 euro è più alto di 12.000"),
        ("9500", "no", "no", NOT_NOW, "Il programma è per le famiglie con un figlio a carico"),
        ("9500", "unknown", "no", MAYBE, "Manca una risposta"),
        ("", "yes", "no", MAYBE, "Non sappiamo ancora l’ISEE"),
    ],
)
def test_the_check_says_how_it_seems_and_never_a_bare_no(citizen, isee, child, vulnerable, seems, why):
    citizen.goto(CHECK)
    fits(citizen)
    citizen.fill("[name=isee]", isee)
    pick(citizen, "child", child)
    pick(citizen, "vulnerable", vulnerable)
    assert press(citizen, "Guarda come sembra").status == 200
    fits(citizen)

    assert citizen.locator("#result").inner_text() == seems
    card = citizen.locator("section[aria-labelledby=result]")
    assert card.get_by_text(why).is_visible()
    assert card.get_by_text("È un’indicazione, non una decisione.").is_visible()
    # Each criterion says what to look at; then who verifies, and where else to go.
    assert card.locator("li h3").count() == 2 and card.locator("li p.muted").count() == 2
    assert citizen.get_by_text("A verificare davvero sono questi").is_visible()
    assert citizen.get_by_role("link", name="Trova qualcuno con cui parlare").is_visible()
    assert citizen.get_by_text("Ci sono altri aiuti").count() == (isee == "5.999,99")
    said = citizen.locator("main").inner_text()
    assert not re.search(r"non (hai|ha) diritto|non (puoi|può) (avere|chiedere)|esclus", said)
    assert urlsplit(citizen.url)[2:] == (CHECK, "", "")
    assert citizen.goto(CHECK).status == 200 and citizen.input_value("[name=isee]") == ""  # nothing was kept


@pytest.mark.parametrize("typed", ["9.50", "9,500.50", "novemila", "-3"])
def test_an_amount_that_cannot_be_read_comes_back_with_one_sentence(citizen, typed):
    citizen.goto(CHECK)
    citizen.fill("[name=isee]", typed)
    pick(citizen, "child", "yes")
    pick(citizen, "vulnerable", "no")
    assert press(citizen, "Guarda come sembra").status == 422
    assert citizen.locator("#id_isee_error").is_visible()
    assert citizen.input_value("[name=isee]") == typed
    assert citizen.locator("[name=child][value=yes]").is_checked()
    assert urlsplit(citizen.url)[2:] == (CHECK, "", "")
