"""The pages: what each person sees and what a form says back."""

import pytest
from django.urls import reverse

from practices.actions import add_translation, ask_reviewer, questions, submit_for_review, write_practice
from practices.models import Adoption, PracticePage, Review

from .conftest import fields

ALL = ["need", "steps", "weak", "nobody", "facts"]


def page(name: str, *args) -> str:
    return reverse(f"practices:{name}", args=args)


def sheet_post(**changes) -> dict:
    """What the form of a sheet sends."""
    from portal.vocabulary.models import Territory, Theme

    sent = fields(**changes)
    sent["themes"] = [Theme.objects.get(slug=slug).pk for slug in sent["themes"]]
    sent["territory"] = Territory.objects.get(slug=sent["territory"]).pk
    sent["tags"] = ", ".join(sent["tags"])
    return sent


def report_post(person, **changes) -> dict:
    return {
        "outcome": "worked",
        "happened": "Cinque rate, concesse.",
        "changed": "",
        "territory": person.territory_id,
        "tried_on": "2026-11-02",
        "again": "1",
    } | changes


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_reads_what_is_public_and_not_what_people_told(practice, told, bruno, browse):
    told(practice, bruno, happened="Il venditore ha detto di sì.")
    seen = browse(None).get(practice.get_absolute_url()).content.decode()

    assert "Mettete in fila le bollette" in seen and "1 volta su 1" in seen
    assert "Il venditore ha detto di sì" not in seen and "Bruna" not in seen


def test_a_practice_for_the_network_does_not_exist_for_visitors(publish, ada, lara, browse):
    practice = publish(ada, audience="members")

    assert browse(None).get(practice.get_absolute_url()).status_code == 404
    assert practice.title not in browse(None).get(page("practices")).content.decode()
    assert practice.title not in browse(None).get("/feed/pratiche.xml").content.decode()
    assert browse(lara).get(practice.get_absolute_url()).status_code == 200


def test_a_draft_has_no_page_no_list_no_feed(sheet, ada, dino, browse):
    for browser in (browse(None), browse(dino), browse(ada)):
        assert browser.get(f"/pratiche/{sheet.slug}/").status_code == 404
        assert "Le rate chieste" not in browser.get(page("practices")).content.decode()
    assert browse(dino).get(page("practice_edit", sheet.pk)).status_code == 404
    assert browse(dino).get(page("practice_preview", sheet.pk)).status_code == 404
    assert browse(dino).get(page("history", sheet.slug)).status_code == 404
    assert browse(ada).get(page("practice_preview", sheet.pk)).status_code == 200


def test_the_library_narrows_by_links(publish, ada, bruno, browse):
    publish(ada, title="Rate", themes=["distacchi-e-rate"], territory="torino", setting="desk")
    publish(bruno, title="Caffè", themes=["solitudine"], territory="empoli", setting="group", kind="failed")
    browser = browse(None)

    def titles(query: str) -> set[str]:
        seen = browser.get(f"{page('practices')}?{query}").content.decode()
        return {title for title in ("Rate", "Caffè") if f">{title}</a></h3>" in seen}

    assert titles("") == {"Rate", "Caffè"}
    assert titles("tema=energia") == titles("tema=distacchi-e-rate") == {"Rate"}
    assert titles("territorio=empolese-valdelsa") == titles("dove=group") == titles("esito=failed") == {"Caffè"}
    assert titles("tema=energia&dove=group") == titles("tema=%00'") == titles("dove=boh") == set()


def test_a_facet_counts_what_its_value_would_leave(publish, ada, bruno):
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from practices.queries import facets

    publish(ada, title="A", themes=["bollette", "contratti"], setting="desk")
    publish(bruno, title="B", themes=["bollette"], territory="empoli", setting="group")
    found = {facet.param: facet for facet in facets(AnonymousUser(), QueryDict("tema=bollette&dove=group"))}

    assert [(choice.label, choice.count) for choice in found["tema"].choices] == [("Energia", 1)]
    assert [(choice.label, choice.count, choice.is_on) for choice in found["tema"].inner] == [("Bollette", 1, True)]
    assert {choice.label: choice.count for choice in found["dove"].choices} == {"Sportello": 1, "Incontro di gruppo": 1}


def test_an_english_reader_finds_the_translation_else_the_italian_with_a_word_about_it(practice, dino, browse):
    before = browse(None).get(f"/en/pratiche/{practice.slug}/").content.decode()
    assert 'lang="it">Le rate chieste prima del distacco' in before

    english = {name: f"English {name}" for name in (*PracticePage.TEXTS, "title", "summary", "cost")}
    add_translation(practice, english, by=dino)

    after = browse(None).get(f"/en/pratiche/{practice.slug}/").content.decode()
    assert 'lang="en">English title' in after and "Le rate chieste" not in after
    assert "English title" in browse(None).get("/en/pratiche/").content.decode()
    assert "English" not in browse(None).get(f"/pratiche/{practice.slug}/").content.decode().replace(">English<", "")


def test_the_feed_lists_public_practices(practice, browse):
    feed = browse(None).get("/feed/pratiche.xml")

    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert f"http://localhost:8000/pratiche/{practice.slug}/" in feed.content.decode()


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_she_saves_a_draft_with_a_title_alone(ada, browse):
    answer = browse(ada).post(page("practice_write"), {"title": "La busta chiusa", "do": "save"})

    sheet = PracticePage.objects.get()
    assert answer.url == page("practice_edit", sheet.pk)
    assert 'value="La busta chiusa"' in browse(ada).get(answer.url).content.decode()


def test_sending_asks_for_what_is_missing_and_loses_nothing(ada, browse):
    answer = browse(ada).post(
        page("practice_write"), {"title": "La busta chiusa", "need": "Non la apre.", "do": "submit"}
    )
    seen = answer.content.decode()

    assert answer.status_code == 422 and "error-summary" in seen and "Non la apre." in seen
    assert not PracticePage.objects.exists()


def test_she_writes_and_sends_in_one_go(ada, browse):
    answer = browse(ada).post(page("practice_write"), sheet_post() | {"do": "submit"})

    assert answer.url == page("practices_mine") and Review.objects.get().state == "waiting"
    assert "Aspetta chi la rilegge" in browse(ada).get(answer.url).content.decode()


def test_the_guard_asks_about_a_telephone_number_and_a_tick_lets_it_pass(ada, browse):
    sent = sheet_post(steps="1. Chiama il 333 1234567.") | {"do": "save"}
    answer = browse(ada).post(page("practice_write"), sent)

    assert answer.status_code == 422 and "333 1234567" in answer.content.decode()
    tick = answer.context["form"].guard_tick
    assert browse(ada).post(page("practice_write"), sent | {"guard_checked": tick}).status_code == 302


def test_from_the_preview_it_is_sent_only_if_complete(sheet, ada, browse):
    half = write_practice({"title": "A metà"}, by=ada)

    assert browse(ada).post(page("practice_submit", half.pk)).status_code == 422
    assert browse(ada).post(page("practice_submit", sheet.pk)).status_code == 302
    assert Review.objects.get().practice_id == sheet.pk


def test_while_somebody_reads_it_she_can_only_take_it_back(review, ada, browse):
    address = page("practice_edit", review.practice_id)
    assert "Riprendila" in browse(ada).get(address).content.decode()
    kept = Review.objects.get(pk=review.pk).revision.content["steps"]

    # A tab that was open before: what she typed is on the page that refuses it.
    sent = sheet_post(title="Altro", steps="Una riga nuova, lunga da riscrivere.")
    for do in ("save", "submit", "preview"):
        refused = browse(ada).post(address, sent | {"do": do})
        assert refused.status_code == 422 and "Una riga nuova, lunga da riscrivere." in refused.content.decode()
        assert "riprendila" in refused.content.decode() and "Butta questa bozza" not in refused.content.decode()
    assert Review.objects.get(pk=review.pk).revision.content["steps"] == kept

    assert browse(ada).post(page("practice_take_back", review.practice_id)).url == address
    assert browse(ada).post(address, sheet_post(title="Altro") | {"do": "save"}).status_code == 302


def test_taken_back_from_there_what_was_typed_is_saved(review, ada, browse):
    address = page("practice_edit", review.practice_id)
    sent = sheet_post(title="Altro", steps="Una riga nuova.") | {"do": "take_back"}

    answer = browse(ada).post(address, sent, follow=True)

    assert answer.status_code == 200 and "Una riga nuova." in answer.content.decode()
    assert Review.objects.get(pk=review.pk).state == "withdrawn"
    # Taken back already, or decided meanwhile: it is saved all the same.
    assert browse(ada).post(address, sent | {"steps": "Un’altra riga."}, follow=True).status_code == 200
    assert PracticePage.objects.get(pk=review.practice_id).latest_revision.content["steps"] == "Un’altra riga."


def test_a_question_left_in_its_place_is_asked_at_the_field(ada, browse):
    need = questions()["need"]
    answer = browse(ada).post(page("practice_write"), sheet_post(need=need) | {"do": "submit"})

    shown = answer.content.decode()
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["need"]
    assert "la domanda tra parentesi quadre" in shown and 'id="id_need_error"' in shown and need in shown
    assert browse(ada).post(page("practice_write"), sheet_post(need=need) | {"do": "save"}).status_code == 302


def test_a_learner_may_not_open_the_form(lara, browse):
    assert browse(lara).get(page("practice_write")).status_code == 403


# ── reviewing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_desk_is_for_reviewers(review, dino, bruno, ada, browse):
    assert "Le rate chieste" in browse(dino).get(page("reviews")).content.decode()
    assert browse(bruno).get(page("reviews")).status_code == 403
    assert browse(bruno).get(page("review_show", review.pk)).status_code == 404
    assert browse(ada).get(page("review_show", review.pk)).status_code == 404

    ask_reviewer(review, bruno, by=dino)

    assert "Aspetta te" in browse(bruno).get(page("reviews")).content.decode()


def test_the_reviewer_takes_it_and_publishes_it(review, dino, browse):
    browser = browse(dino)
    browser.post(page("review_take", review.pk))
    missing = browser.post(page("review_accept", review.pk), {"ticks": ALL[:4], "reason": "quasi"})
    assert missing.status_code == 422 and "quasi" in missing.content.decode()

    answer = browser.post(page("review_accept", review.pk), {"ticks": ALL})

    assert answer.url == "/pratiche/le-rate-chieste-prima-del-distacco/"
    assert browser.post(page("review_send_back", review.pk), {"reason": "tardi"}).url == page("review_show", review.pk)


def test_a_long_paste_comes_back_whole_with_its_length(ada, browse):
    from practices import forms

    for name in forms.__all__:
        for field in getattr(forms, name).base_fields.values():
            assert "maxlength" not in field.widget.attrs, (name, field)
    need, summary = "La bolletta è più alta del solito. " * 200 + "Fine.", "Conviene. " * 40 + "Fine."

    answer = browse(ada).post(page("practice_write"), {"title": "Le rate", "need": need, "summary": summary})

    shown = answer.content.decode()
    assert answer.status_code == 422 and need in shown and summary in shown and 'maxlength="250"' not in shown
    assert f"È lungo {len(need)} caratteri: al massimo 6000. Accorcialo." in shown
    assert f"È lungo {len(summary)} caratteri: al massimo 250. Accorcialo." in shown


def test_who_comes_second_reads_who_has_it(review, dino, franca, browse):
    browse(dino).post(page("review_take", review.pk))
    address = page("review_show", review.pk)
    shown = browse(franca).get(address).content.decode()
    assert "La sta rileggendo Diana M." in shown and "La rileggo io" not in shown

    answer = browse(franca).post(page("review_take", review.pk), follow=True)
    assert "La sta già rileggendo Diana Moretti" in answer.content.decode()
    assert "La rileggi tu" in browse(dino).get(address).content.decode()

    browse(dino).post(page("review_let_go", review.pk))
    assert "La rileggi tu" in browse(franca).post(page("review_take", review.pk), follow=True).content.decode()


def test_sending_back_needs_a_reason(review, dino, ada, browse):
    assert browse(dino).post(page("review_send_back", review.pk), {"ticks": ALL}).status_code == 422

    browse(dino).post(page("review_send_back", review.pk), {"reason": "Manca chi chiama."})

    assert "Manca chi chiama." in browse(ada).get(page("practice_edit", review.practice_id)).content.decode()


def test_a_moderator_asks_by_name(review, dino, bruno, franca, browse):
    asked = page("review_ask", review.pk)
    assert browse(dino).post(asked, {"person": "Nessuno"}).status_code == 422
    assert browse(dino).post(asked, {"person": "Ada Ferrero"}).status_code == 422
    assert browse(franca).post(asked, {"person": "Bruna Taddei"}).status_code == 403

    assert browse(dino).post(asked, {"person": "bruna taddei"}).status_code == 302
    assert Review.objects.get().reviewer == bruno


def test_the_history_shows_rounds_and_reasons_only_to_those_concerned(review, practice, ada, dino, bruno, lara, browse):
    from practices.actions import accept, save_draft, send_back

    save_draft(practice, fields(cost="Due telefonate"), by=ada)
    send_back(submit_for_review(practice, by=ada), "Di che anno?", by=dino)
    save_draft(PracticePage.objects.get(pk=practice.pk), fields(cost="Due telefonate nel 2026"), by=ada)
    last = submit_for_review(PracticePage.objects.get(pk=practice.pk), by=ada)
    accept(last, ALL, by=dino)
    address = f"{page('history', practice.slug)}?giro={last.pk}"

    mine, hers = (browse(person).get(address) for person in (ada, bruno))
    assert "Di che anno?" in mine.content.decode() and "Di che anno?" not in hers.content.decode()
    # Who may not read the rounds in between compares the published texts.
    for seen, before in ((mine, "Due telefonate"), (hers, "Nessun costo")):
        (change,) = seen.context["changes"]
        assert "".join(piece.words for piece in change.pieces if piece.kind != "ins") == before
    assert browse(lara).get(address).status_code == 404


# ── trying ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_she_tells_how_it_went(practice, bruno, ada, browse):
    address = page("adoption_new", practice.slug)
    assert 'value="failed"' in browse(bruno).get(f"{address}?esito=failed").content.decode()

    answer = browse(bruno).post(address, report_post(bruno, works_when="Chiami presto"))

    assert answer.url == practice.get_absolute_url()
    seen = browse(ada).get(answer.url).content.decode()
    assert "Cinque rate, concesse." in seen and "Chiami presto" in seen and "1 volta su 1" in seen


@pytest.mark.parametrize(
    "wrong",
    [{"tried_on": "2030-01-01"}, {"tried_on": "boh"}, {"outcome": ""}, {"happened": ""}, {"territory": "999999"}],
)
def test_a_wrong_report_comes_back_with_everything_typed(practice, bruno, browse, wrong):
    answer = browse(bruno).post(
        page("adoption_new", practice.slug), report_post(bruno, changed="La data due giorni dopo.") | wrong
    )

    assert answer.status_code == 422 and "La data due giorni dopo." in answer.content.decode()
    assert not Adoption.objects.exists()


def test_the_same_day_twice_says_so(practice, told, bruno, browse):
    told(practice, bruno)

    answer = browse(bruno).post(page("adoption_new", practice.slug), report_post(bruno))

    assert answer.status_code == 422 and "già raccontata" in answer.content.decode()


def test_conditions_are_picked_from_the_sheet(practice, told, bruno, carla, browse):
    told(practice, bruno, conditions=[("works", "Chiami presto")])
    condition = practice.conditions.get()

    browse(carla).post(page("adoption_new", practice.slug), report_post(carla, works=[condition.pk]))

    assert practice.conditions.get().counted == 2


def test_the_author_and_learners_do_not_report(practice, ada, lara, browse):
    for person in (ada, lara):
        assert browse(person).post(page("adoption_new", practice.slug), report_post(person)).status_code == 403


def test_she_corrects_and_takes_off_her_own(practice, told, bruno, carla, dino, browse):
    report = told(practice, bruno)
    assert browse(carla).get(page("adoption_edit", report.pk)).status_code == 403
    assert browse(carla).post(page("adoption_remove", report.pk)).status_code == 403

    browse(bruno).post(page("adoption_edit", report.pk), report_post(bruno, outcome="failed"))
    assert PracticePage.objects.get(pk=practice.pk).counts.failed == 1

    assert browse(dino).post(page("adoption_remove", report.pk), {"reason": ""}).status_code == 422
    browse(dino).post(page("adoption_remove", report.pk), {"reason": "Si riconosce una casa."})
    assert "Si riconosce una casa." in browse(bruno).get(page("practices_mine")).content.decode()


def test_a_moderator_withdraws_and_writes_the_english_page(practice, dino, bruno, browse):
    assert browse(bruno).get(page("practice_withdraw", practice.slug)).status_code == 403
    assert browse(bruno).get(page("practice_translate", practice.slug)).status_code == 403
    english = {name: f"English {name}" for name in (*PracticePage.TEXTS, "title", "summary")}

    named = browse(dino).post(page("practice_translate", practice.slug), english | {"need": "CF RSSMRA80A01H501U"})
    assert named.status_code == 422 and "codice fiscale" in named.content.decode()
    assert browse(dino).post(page("practice_translate", practice.slug), english).status_code == 302
    assert browse(dino).post(page("practice_withdraw", practice.slug), {"reason": ""}).status_code == 422
    assert browse(dino).post(page("practice_withdraw", practice.slug), {"reason": "Superata."}).status_code == 302

    assert not PracticePage.objects.live().exists()
    assert browse(None).get(practice.get_absolute_url()).status_code == 404
