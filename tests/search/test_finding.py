"""Finding things of every room. Ada and Carla are operators, Lara and Nina learn, Dino moderates, Sara is suspended.

What each may find is what she may see; nobody finds a word of what she may not.
"""

import ast
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import search
from search import queries
from search.actions import rebuild

pytestmark = pytest.mark.both_databases

CAST = ["ada", "bruno", "carla", "dino", "elena", "franca", "nina", "lara", "gina", "rosa", "furio", "tino", "anita"]


@pytest.fixture
def network(index, publish, channel, first_questions, talk, course, ada, nina, lara):
    """One thing of every kind and audience, each with «bolletta» and a fruit of its own."""
    from courses.actions import enroll

    enroll(lara, course)
    publish("Bolletta pubblica con la pesca", steps="La bolletta e la pesca.")
    publish("Bolletta dei soci con la susina", audience="members", themes=("isee-e-sostegni",), territory="torino")
    talk(channel, ada, "Bolletta degli operatori", "Qui c’è l’albicocca e la bolletta.", "Anche il lampone.")
    talk(first_questions, ada, "Bolletta per chi comincia", "Qui c’è la bolletta e il melone.")
    rebuild()


FRUITS = {
    "pesca": {"visitor", *CAST},
    "susina": set(CAST),
    "albicocca": {"ada", "bruno", "carla", "dino", "elena", "franca", "tino"},
    "lampone": {"ada", "bruno", "carla", "dino", "elena", "franca", "tino"},
    "melone": {"ada", "bruno", "carla", "dino", "elena", "franca", "tino", "nina", "lara"},
    "mandarino": {"lara", "franca", "dino"},
}


@pytest.fixture
def readers(request, db):
    """Everybody who may come, by name."""
    return {"visitor": AnonymousUser()} | {name: request.getfixturevalue(name) for name in CAST}


def test_each_finds_what_she_may_see_and_no_trace_of_the_rest(network, readers):
    for name, user in readers.items():
        for fruit, finders in FRUITS.items():
            found = queries.find(fruit, {}, user)
            assert bool(found.hits) is (name in finders), (name, fruit)
            if name not in finders:
                assert found.total == 0 and not any(found.facets.values()), (name, fruit)
                # A near word is not put right into one that she may not see, and the box does not complete it.
                mistyped = queries.find(fruit[:-1] + "z", {}, user)
                assert (mistyped.corrected, mistyped.suggested, mistyped.total) == ("", None, 0), (name, fruit)
                assert queries.suggest(fruit[:5], user) == [], (name, fruit)


def test_totals_and_facets_count_exactly_what_is_shown(network, readers):
    for name, user in readers.items():
        found = queries.find("bolletta", {}, user)

        kinds = {}
        for hit in found.hits:
            kinds[hit.kind] = kinds.get(hit.kind, 0) + 1
        assert (found.total, dict(found.facets["kind"])) == (len(found.hits), kinds), name


def test_a_suspended_person_searches_what_is_public(network, sara, find):
    assert find("bolletta", sara) == ["Bolletta pubblica con la pesca"]


def test_the_answer_is_the_same_as_if_what_she_may_not_see_did_not_exist(index, publish, channel, talk, ada, nina):
    publish("Bolletta pubblica", steps="La bolletta.")
    rebuild()
    before = queries.find("bolletta", {}, nina)

    talk(channel, ada, "Bolletta segreta", "La bolletta e il corbezzolo.")
    rebuild()
    after = queries.find("bolletta", {}, nina)

    assert [hit.url for hit in after.hits] == [hit.url for hit in before.hits]
    assert (after.total, after.facets, after.suggested) == (before.total, before.facets, before.suggested)


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def stove(index, publish):
    publish(
        "Stufa a pellet in affitto", steps="Perché l’ISEE della famiglia non conta in città.", tags=["riscaldamento"]
    )
    publish("Chiedere le rate", steps="Prima del distacco, la bolletta dell’energia.")
    rebuild()


def test_forms_accents_apostrophes_tags(stove, find):
    for words in (
        "stufe",
        "famiglie",
        "perche",
        "citta",
        "l'isee",
        "STUFA",
        "«a pellet»",
        "riscaldamento",
        "pellet affitto",
    ):
        assert find(words) == ["Stufa a pellet in affitto"], words


def test_words_of_the_vocabulary_find_too(stove, find):
    for words in ("distacchi", "bollette", "dell’energia", "dell'energie", "rata", "Empoli", "bills"):
        assert "Chiedere le rate" in find(words), words


def test_a_mistyped_word_finds_what_was_meant_and_says_so(stove):
    for typed, meant in (
        ("stuffa", "stufa"),
        ("stuffa a pelet", "stufa a pellet"),
        ("bolleta", "bolletta"),
        ("citttà", "città"),
    ):
        found = queries.find(typed, {}, AnonymousUser())
        assert found.hits and found.corrected == meant, typed


def test_a_rare_spelling_gets_the_common_one_as_a_hint(index, publish):
    publish("Bolleta scritta male", themes=("contratti",))
    for n in range(9):
        publish(f"Bolletta numero {n}", themes=("contratti",))
    rebuild()

    found = queries.find("bolleta", {}, AnonymousUser())

    assert [hit.thing.title for hit in found.hits] == ["Bolleta scritta male"]
    assert found.suggested == ("bolletta", 9)


def test_when_nothing_has_all_the_words_what_has_half_is_shown_as_such(stove):
    found = queries.find("rate distacco pellet ascensore", {}, AnonymousUser())

    assert found.is_partial and found.found_nothing
    assert [hit.thing.title for hit in found.hits] == ["Chiedere le rate"]


def test_words_are_marked_and_texts_are_never_markup(index, publish):
    publish("La <b>bolletta</b> & il resto", steps="<script>alert(1)</script> bollette")
    rebuild()

    (hit,) = queries.find("bolletta", {}, AnonymousUser()).hits

    assert [piece.text for piece in hit.title if piece.is_found] == ["bolletta"]
    assert "".join(piece.text for piece in hit.title) == "La <b>bolletta</b> & il resto"


def test_what_others_told_of_trying_a_practice_is_not_found_by_visitors(index, publish, ada, carla, find):
    from portal.clock import today
    from portal.vocabulary.models import Territory
    from practices.actions import report_adoption

    practice = publish("Chiedere le rate", by=ada)
    place = Territory.objects.get(slug="cosenza")
    report_adoption(
        practice, by=carla, territory=place, tried_on=today(), outcome="worked", happened="Con il corbezzolo."
    )
    rebuild()

    assert find("corbezzolo") == find("corbezzolo", ada) == []


def test_people_are_found_by_what_they_know_but_not_by_how_to_reach_them(index, find, ada, bruno, nina):
    from portal.vocabulary.models import Theme

    bruno.about = "Seguo i tavoli. Chiamami al 333 1234567 o scrivi a bruna@example.org."
    bruno.save()
    bruno.competences.set(Theme.objects.filter(slug="isee-e-sostegni"))
    rebuild()

    assert find("isee", ada) == find("taddei", ada) == find("Circolo Pagnana", nina) == ["Bruna Taddei"]
    assert find("3331234567", ada) == find("«333 1234567»", ada) == find("attivatrice@example.org", ada) == []
    assert find("taddei") == []


def test_learners_are_found_by_the_network_only(index, find, ada, nina, lara):
    rebuild()

    assert find("Gallo", ada) == ["Lara Gallo"]
    assert find("Gallo", nina) == []
    assert find("Gallo", lara) == ["Lara Gallo"]


def test_practices_lead_with_how_often_they_worked(index, publish, find):
    publish("Rate dal fornitore", steps="Le rate.", worked=9, failed=1)
    publish("Rate dal Comune", steps="Le rate.", worked=0, failed=0)
    rebuild()

    assert find("rate")[0] == "Rate dal fornitore"
    (first, _) = queries.find("rate", {}, AnonymousUser(), sort="tried").hits
    assert first.thing.counts.worked == 9


# ── facets, pages ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_facets_narrow_by_wider_words_too(index, publish, find):
    publish("A Empoli", territory="empoli", themes=("bollette",))
    publish("A Torino", territory="torino", themes=("solitudine",), setting="group", kind="failed")
    rebuild()

    assert find("", territory=["empolese-valdelsa"]) == ["A Empoli"]
    assert find("", theme=["energia"]) == ["A Empoli"]
    assert find("", outcome=["failed"]) == find("", setting=["group"]) == ["A Torino"]
    assert find("", theme=["energia"], territory=["torino"]) == []


def test_pages_go_on_and_a_senseless_number_gives_the_nearest(index, publish, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 4)
    for n in range(6):
        publish(f"Bolletta {n:02}")
    rebuild()

    first, second = (queries.find("bolletta", {}, AnonymousUser(), page) for page in (1, 2))
    assert (len(first.hits), len(second.hits), first.total) == (4, 2, 6)
    assert not {hit.url for hit in first.hits} & {hit.url for hit in second.hits}
    for page in ("99", "0", "-4", "due", ""):
        assert queries.find("bolletta", {}, AnonymousUser(), page).hits


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.text(max_size=300), st.text(max_size=30))
def test_no_text_breaks_finding_or_suggesting(stove, ada, words, value):
    queries.find(words, {"theme": [value], "kind": [value]}, ada, value, sort=value)
    queries.find(words, {}, AnonymousUser())
    queries.suggest(words, ada)


def test_a_search_asks_the_database_the_same_few_times(network, ada, django_assert_max_num_queries, publish):
    for n in range(15):
        publish(f"Bolletta e contatore {n}")
    rebuild()
    ada.__dict__.pop("_standing", None)

    with django_assert_max_num_queries(9):
        found = queries.find("bolletta", {}, ada)
    assert found.total > 15


# ── the index is behind ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_withdrawn_is_gone_before_the_index_knows(network, find, ada):
    from practices.models import PracticePage

    PracticePage.objects.filter(title__contains="pesca").update(live=False)

    found = queries.find("pesca", {}, ada)
    assert (found.hits, found.total) == ([], 0)
    assert not any(found.facets.values())


def test_who_lost_her_place_finds_no_more_before_the_index_knows(network, find, carla):
    from portal.accounts.models import Qualification
    from portal.accounts.permissions import forget_standing
    from portal.clock import now

    assert find("albicocca", carla)
    Qualification.objects.filter(person=carla).update(withdrawn_at=now())
    forget_standing(carla)

    assert find("albicocca", carla) == []


def test_words_that_were_taken_back_are_not_shown_before_the_index_knows(network, ada):
    from forum.models import Message

    Message.objects.filter(body__contains="lampone").update(body="Niente frutta.", html="<p>Niente frutta.</p>", rev=2)

    (hit,) = queries.find("albicocca lampone", {}, ada).hits

    assert "lampone" not in "".join(piece.text for piece in hit.piece)


# ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_room_imports_nothing_of_cases():
    folder = Path(search.__file__).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            assert not any("cases" in name for name in names), path


def test_a_case_leaves_no_trace_in_the_index(index, publish, readers, ada, carla, after_commit):
    """Ada owns the case, Carla reads it; the answer to everybody is the same with and without it."""
    from forum.cases.actions import accept_invitation, comment, invite, open_case
    from portal.accounts.models import User
    from portal.vocabulary.models import Theme

    publish("Bolletta pubblica")
    rebuild()
    canaries = ("Melograno", "gelsomino", "ribes", "carrubo")
    before = {(name, word): queries.find(word, {}, user) for name, user in readers.items() for word in canaries}

    with after_commit():
        case = open_case(
            {
                "pseudonym": "Melograno",
                "question": "Che cosa faccio con il gelsomino?",
                "situation": "C’è il ribes.",
                "basis": "informed",
                "themes": Theme.objects.filter(slug="bollette"),
            },
            by=ada,
        )
        comment_by = accept_invitation(invite(case, carla, by=ada), by=carla).person
        comment(case, "Prova con il carrubo.", cid=uuid4(), by=User.objects.get(pk=comment_by.pk))
    rebuild()

    for (name, word), without in before.items():
        after = queries.find(word, {}, readers[name])
        assert replace(after, page=None) == replace(without, page=None) and after.total == 0, (name, word)
        assert queries.suggest(word, readers[name]) == [], (name, word)
    assert not any(key.startswith("case") for key in index.digests())
    kept = [entry.as_text() for entry in index.read(index.digests()).values()]
    assert not any(word.lower() in text.lower() for word in canaries for text in kept)
