"""Readers. Ada asks Bruna, who takes the pledge; Carla is asked and waits; Lara learns; Pietro is beside a senior."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from forum.cases import permissions
from forum.cases.actions import (
    Full,
    Gone,
    accept_invitation,
    comment,
    decline_invitation,
    invite,
    leave_case,
    read_case,
    remove_reader,
)
from forum.cases.models import PLEDGE_VERSION, Reader
from forum.cases.permissions import askable_people, can_ask, can_read, readers_of, visible_cases
from portal.accounts.actions import begin_shadowing
from portal.clock import at, now
from portal.notifications.models import Notification
from portal.vocabulary.models import Theme
from tests.conftest import operator, person
from tests.forum.cases.conftest import CANARIES


@pytest.fixture
def invitation(case, ada, carla, after_commit):
    with after_commit():
        return invite(case, carla, by=ada)


@pytest.fixture
def pietro(db):
    one = person("pietro", "Pietro", "Falbo", territory="cosenza")
    begin_shadowing(one, "ACTIVATOR")
    return one


def test_who_was_asked_sees_the_pledge_and_the_owner_and_nothing_of_the_case(case, invitation, carla, visit):
    browser = visit(carla)

    assert browser.get(f"/casi/{case.code}/").url == f"/casi/{case.code}/invito/"
    page = browser.get(f"/casi/{case.code}/invito/").content.decode()
    assert "Ada Ferrero" in page and "Mi impegno" in page
    # A tutor has no professional secrecy: our own course teaches it.
    assert "segreto professionale" not in page and "è un impegno che prendo" in page
    for word in (*CANARIES.values(), "Fiordaliso", "Bollette", "Bruna"):
        assert word not in page
    assert browser.get(f"/casi/{case.code}/discussione/").status_code == 404


def test_with_the_pledge_she_reads(case, invitation, carla, visit):
    answer = visit(carla).post(f"/casi/{case.code}/invito/accetta/")

    assert answer.url == f"/casi/{case.code}/"
    assert CANARIES["question"] in visit(carla).get(f"/casi/{case.code}/").content.decode()
    assert Reader.objects.get(person=carla).pledge == PLEDGE_VERSION


def test_who_declines_reads_nothing_and_may_be_asked_again(case, invitation, ada, carla, visit):
    visit(carla).post(f"/casi/{case.code}/invito/declina/")

    assert visit(carla).get(f"/casi/{case.code}/").status_code == 404
    assert not can_read(carla, case)
    assert invite(case, carla, by=ada).pk != invitation.pk


def test_an_invitation_ends_after_fourteen_days(case, invitation, ada, carla, visit):
    with at(now() + timedelta(days=15)):
        assert not permissions.visible_invitations(carla).exists()
        with pytest.raises(PermissionDenied):
            accept_invitation(invitation, by=carla)
        assert invite(case, carla, by=ada).pk != invitation.pk


def test_asked_twice_is_asked_once(case, invitation, ada, carla, bruno):
    assert invite(case, carla, by=ada).pk == invitation.pk
    assert invite(case, bruno, by=ada).reads


@pytest.mark.parametrize(
    "name, may", [("carla", True), ("dino", True), ("lara", False), ("gina", False), ("sara", False), ("ada", False)]
)
def test_only_operators_are_asked(request, name, may, case, ada):
    one = request.getfixturevalue(name)

    assert can_ask(ada, one) is may
    assert askable_people(ada).filter(pk=one.pk).exists() is may
    if not may:
        with pytest.raises(PermissionDenied):
            invite(case, one, by=ada)


def test_who_is_in_shadowing_is_asked_by_her_senior_alone(case, ada, bruno, pietro, monkeypatch):
    monkeypatch.setattr(permissions, "_shadowed", [lambda senior: {pietro.pk} if senior == ada else set()])

    assert can_ask(ada, pietro) and askable_people(ada).filter(pk=pietro.pk).exists()
    assert not can_ask(bruno, pietro) and not askable_people(bruno).filter(pk=pietro.pk).exists()
    accept_invitation(invite(case, pietro, by=ada), by=pietro)
    assert can_read(pietro, case)


def test_twelve_at_most(case, ada):
    for n in range(11):
        invite(case, operator(f"op{n}", "Op", f"Numero {n}"), by=ada)

    with pytest.raises(Full):
        invite(case, operator("op99", "Op", "Novantanove"), by=ada)
    remove_reader(readers_of(case).last(), by=ada)
    invite(case, operator("op98", "Op", "Novantotto"), by=ada)


def test_only_the_owner_asks_and_removes(case, bruno, carla, visit):
    reader = Reader.objects.get(person=bruno)
    browser = visit(bruno)

    assert browser.post(f"/casi/{case.code}/chi-legge/chiedi/", {"person": carla.handle}).status_code == 403
    assert browser.post(f"/casi/{case.code}/chi-legge/{reader.pk}/togli/").status_code == 403
    assert "Invita" not in browser.get(f"/casi/{case.code}/chi-legge/?q=carla").content.decode()


def test_the_owner_finds_a_colleague_by_name_and_asks_her(case, ada, carla, lara, visit):
    browser = visit(ada)

    page = browser.get(f"/casi/{case.code}/chi-legge/?q=spi").content.decode()
    assert "Carla Spina" in page
    assert "Lara Gallo" not in browser.get(f"/casi/{case.code}/chi-legge/?q=lara").content.decode()
    assert "Bruna Taddei" not in browser.get(f"/casi/{case.code}/chi-legge/?q=bruna").context["found"]
    browser.post(f"/casi/{case.code}/chi-legge/chiedi/", {"person": carla.handle})
    assert Reader.objects.get(person=carla).waits


@pytest.mark.parametrize("words", ["moreti", "Moretty", "dìana morettì", "Mloretti", "diana mretti"])
def test_a_letter_or_an_accent_is_forgiven(case, ada, dino, carla, visit, words):
    found = visit(ada).get(f"/casi/{case.code}/chi-legge/", {"q": words}).context["found"]

    assert found == [dino]
    assert visit(ada).get(f"/casi/{case.code}/chi-legge/", {"q": "spi"}).context["found"] == [carla]
    assert not visit(ada).get(f"/casi/{case.code}/chi-legge/", {"q": "morandi"}).context["found"]


def test_an_accent_in_a_name_is_found_without_and_who_may_not_be_asked_is_not(case, ada, lara, sara, visit):
    nicolo = operator("nicolo", "Nicolò", "D’Alì")
    browser = visit(ada)

    for words in ("Nicolò", "nicolo", "nicolo d'ali"):
        assert browser.get(f"/casi/{case.code}/chi-legge/", {"q": words}).context["found"] == [nicolo]
    for words in ("galo", "nerri"):  # a learner, and one who is suspended
        assert not browser.get(f"/casi/{case.code}/chi-legge/", {"q": words}).context["found"]


def test_who_could_help_is_named_before_any_search(case, ada, bruno, carla, dino, elena, lara, sara, visit):
    bills, damp = Theme.objects.get(slug="bollette"), Theme.objects.exclude(slug="bollette").filter(parent=None)[0]
    carla.competences.set([bills, damp])  # elsewhere, with a theme of the case
    for one in (lara, sara, bruno, ada):  # a learner, one who is suspended, a reader, the owner
        one.competences.set([bills])

    page = visit(ada).get(f"/casi/{case.code}/chi-legge/")

    # Diana works in Torino as the case does; Elena does neither.
    assert page.context["could_help"] == [carla, dino]
    assert page.context["could_help"][0].in_common == [bills]
    shown = page.content.decode()
    assert "Chi potrebbe aiutarti" in shown and f"Si occupa di: {bills.label}<" in shown
    visit(ada).post(f"/casi/{case.code}/chi-legge/chiedi/", {"person": carla.handle})
    assert visit(ada).get(f"/casi/{case.code}/chi-legge/").context["could_help"] == [dino]


def test_only_the_owner_is_told_who_could_help_and_who_declined_is_not_named_again(case, ada, bruno, dino, visit):
    assert "Chi potrebbe aiutarti" not in visit(bruno).get(f"/casi/{case.code}/chi-legge/").content.decode()
    assert visit(ada).get(f"/casi/{case.code}/chi-legge/").context["could_help"] == [dino]

    decline_invitation(invite(case, dino, by=ada), by=dino)

    assert visit(ada).get(f"/casi/{case.code}/chi-legge/").context["could_help"] == []


def test_the_page_of_readers_asks_the_same_number_of_questions_for_few_and_for_many(
    case, ada, visit, django_assert_max_num_queries
):
    for n in range(9):
        operator(f"op{n}", "Op", f"Numero {n}").competences.set(Theme.objects.all()[:4])
    browser = visit(ada)

    with django_assert_max_num_queries(12):
        assert len(browser.get(f"/casi/{case.code}/chi-legge/").context["could_help"]) == 6
    with django_assert_max_num_queries(12):
        browser.get(f"/casi/{case.code}/chi-legge/?q=nummero")


def test_a_removed_reader_loses_the_case_at_once(case, talk, ada, bruno, visit):
    browser = visit(bruno)
    assert browser.get(f"/casi/{case.code}/").status_code == 200

    remove_reader(Reader.objects.get(person=bruno), by=ada)

    for path in ("", "discussione/", "chi-legge/", "modifica/"):
        assert browser.get(f"/casi/{case.code}/{path}").status_code == 404
    assert browser.post(f"/casi/{case.code}/scrivi/", {"kind": "comment", "text": "Ancora io"}).status_code == 404
    assert browser.get(f"/casi/{case.code}/voci/{talk[0].pk}/").status_code == 404  # not even her own words
    assert not Notification.objects.filter(reader=bruno, url__contains=case.code).exists()
    with pytest.raises(PermissionDenied):
        from uuid import uuid4

        comment(case, "Ancora io", cid=uuid4(), by=bruno)


def test_what_a_removed_reader_wrote_stays_for_the_owner_who_sees_that_she_left(case, talk, ada, bruno, visit):
    remove_reader(Reader.objects.get(person=bruno), by=ada)

    page = visit(ada).get(f"/casi/{case.code}/").content.decode()
    assert CANARIES["comment"] in page and "non partecipa più" in page


def test_a_reader_leaves_by_herself(case, bruno, ada, visit):
    assert visit(bruno).post(f"/casi/{case.code}/lascia/").status_code == 302
    assert not can_read(bruno, case)
    assert visit(ada).post(f"/casi/{case.code}/lascia/").status_code == 403


def test_who_loses_her_certification_reads_no_more(case, bruno):
    from portal.accounts.models import Qualification
    from portal.accounts.permissions import forget_standing

    Qualification.objects.filter(person=bruno).update(withdrawn_at=now())
    forget_standing(bruno)

    assert not can_read(bruno, case) and case not in visible_cases(bruno)
    assert not permissions.reading_people(case).filter(pk=bruno.pk).exists()


def test_an_invitation_withdrawn_while_she_reads_the_pledge_is_gone(case, invitation, ada, carla, visit):
    mine = permissions.invitation_for(carla, case.code)
    remove_reader(Reader.objects.get(pk=invitation.pk), by=ada)

    with pytest.raises(Gone):
        accept_invitation(mine, by=carla)
    assert not can_read(carla, case)
    with pytest.raises(PermissionDenied):
        decline_invitation(Reader.objects.get(pk=invitation.pk), by=carla)


def test_leaving_twice_is_refused(case, bruno):
    leave_case(case, by=bruno)

    with pytest.raises(PermissionDenied):
        leave_case(case, by=bruno)


CAST = "ada bruno carla dino elena franca nina lara gina rosa furio sara tino anita".split()


@pytest.mark.parametrize("name", CAST)
def test_reading_follows_the_invitation_for_the_whole_cast(request, case, name):
    user, reads = request.getfixturevalue(name), name in ("ada", "bruno")

    assert can_read(user, case) is reads
    assert (case in visible_cases(user)) is reads
    assert permissions.reading_people(case).filter(pk=user.pk).exists() is reads
    if reads:
        assert read_case(case.code, by=user).words.question == CANARIES["question"]
