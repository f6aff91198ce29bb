"""The first day: three things for each role, gone when they are done; and a menu whose every entry leads somewhere."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from portal.accounts.actions import begin_shadowing
from portal.home.actions import do_step, restart_guide, skip_guide
from portal.home.guide import GUIDES, STEPS
from portal.home.models import GuideStep, HomePage, InfoPage
from portal.home.queries import steps_left
from tests.conftest import appointed, operator, person
from tests.house.world import signed_in

# Whose guide is which.
ROLES = {
    "staff": "anita",
    "coordinator": "elena",
    "moderator": "dino",
    "trainer": "franca",
    "committee": "gina",
    "steering": "rosa",
    "operator": "ada",
    "network": "pietro",
    "learner": "nina",
}
CAST = [*ROLES.values(), "bruno", "carla", "lara", "furio", "tino", "gemma"]
each_role = pytest.mark.parametrize("role", ROLES)
each_person = pytest.mark.parametrize("name", CAST)


@pytest.fixture
def pietro(db):
    """He is in his shadowing: of the network, and no operator yet."""
    one = person("pietro", "Pietro", "Falbo", territory="cosenza")
    begin_shadowing(one, "ACTIVATOR")
    return one


@pytest.fixture
def gemma(db):
    """She waits to be let in."""
    return person("gemma", "Gemma", "Riva", territory="empolese-valdelsa")


@pytest.fixture
def come(request, client):
    """Let somebody of the cast come in: `who, browser = come("ada")`."""

    def coming(name: str):
        one = request.getfixturevalue(name)
        signed_in(client, one)
        return one, client

    return coming


def page_of(browser, path: str = "/") -> BeautifulSoup:
    answer = browser.get(path, follow=True)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content, "html.parser")


def things(browser) -> list[str]:
    """The titles of what «Oggi» tells, the guide's alone."""
    first_day = reverse("home:guide_skip").removesuffix("salta/")
    shown = page_of(browser).select("ol.trail a.title-link")
    return [" ".join(link.get_text().split()) for link in shown if link["href"].startswith(first_day)]


def titles(steps) -> list[str]:
    return [str(step.title) for step in steps]


# ── three things ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_guide_is_of_three_things_and_of_somebody():
    assert set(GUIDES) == set(ROLES)
    for role, steps in GUIDES.items():
        assert len(steps) == len({step.key for step in steps}) == 3, role
    assert all(STEPS[step.key] is step for steps in GUIDES.values() for step in steps)


@each_role
def test_on_the_first_day_oggi_shows_the_three_things_of_the_role(come, role):
    who, browser = come(ROLES[role])

    assert steps_left(who) == list(GUIDES[role])
    assert things(browser) == titles(GUIDES[role])


@each_role
def test_each_leads_to_a_page_that_opens_and_to_open_it_is_to_do_it(come, role):
    who, browser = come(ROLES[role])
    left = list(GUIDES[role])
    for step in GUIDES[role]:
        answer = browser.get(reverse("home:guide_step", args=[step.key]), follow=True)

        assert answer.status_code == 200 and answer.redirect_chain[-1][0] == reverse(step.url, args=step.args)
        if step.is_done is None:
            left.remove(step)
        assert things(browser) == titles(left)
    assert left == [step for step in GUIDES[role] if step.is_done]


def test_opened_twice_it_is_done_once(come):
    who, browser = come("ada")
    for _ in range(2):
        browser.get("/primo-giorno/casi/")

    assert GuideStep.objects.filter(person=who).count() == 1


def test_who_presents_herself_has_done_it_by_doing_it(come):
    who, browser = come("nina")
    browser.get("/primo-giorno/presentati/")
    assert "Presentati in due righe" in things(browser)

    fields = {"first_name": "Nino", "last_name": "Ruggeri", "language": "it", "about": "Ho lavorato in un patronato."}
    assert browser.post("/io/", fields).status_code == 302
    assert things(browser) == ["Apri il tuo corso", "Trova dove si fanno le prime domande"]


@each_role
def test_who_does_not_need_it_skips_it_and_it_comes_back_when_she_asks(come, role):
    who, browser = come(ROLES[role])
    assert page_of(browser).select_one('form[action="/primo-giorno/salta/"] button').get_text() == "Non mi servono"

    page = BeautifulSoup(browser.post("/primo-giorno/salta/", follow=True).content, "html.parser")
    assert things(browser) == [] and "da «Serve aiuto?»" in page.get_text()
    assert page.select_one('form[action="/primo-giorno/salta/"]') is None

    assert browser.post("/primo-giorno/ricomincia/").status_code == 302
    assert things(browser) == titles(GUIDES[role])


def test_begun_anew_what_she_really_did_stays_done(nina):
    nina.about = "Ho lavorato in un patronato."
    nina.save()
    skip_guide(nina)
    restart_guide(nina)

    assert [step.key for step in steps_left(nina)] == ["corso", "domanda"]


def test_one_persons_first_day_is_not_anothers(ada, carla):
    skip_guide(ada)
    do_step(carla, "casi")
    restart_guide(ada)

    assert [step.key for step in steps_left(ada)] == ["farsi-trovare", "opportunita", "casi"]
    assert [step.key for step in steps_left(carla)] == ["farsi-trovare", "opportunita"]


@pytest.mark.parametrize("path", ["/primo-giorno/salta/", "/primo-giorno/ricomincia/"])
def test_nobody_skips_by_following_a_link(come, path):
    who, browser = come("ada")

    assert browser.get(path).status_code == 405 and not GuideStep.objects.exists()


def test_a_thing_that_is_in_no_guide(come):
    who, browser = come("ada")
    assert browser.get("/primo-giorno/altro/").status_code == 404
    do_step(who, "altro")

    assert not GuideStep.objects.exists()


def test_of_several_roles_the_first_decides(db):
    one = appointed(appointed(operator("x", "Xenia", "Rota"), "trainer", "corso-ted"), "moderator")
    assert steps_left(one) == list(GUIDES["moderator"])

    one = appointed(one, "staff")
    assert steps_left(one) == list(GUIDES["staff"])


@pytest.mark.parametrize("name", ["furio", "gemma"])
def test_who_funds_and_who_waits_have_no_guide_and_are_told_what_comes(come, name):
    who, browser = come(name)

    assert steps_left(who) == [] and things(browser) == []
    assert "ntanto" in page_of(browser).main.get_text()


def test_from_the_page_of_help_it_begins_anew(come, db):
    home = HomePage.objects.get(locale__language_code="it")
    home.add_child(instance=InfoPage(title="Serve aiuto?", slug="aiuto", body="Chiedi.", locale=home.locale))
    who, browser = come("ada")
    skip_guide(who)

    form = page_of(browser, "/aiuto/").select_one('form[action="/primo-giorno/ricomincia/"]')
    assert form["method"] == "post" and browser.post(form["action"]).status_code == 302
    assert things(browser) == titles(GUIDES["operator"])


# ── the menu ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def menu(page: BeautifulSoup) -> list:
    """The entries of the menu on top, the one that leads down to the rest apart."""
    return [link for link in page.select("header nav.nav a") if link["href"] != "#menu"]


@pytest.mark.parametrize("start", ["/", "/en/"])
@each_person
def test_every_entry_of_the_menu_opens_and_says_where_one_is(come, name, start):
    who, browser = come(name)
    entries = menu(page_of(browser, start))

    assert len(entries) >= 4 and len({link["href"] for link in entries}) == len(entries)
    for link in entries:
        assert link["href"].startswith(start)
        here = [one["href"] for one in menu(page_of(browser, link["href"])) if one.get("aria-current") == "page"]
        assert here == [link["href"]]


@each_person
def test_on_a_telephone_the_menu_has_five_entries_at_most(come, name):
    who, browser = come(name)
    page = page_of(browser)
    narrow = page.select("header nav.nav li:not(.only-wide)")

    assert 4 <= len(narrow) <= 5
    assert narrow[-1].a["href"] == "#menu" and page.find(id="menu").name == "footer"
    assert all(entry.a.get_text(strip=True) and entry.svg for entry in narrow)


@each_person
def test_every_entry_of_the_menu_below_opens(come, name):
    who, browser = come(name)
    links = {link["href"] for link in page_of(browser).select("footer nav a")}
    links.discard("/gestione/")  # Wagtail's own

    assert {"/", "/canali/", "/io/", "/cerca/"} <= links
    for link in sorted(links):
        page_of(browser, link)
