"""Writing about a case. Ada owns it, Bruna reads it; a second case of Ada's stands beside it."""

import html
import re
import time
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from forum.cases.actions import (
    Conflict,
    close_case,
    comment,
    edit_entry,
    flag_entry,
    flag_words,
    open_case,
    read_case,
    recommend,
    reword_case,
    show_again,
    take_up,
    tell_news,
    withdraw_entry,
)
from forum.cases.models import Case, Entry
from portal.guard.detect import Identifies
from portal.notifications.models import Notification
from tests.forum.cases.conftest import CANARIES, fields_of

NEWS = "C’è una novità in una consultazione a cui partecipi."


def test_a_reader_recommends_and_the_owner_is_told_without_a_word(case, ada, bruno, after_commit):
    with after_commit():
        recommend(case, CANARIES["recommendation"], cid=uuid4(), by=bruno)

    case.refresh_from_db()
    assert case.state == Case.State.TALKING
    notice = Notification.objects.get(reader=ada, kind="case.news")
    assert notice.text == NEWS and notice.url == f"/casi/{case.code}/"
    assert not Notification.objects.filter(reader=bruno, kind="case.news").exists()


def test_one_notice_of_a_case_waits_at_a_time(case, ada, bruno, after_commit):
    with after_commit():
        for _ in range(3):
            comment(case, "Ancora una cosa.", cid=uuid4(), by=bruno)

    assert Notification.objects.filter(reader=ada, kind="case.news").count() == 1


def test_opening_the_case_clears_the_notice(case, ada, bruno, after_commit, visit):
    with after_commit():
        comment(case, "Una domanda.", cid=uuid4(), by=bruno)

    visit(ada).get(f"/casi/{case.code}/")
    assert not Notification.objects.filter(reader=ada, kind="case.news", read_at=None).exists()


def test_a_form_writes_and_the_page_shows_it(case, bruno, ada, visit):
    cid = str(uuid4())
    sent = {"kind": "recommendation", "text": "Fai **due** conti insieme.", "cid": cid}
    browser = visit(bruno)

    assert browser.post(f"/casi/{case.code}/scrivi/", sent).status_code == 302
    assert browser.post(f"/casi/{case.code}/scrivi/", sent).status_code == 302  # sent twice, stored once
    assert browser.post(f"/casi/{case.code}/scrivi/", sent | {"text": "Altro"}).status_code == 422
    assert Entry.objects.count() == 1
    assert "<strong>due</strong>" in visit(ada).get(f"/casi/{case.code}/").content.decode()


def test_the_guard_stands_before_what_is_stored(case, bruno, visit):
    answer = visit(bruno).post(f"/casi/{case.code}/scrivi/", {"kind": "comment", "text": "È la signora Maria Rossi?"})

    assert answer.status_code == 422 and "La signora" not in answer.content.decode().split("<textarea")[0]
    assert "È la signora Maria Rossi?" in answer.content.decode()
    with pytest.raises(Identifies):
        comment(case, "CF RSSMRA85T10A562S", cid=uuid4(), by=bruno)
    assert not Entry.objects.exists()


def test_each_writes_what_is_hers_to_write(case, ada, bruno, carla):
    with pytest.raises(PermissionDenied):
        recommend(case, "Io farei così", cid=uuid4(), by=ada)
    with pytest.raises(PermissionDenied):
        tell_news(case, "Va meglio", cid=uuid4(), by=bruno)
    with pytest.raises(PermissionDenied):
        comment(case, "Buongiorno", cid=uuid4(), by=carla)
    tell_news(case, "Va meglio", cid=uuid4(), by=ada)


def test_the_same_key_for_another_text_is_a_conflict(case, bruno):
    cid = uuid4()
    comment(case, "Uno", cid=cid, by=bruno)

    assert comment(case, "Uno", cid=cid, by=bruno) == Entry.objects.get()
    with pytest.raises(Conflict):
        comment(case, "Due", cid=cid, by=bruno)


def test_nobody_writes_in_a_closed_case(case, ada, bruno, visit):
    close_case(case, outcome_kind="partly", outcome="Così così.", by=ada)

    with pytest.raises(PermissionDenied):
        comment(case, "Ancora", cid=uuid4(), by=bruno)
    assert "composer" not in visit(bruno).get(f"/casi/{case.code}/").content.decode()


def test_the_author_corrects_and_takes_back_and_nobody_else(case, talk, ada, bruno, visit):
    entry = talk[0]
    with pytest.raises(PermissionDenied):
        edit_entry(entry, "Altro", by=ada)
    assert visit(ada).get(f"/casi/{case.code}/voci/{entry.pk}/").status_code == 403
    assert CANARIES["comment"] in visit(bruno).get(f"/casi/{case.code}/voci/{entry.pk}/").content.decode()
    visit(bruno).post(f"/casi/{case.code}/voci/{entry.pk}/", {"text": "Meglio così."})
    assert "Meglio così." in [said.text for said in read_case(case.code, by=ada).entries]

    with pytest.raises(PermissionDenied):
        withdraw_entry(talk[2], by=bruno)
    withdraw_entry(entry, by=bruno)
    assert bytes(Entry.objects.get(pk=entry.pk).words) == b""
    assert len(read_case(case.code, by=ada).entries) == 2


def test_before_an_advice_goes_the_page_asks_and_in_a_closed_case_others_words_stay(case, talk, ada, bruno, visit):
    def doors(person):
        page = visit(person).get(f"/casi/{case.code}/").content.decode()
        return re.findall(
            r"<details[^>]*><summary>[^/]*(?:<[^>]*>)*[^<]*</summary><form[^>]*/voci/([^/]+)/ritira/", page
        )

    keys = [str(entry.pk) for entry in talk]
    assert doors(ada) == keys and doors(bruno) == keys[:2]
    assert "Sì, toglilo per sempre" in visit(ada).get(f"/casi/{case.code}/").content.decode()
    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)

    assert doors(ada) == keys[2:] and doors(bruno) == keys[:2]
    answer = visit(ada).post(f"/casi/{case.code}/voci/{keys[0]}/ritira/", follow=True)
    assert "quello che hanno scritto i colleghi resta" in answer.content.decode()
    with pytest.raises(PermissionDenied):
        withdraw_entry(Entry.objects.get(pk=keys[0]), by=ada)
    assert Entry.objects.get(pk=keys[0]).withdrawn_at is None
    withdraw_entry(Entry.objects.get(pk=keys[0]), by=bruno)


def test_while_it_is_open_the_owner_takes_a_text_away(case, talk, ada, visit):
    visit(ada).post(f"/casi/{case.code}/voci/{talk[0].pk}/ritira/")

    assert Entry.objects.get(pk=talk[0].pk).withdrawn_at is not None


def test_a_page_that_was_open_before_the_closing_removes_nothing(case, talk, ada):
    old_page = Entry.objects.select_related("case").get(pk=talk[0].pk)
    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)

    with pytest.raises(PermissionDenied):
        withdraw_entry(old_page, by=ada)
    assert Entry.objects.get(pk=talk[0].pk).withdrawn_at is None


def test_the_owner_says_that_she_tries_a_recommendation(case, talk, ada, bruno, visit):
    with pytest.raises(PermissionDenied):
        take_up(talk[1], by=bruno)
    with pytest.raises(PermissionDenied):
        take_up(talk[0], by=ada)  # a comment is nothing to try

    visit(ada).post(f"/casi/{case.code}/voci/{talk[1].pk}/ci-provo/")
    assert "Chi ha aperto il caso ci prova" in visit(bruno).get(f"/casi/{case.code}/").content.decode()
    visit(ada).post(f"/casi/{case.code}/voci/{talk[1].pk}/ci-provo/", {"no": "1"})
    assert Entry.objects.get(pk=talk[1].pk).taken_up_at is None


# ── «si capisce chi è» ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_identifies_is_hidden_at_once_until_it_is_worded_anew(case, talk, ada, bruno, carla):
    from forum.cases.actions import accept_invitation, invite

    accept_invitation(invite(case, carla, by=ada), by=carla)
    flag_entry(talk[0], by=carla)

    def texts(person):
        return [said.text for said in read_case(case.code, by=person).entries]

    assert CANARIES["comment"] not in texts(carla)
    assert CANARIES["comment"] in texts(ada) and CANARIES["comment"] in texts(bruno)
    edit_entry(Entry.objects.get(pk=talk[0].pk), "Da noi ha aiutato la pazienza.", by=bruno)
    assert "Da noi ha aiutato la pazienza." in texts(carla)

    flag_entry(Entry.objects.get(pk=talk[0].pk), by=carla)
    show_again(Entry.objects.get(pk=talk[0].pk), by=ada)
    assert "Da noi ha aiutato la pazienza." in texts(carla)


def test_the_question_too_is_hidden_from_all_but_the_owner(case, ada, bruno, visit):
    flag_words(case, by=bruno)

    assert read_case(case.code, by=bruno).words.question == ""
    assert CANARIES["question"] not in visit(bruno).get(f"/casi/{case.code}/").content.decode()
    assert read_case(case.code, by=ada).words.question == CANARIES["question"]
    case.refresh_from_db()
    reword_case(case, question="E ora?", situation="", tried_text="", by=ada)
    assert read_case(case.code, by=bruno).words.question == "E ora?"


def test_in_a_closed_case_what_was_hidden_may_still_be_worded_anew(case, talk, ada, bruno, visit):
    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)
    flag_entry(talk[0], by=ada)
    flag_words(case, by=bruno)

    edit_entry(Entry.objects.get(pk=talk[0].pk), "Da noi la pazienza.", by=bruno)
    with pytest.raises(PermissionDenied):
        edit_entry(Entry.objects.get(pk=talk[1].pk), "Altro", by=bruno)  # not hidden
    sent = {"question": "E ora?", "situation": "", "tried_text": "", "outcome": "È finita."}
    assert visit(ada).post(f"/casi/{case.code}/modifica/", sent).status_code == 302
    opened = read_case(case.code, by=bruno)
    assert (opened.words.question, opened.words.outcome) == ("E ora?", "È finita.")
    assert visit(ada).get(f"/casi/{case.code}/modifica/").status_code == 403


def test_who_does_not_read_flags_nothing(case, talk, carla):
    with pytest.raises(PermissionDenied):
        flag_words(case, by=carla)
    with pytest.raises(PermissionDenied):
        flag_entry(talk[0], by=carla)


# ── keys are checked as pairs ────────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_of_another_case_does_not_exist_here(case, talk, ada, bruno, visit):
    other = open_case(fields_of("Glicine"), by=ada)
    reader = case.readers.get(person=bruno)
    browser = visit(ada)

    for tail in ("", "ritira/", "ci-provo/", "si-capisce/", "mostra/"):
        ask = browser.get if tail == "" else browser.post
        assert ask(f"/casi/{other.code}/voci/{talk[1].pk}/{tail}").status_code == 404
    assert browser.post(f"/casi/{other.code}/chi-legge/{reader.pk}/togli/").status_code == 404
    assert Entry.objects.get(pk=talk[1].pk).withdrawn_at is None


def test_after_half_an_hour_nothing_of_a_case_is_shown_and_nothing_written_is_lost(case, talk, ada, bruno, visit):
    browser, page = visit(bruno), f"/casi/{case.code}/"
    session = browser.session
    session["fresh_at"] = int(time.time()) - 31 * 60
    session["account_authentication_methods"] = []
    session.save()

    assert browser.get(page).status_code == 302
    for text in ("", "Ho un’idea per le rate."):
        answer = browser.post(f"{page}scrivi/", {"kind": "comment", "text": text, "cid": str(uuid4())})
        shown = answer.content.decode()
        assert answer.status_code == 422 and text in shown
        assert not any(words in shown for words in CANARIES.values())
        assert browser.get(page).status_code == 302  # a POST opens no door

    session = browser.session
    session["fresh_at"] = int(time.time())
    session.save()
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', shown)
    kept = {name: html.unescape(text) for name, text in fields}
    assert browser.post(f"{page}scrivi/", kept).status_code == 302
    assert "Ho un’idea per le rate." in browser.get(page).content.decode()
