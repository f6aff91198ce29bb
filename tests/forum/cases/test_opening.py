"""Opening a case. Ada is an operator, Lara learns, Pietro works beside a senior."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from forum.cases.actions import close_case, drop_old_drafts, open_case, read_case, reword_case, save_draft
from forum.cases.models import Case, CaseDraft, Reader
from forum.cases.models.rarity import is_rare, plausible_households, rarest
from portal.clock import at, now
from portal.guard.detect import Identifies
from tests.forum.cases.conftest import CANARIES, fields_of, form_of


def test_an_operator_brings_a_case_and_nobody_else_reads_it(ada, bruno, visit):
    answer = visit(ada).post("/casi/nuovo/", form_of())

    case = Case.objects.get()
    assert answer.status_code == 302 and answer.url == f"/casi/{case.code}/chi-legge/"
    assert case.owner == ada and not Reader.objects.exists()
    assert read_case(case.code, by=ada).words.question == "Che cosa faccio se la rata è troppo alta?"
    assert visit(bruno).get(f"/casi/{case.code}/").status_code == 404


@pytest.mark.parametrize("name", ["lara", "gina", "sara"])
def test_who_is_no_operator_owns_no_case(request, name, visit):
    person = request.getfixturevalue(name)

    with pytest.raises(PermissionDenied):
        open_case(fields_of(), by=person)
    assert visit(person).get("/casi/nuovo/").status_code in (302, 403)


def test_words_are_sealed_in_the_database(case):
    row = Case.objects.values().get(pk=case.pk)

    for name in ("question", "situation", "tried_text"):
        assert CANARIES[name].encode() not in bytes(row[name])


def test_a_value_is_no_band(ada):
    for wrong in ({"isee": "9234"}, {"ages": ["42"]}, {"pseudonym": "Maria"}, {"basis": "boh"}, {"household": "7"}):
        with pytest.raises(ValueError):
            open_case(fields_of(**wrong), by=ada)


def test_a_municipality_is_no_area(ada):
    from portal.vocabulary.models import Territory

    with pytest.raises(ValueError):
        open_case(fields_of(area=Territory.objects.get(slug="empoli")), by=ada)


def test_exact_numbers_typed_in_a_band_come_back(ada, visit):
    answer = visit(ada).post("/casi/nuovo/", form_of(isee="9234"))

    assert answer.status_code == 422 and "i numeri esatti non si scrivono" in answer.content.decode()
    assert not Case.objects.exists()


def test_what_is_certain_is_refused_by_the_form_and_by_the_action(ada, visit):
    words = "Il codice è RSSMRA85T10A562S"

    answer = visit(ada).post("/casi/nuovo/", form_of(situation=words))
    assert answer.status_code == 422 and words in answer.content.decode()
    with pytest.raises(Identifies):
        open_case(fields_of(situation=words), by=ada)
    assert not Case.objects.exists()


def test_a_name_is_asked_about_and_a_click_puts_a_made_up_one(ada, visit):
    browser, sent = visit(ada), form_of(question="Che cosa dico alla signora Amina Hassan?")

    asked = browser.post("/casi/nuovo/", sent)
    again = browser.post("/casi/nuovo/", sent | {"guard_rename": "question|name|Amina Hassan"})

    assert asked.status_code == again.status_code == 422
    form = again.context["form"]
    assert "Amina" not in form["question"].value() and not form.errors
    assert browser.post("/casi/nuovo/", sent | {"question": form["question"].value()}).status_code == 302


def test_the_tick_is_never_ticked_beforehand_and_passes_what_was_shown(ada, visit):
    browser, sent = visit(ada), form_of(question="Che cosa dico alla signora Amina Hassan?")

    page = browser.post("/casi/nuovo/", sent)
    assert " checked" not in page.content.decode().split('name="guard_checked"')[1].split(">")[0]
    tick = page.context["form"].guard_tick
    assert browser.post("/casi/nuovo/", sent | {"guard_checked": tick}).status_code == 302


def test_no_basis_is_chosen_beforehand_and_a_consent_has_its_month(ada, visit):
    browser = visit(ada)
    page = browser.get("/casi/nuovo/").content.decode()

    assert "checked" not in "".join(piece.split(">")[0] for piece in page.split('name="basis"')[1:])
    assert browser.post("/casi/nuovo/", form_of(basis="")).status_code == 422
    assert browser.post("/casi/nuovo/", form_of(basis="consent")).status_code == 422
    assert browser.post("/casi/nuovo/", form_of(basis="consent", basis_month="12/2090")).status_code == 422
    assert browser.post("/casi/nuovo/", form_of(basis="consent", basis_month="03/2026")).status_code == 302


def test_an_owner_uses_a_pseudonym_once_at_a_time(ada, bruno, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        open_case(fields_of(), by=ada)
    open_case(fields_of(), by=bruno)  # another owner's flower is hers

    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)
    open_case(fields_of(), by=ada)


def test_a_rare_situation_gets_something_coarser(ada, visit):
    rare = {"area": "empolese-valdelsa", "household": "5+", "ages": ["80+"], "health": "equipment"}
    browser = visit(ada)

    page = browser.post("/casi/nuovo/", form_of(**rare))
    coarser = browser.post("/casi/nuovo/", form_of(**rare, coarser="health"))

    assert page.status_code == 422 and 'name="coarser" value="area"' in page.content.decode()
    assert coarser.status_code == 422 and coarser.context["form"]["health"].value() == ""
    assert browser.post("/casi/nuovo/", form_of(**rare | {"health": ""})).status_code == 302


def test_the_rule_of_what_is_rare():
    usual = {"household": "3-4", "ages": ["adult", "6-13"], "isee": "6000_12000", "arrears": "3_6"}
    rare = {"household": "5+", "health": "equipment", "ages": ["80+"]}

    assert not is_rare(usual, "torino") and not is_rare({}, "cosenza")
    assert is_rare(rare, "empolese-valdelsa") and rarest(rare) == "health"
    assert plausible_households(rare) > plausible_households(rare, "torino") > plausible_households(rare, "unheard-of")


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_kept_sealed_for_its_owner_alone(ada, bruno, visit):
    answer = visit(ada).post("/casi/nuovo/", {"question": CANARIES["question"], "save_draft": "1"})

    draft = CaseDraft.objects.get()
    assert answer.status_code == 302 and CANARIES["question"].encode() not in bytes(draft.words)
    assert CANARIES["question"] in visit(ada).get(f"/casi/bozze/{draft.pk}/").content.decode()
    assert visit(bruno).get(f"/casi/bozze/{draft.pk}/").status_code == 404
    assert visit(bruno).post(f"/casi/bozze/{draft.pk}/butta/").status_code == 404


def test_nobody_opens_a_case_out_of_somebody_elses_draft(ada, bruno):
    draft = save_draft({"question": ["?"]}, by=ada)

    with pytest.raises(PermissionDenied):
        open_case(fields_of(), by=bruno, draft=draft)

    assert CaseDraft.objects.filter(pk=draft.pk).exists() and not Case.objects.exists()


def test_what_is_certain_is_kept_in_no_draft(ada, visit):
    answer = visit(ada).post("/casi/nuovo/", {"question": "CF RSSMRA85T10A562S", "save_draft": "1"})

    assert answer.status_code == 422 and not CaseDraft.objects.exists()


def test_a_draft_becomes_a_case_and_goes(ada, visit):
    browser = visit(ada)
    browser.post("/casi/nuovo/", form_of(save_draft="1"))
    draft = CaseDraft.objects.get()

    browser.post(f"/casi/bozze/{draft.pk}/", form_of(situation="Altro", save_draft="1"))
    assert CaseDraft.objects.get().pk == draft.pk
    assert browser.post(f"/casi/bozze/{draft.pk}/", form_of()).status_code == 302
    assert Case.objects.count() == 1 and not CaseDraft.objects.exists()


def test_a_draft_lasts_seven_days(ada, visit):
    from datetime import timedelta

    draft = save_draft({"question": ["?"]}, by=ada)
    with at(now() + timedelta(days=8)):
        assert visit(ada).get(f"/casi/bozze/{draft.pk}/").status_code in (302, 404)
        assert drop_old_drafts() == 1


# ── wording it anew ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_owner_words_it_anew_and_a_reader_does_not(case, ada, bruno, visit):
    new = {"question": "E se la zampogna suona?", "situation": "Meglio.", "tried_text": ""}

    assert visit(bruno).post(f"/casi/{case.code}/modifica/", new).status_code == 403
    assert CANARIES["question"] in visit(ada).get(f"/casi/{case.code}/modifica/").content.decode()
    assert visit(ada).post(f"/casi/{case.code}/modifica/", new).status_code == 302
    assert read_case(case.code, by=bruno).words.question == "E se la zampogna suona?"


def test_a_closed_case_is_not_worded_anew(case, ada):
    # `case` is how a page of before the closing holds it.
    close_case(case, outcome_kind="solved", outcome="Bene.", by=ada)

    with pytest.raises(PermissionDenied):
        reword_case(case, question="?", situation="", tried_text="", by=ada)
