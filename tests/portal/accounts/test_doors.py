"""Coming in: sign-in, invitations, «Chiedi di entrare», roles, suspension, second factor.

Elena coordinates the Empolese, Franca trains, Anita is the office, Ada is a TED, Nina a learner.
"""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_save
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.actions import (
    InvitationOver,
    accept_invitation,
    approve_join,
    ask_to_join,
    decline_join,
    grant_role,
    invite,
    suspend,
    withdraw_invitation,
)
from portal.accounts.models import Invitation, JoinRequest, User
from portal.accounts.permissions import can_invite
from portal.mail.models import Letter
from portal.vocabulary.models import Territory

PASSWORD = "tre cavalli azzurri"


@pytest.fixture
def ted(db):
    return course("corso-ted")


@pytest.fixture
def activators(db):
    return course("corso-attivatori")


def course(slug: str):
    from courses.actions import courses_index
    from courses.models import CoursePage

    index = courses_index()
    words = {"title": slug, "summary": "Si impara.", "qualification": "TED"}
    return index.add_child(instance=CoursePage(slug=slug, locale=index.locale, **words))


def verified(person):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_she_signs_in_by_password(client, ada):
    verified(ada)
    answer = client.post("/accedi/", {"login": "TED@example.org", "password": "una parola lunga"})

    assert answer.status_code == 302 and answer["Location"] == "/"


def test_a_wrong_password_says_one_plain_sentence_and_keeps_the_address(client, ada):
    verified(ada)
    answer = client.post("/accedi/", {"login": "ted@example.org", "password": "sbagliata"})

    page = answer.content.decode()
    assert "E-mail o password non tornano" in page and 'value="ted@example.org"' in page


def test_an_unknown_address_gets_the_same_answer(client, ada):
    verified(ada)
    known = client.post("/accedi/", {"login": "ted@example.org", "password": "sbagliata"}).content.decode()
    unknown = client.post("/accedi/", {"login": "nessuno@example.org", "password": "sbagliata"}).content.decode()

    def plain(page):
        return re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]+|ted@example.org|nessuno@example.org", "", page)

    assert plain(known) == plain(unknown)


def test_she_signs_in_by_a_code_in_the_mail(client, ada):
    verified(ada)
    client.post("/io/login/code/", {"email": "ted@example.org"})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", Letter.objects.latest("pk").text, re.M)[1]
    answer = client.post("/io/login/code/confirm/", {"code": code})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_a_suspended_person_is_out_at_once(browse, ada, anita):
    browser = browse(ada)
    assert browser.get("/io/").status_code == 200

    suspend(ada, why="prova", by=anita)

    assert browser.get("/io/").status_code == 302
    with pytest.raises(PermissionDenied):
        suspend(anita, why="prova", by=anita)


def test_the_office_stops_an_account_and_lets_it_go_on(browse, ada, anita):
    office, page = browse(anita), f"/rete/persone/{ada.handle}/"
    stopped = office.post(f"{page}ferma/", {"reason": "Ha perso il telefono."})
    assert stopped.status_code == 302 and stopped["Location"] == page
    assert "Ha perso il telefono." in office.get(page).content.decode()
    assert ada.full_name in office.get("/rete/persone/?stato=fermi").content.decode()

    assert office.post(f"{page}riapri/").status_code == 302

    ada.refresh_from_db()
    assert ada.is_active and browse(ada).get("/io/").status_code == 200
    assert ada.full_name not in office.get("/rete/persone/?stato=fermi").content.decode()


def test_who_is_stopped_does_not_exist_for_others(browse, ada, dino, elena, anita):
    suspend(ada, why="prova", by=anita)

    for other in (dino, elena):
        browser = browse(other)
        for address in ("", "ferma/", "riapri/"):
            ask = browser.post if address else browser.get
            assert ask(f"/rete/persone/{ada.handle}/{address}", {"reason": "x"}).status_code == 404
        assert browser.get("/rete/persone/").status_code == 403


def test_who_waits_can_be_stopped_too(browse, waiting, anita, ada):
    office, page = browse(anita), f"/rete/persone/{waiting.person.handle}/"
    assert waiting.person.full_name in office.get("/rete/persone/?stato=in-attesa&nome=riva").content.decode()
    assert browse(ada).get(page).status_code == 404

    office.post(f"{page}ferma/", {"reason": "Non è una persona."})

    waiting.person.refresh_from_db()
    assert not waiting.person.is_active


def test_an_account_that_goes_on_edits_again(browse, dino, anita):
    suspend(dino, why="prova", by=anita)
    role = grant_role(dino, "moderator", place="altrove", by=anita)  # while stopped she loses her groups
    assert not dino.groups.exists() and role

    browse(anita).post(f"/rete/persone/{dino.handle}/riapri/")

    assert dino.groups.filter(name="moderators").exists()


def test_who_was_invited_makes_her_account_with_two_fields(client, elena):
    invite("nuova@example.org", by=elena)
    letter = Letter.objects.get(to="nuova@example.org")
    path = re.search(r"http://localhost:8000(/invito/\S+)", letter.text)[1]

    answer = client.post(path, {"first_name": "Gemma", "last_name": "Riva", "password": PASSWORD})

    assert answer.status_code == 302
    person = User.objects.get(email="nuova@example.org")
    assert person.handle == "gemma-riva" and client.session["_auth_user_id"] == str(person.pk)
    assert "non vale più" in Client().get(path).content.decode()


def test_an_invitation_is_for_those_who_may_invite(elena, franca, anita, ada, nina):
    for person in (elena, franca, anita):
        assert invite(f"di-{person.pk}@example.org", by=person)
    for person in (ada, nina):
        with pytest.raises(PermissionDenied):
            invite("altra@example.org", by=person)


def test_a_trainer_invites_into_her_own_course_only(browse, franca, elena, anita, activators, ted):
    assert can_invite(franca, "corso-ted") and not can_invite(franca, "corso-attivatori")
    with pytest.raises(PermissionDenied):
        invite("una@example.org", course="corso-attivatori", by=franca)
    for person in (elena, anita):
        assert can_invite(person, "corso-attivatori")
    refused = browse(franca).post("/rete/inviti/", {"emails": "una@example.org", "course": "corso-attivatori"})
    assert refused.status_code == 422 and not Invitation.objects.exists()

    assert browse(franca).post("/rete/inviti/", {"emails": "una@example.org", "course": "corso-ted"}).status_code == 302
    assert Invitation.objects.get().course == "corso-ted"


def test_the_limit_counts_addresses_and_nothing_typed_is_lost(browse, settings, elena, ada):
    settings.LIMITS_FACTOR = 0.01  # three a day
    browser = browse(elena)
    assert browser.post("/rete/inviti/", {"emails": f"uno@example.org {ada.email}"}).status_code == 302

    refused = browser.post("/rete/inviti/", {"emails": "due@example.org tre@example.org"})

    page = refused.content.decode()
    assert refused.status_code == 422 and "due@example.org tre@example.org" in page and "Accorcia" in page
    assert Invitation.objects.count() == 1 == Letter.objects.count()
    assert browser.post("/rete/inviti/", {"emails": "due@example.org"}).status_code == 302


def test_an_invitation_withdrawn_meanwhile_makes_no_account(client, elena):
    invitation = invite("nuova@example.org", by=elena)

    def withdraw(**_):
        withdraw_invitation(Invitation.objects.get(), by=elena)

    post_save.connect(withdraw, sender=User)
    try:
        answer = client.post(
            f"/invito/{invitation.token}/", {"first_name": "Gemma", "last_name": "Riva", "password": PASSWORD}
        )
    finally:
        post_save.disconnect(withdraw, sender=User)

    assert "non vale più" in answer.content.decode()
    assert not User.objects.filter(email="nuova@example.org").exists() and "_auth_user_id" not in client.session


def test_an_invitation_is_used_once(elena, nina, lara):
    invitation = invite("nuova@example.org", by=elena)
    accept_invitation(invitation, nina)

    with pytest.raises(InvitationOver):
        accept_invitation(invitation, lara)


def test_a_pasted_list_sends_to_each_and_says_which_is_wrong(browse, elena):
    browser = browse(elena)
    wrong = browser.post("/rete/inviti/", {"emails": "uno@example.org, due@, tre@example.org"})

    assert wrong.status_code == 422 and "due@" in wrong.content.decode()
    assert not Invitation.objects.exists()

    browser.post("/rete/inviti/", {"emails": "uno@example.org\ntre@example.org; uno@example.org"})
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["tre@example.org", "uno@example.org"]


@pytest.fixture
def waiting(db):
    person = User.objects.create_user("gemma@example.org", PASSWORD, first_name="Gemma", last_name="Riva")
    return ask_to_join(person, territory=Territory.objects.get(slug="empolese-valdelsa"), wish="TED", message="Ciao")


def test_a_coordinator_of_the_territory_answers_and_others_do_not(waiting, elena, ada, dino):
    for other in (ada, dino):
        with pytest.raises(PermissionDenied):
            approve_join(waiting, by=other)
    approve_join(waiting, by=elena)

    waiting.person.refresh_from_db()
    assert waiting.state == JoinRequest.State.APPROVED and waiting.person.member_since
    assert waiting.person.territory == waiting.territory


def test_answered_once_it_stays(waiting, elena):
    decline_join(waiting, reason="Scrivi al tuo ente.", by=elena)
    approve_join(waiting, by=elena)

    assert waiting.state == JoinRequest.State.DECLINED


def test_asking_to_come_in_needs_a_code_from_the_mail(client, db):
    area = Territory.objects.get(slug="torino")
    fields = {"first_name": "Gemma", "last_name": "Riva", "email": "gemma@example.org", "password1": PASSWORD}
    answer = client.post("/registrati/", fields | {"territory": area.pk, "wish": "TED", "message": ""})

    assert answer.status_code == 302
    assert JoinRequest.objects.get().person.email == "gemma@example.org"
    assert Letter.objects.filter(to="gemma@example.org").exists()
    assert client.get("/io/").status_code == 302


def test_a_weak_password_is_refused_with_everything_kept(client, db):
    fields = {"first_name": "Gemma", "last_name": "Riva", "email": "gemma@example.org", "password1": "snodo"}
    page = client.post("/registrati/", fields | {"wish": "TED"}).content.decode()

    assert 'value="Gemma"' in page and "error-summary" in page


def test_a_long_paste_comes_back_whole_with_its_length(client, db, browse, ada):
    from portal.accounts import forms

    for form in vars(forms).values():
        for name, field in getattr(form, "base_fields", {}).items():
            assert "maxlength" not in field.widget.attrs, (form, name)
    fields = {"first_name": "Gemma", "last_name": "Riva", "email": "gemma@example.org", "password1": PASSWORD}
    area, pasted = Territory.objects.get(slug="torino"), "Lavoro in uno sportello. " * 60 + "Fine."

    pages = [
        client.post("/registrati/", fields | {"territory": area.pk, "wish": "TED", "message": pasted}),
        browse(ada).post("/io/", {"first_name": "Ada", "last_name": "Ferrero", "about": pasted, "language": "it"}),
    ]

    for page, most in zip(pages, (1000, 1200), strict=True):
        shown = page.content.decode()
        assert pasted in shown and f"È lungo {len(pasted)} caratteri: al massimo {most}. Accorcialo." in shown
    assert not JoinRequest.objects.exists()


def test_roles_are_given_on_a_page_and_never_to_oneself(browse, elena, ada, bruno, ted):
    browser = browse(elena)

    def give(person, kind="trainer", place=ted.slug):
        return browser.post("/rete/ruoli/", {"person": person.handle, "kind": kind, "place": place})

    assert give(bruno).status_code == 302 and bruno.roles.get().granted_by == elena
    assert give(elena).status_code == 422 and give(bruno, "staff").status_code == 422
    assert "Scegli il corso" in give(bruno, place="").content.decode()
    assert "Non è del tuo territorio" in give(ada).content.decode() and not ada.roles.exists()


def test_a_role_is_given_by_name(browse, anita, ada, carla):
    carla.first_name = "Adalgisa"
    carla.save()
    browser = browse(anita)

    many = browser.post("/rete/ruoli/", {"person": "ada", "kind": "trainer", "place": ""})
    given = browser.post("/rete/ruoli/", {"person": "Ada Ferrero", "kind": "trainer", "place": ""})

    assert many.status_code == 422 and f"({carla.handle})" in many.content.decode()
    assert given.status_code == 302 and ada.roles.exists() and not carla.roles.exists()


def test_roles_stand_on_pages(browse, elena, anita, ada):
    for n in range(25):
        grant_role(ada, "trainer", place=f"corso-{n}", by=anita)

    first, second = (browse(elena).get(f"/rete/ruoli/?pagina={n}").context["held"] for n in (1, 2))

    assert len(first) == 20 and len(second) == 7


def test_a_seat_in_a_committee_shows_nobody(browse, gina, furio, rosa, anita, lara, ada):
    for person in (lara, ada):
        page = f"/rete/persone/{person.handle}/"
        assert [browse(one).get(page).status_code for one in (gina, furio, rosa)] == [404, 404, 404]
        assert browse(anita).get(page).status_code == 200


def test_a_theme_of_a_person_looks_for_people(browse, ada, nina):
    from portal.vocabulary.models import Theme
    from search.facets import KINDS

    ada.competences.add(Theme.objects.get(slug="bollette"))

    page = browse(nina).get(f"/rete/persone/{ada.handle}/").content.decode()

    assert f'tipo={KINDS["person"][0]}"' in page


def test_without_her_second_factor_an_operator_sees_only_its_pages(browse, settings, tino, nina):
    settings.REQUIRE_SECOND_FACTOR = True
    operator, learner = browse(tino), browse(nina)

    refused = operator.get("/canali/")
    assert refused.status_code == 302 and refused["Location"].startswith("/io/2fa/")
    assert operator.get("/canali/", headers={"accept": "application/json"}).status_code == 401
    for page in ("/", "/cerca/?q=bolletta", "/pratiche/", "/corsi/"):  # open to all, but to her they would show more
        assert operator.get(page)["Location"].startswith("/io/2fa/"), page
    assert operator.get("/io/sicurezza/").status_code == 200
    assert learner.get("/canali/").status_code == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=200), choice=st.sampled_from(["TED", "x", "\x00", ""]))
def test_no_form_ever_breaks(browse, elena, words, choice):
    browser = browse(elena)
    forms = {
        "/accedi/": {"login": words, "password": words},
        "/registrati/": {
            "first_name": words,
            "last_name": words,
            "email": words,
            "password1": words,
            "territory": choice,
            "wish": choice,
        },
        "/io/": {"first_name": words, "last_name": words, "about": words, "territory": choice, "language": choice},
        "/rete/inviti/": {"emails": words, "course": choice, "territory": choice},
        "/rete/ruoli/": {"person": words, "kind": choice, "place": choice, "until": words},
    }
    for path, fields in forms.items():
        cache.clear()  # what limits attempts is tried elsewhere
        asking = Client() if path in ("/accedi/", "/registrati/") else browser
        assert asking.post(path, fields).status_code in (200, 302, 422), path
