"""The embedded engine alone: what is put is found, by whom it may be, and a rebuild leaves no gap.

No person and no row here: entries are made by hand.
"""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import COUNTED, Ask
from search.engines.embedded import EmbeddedEngine
from search.engines.italian import read
from search.entries.shape import Entry

FROM = datetime(2026, 11, 1, tzinfo=UTC)


def entry(key: str, title: str, body: str = "", *, audience=("public",), days: int = 0, **fields) -> Entry:
    return Entry(
        key=key,
        title=title,
        body=body,
        audience=tuple(audience),
        url=("practices:practice_show", key),
        changed_at=FROM + timedelta(days=days),
        **fields,
    )


ENTRIES = [
    entry(
        "practice:1",
        "Chiedere le rate prima del distacco",
        "Mettete in fila le bollette dell’energia. Il fornitore deve accettare il piano.",
        themes=("distacchi-e-rate", "energia"),
        territory=("empoli", "empolese-valdelsa"),
        setting=("desk",),
        outcome=("worked",),
        weight=12,
        days=1,
    ),
    entry(
        "practice:2",
        "Stufa a pellet in affitto",
        "La stufa è del proprietario: perché serve il libretto. L’ISEE della famiglia non conta.",
        audience=("members",),
        themes=("casa-e-abitare",),
        territory=("torino",),
        setting=("home_visit",),
        outcome=("failed",),
        weight=2,
        days=5,
    ),
    entry(
        "thread:1",
        "Distacchi: chi chiama il fornitore?",
        "Di solito chiamo io. La bolletta era vecchia.",
        audience=("channel:7",),
        themes=("distacchi-e-rate", "energia"),
        territory=("torino",),
        days=9,
    ),
    entry("thread:2", "Segretissimo pellicano", "Il pellicano costa 9.796 €.", audience=("channel:9",), days=3),
    entry("lesson:1", "Leggere la bolletta", "La potenza impegnata in città.", audience=("course:4",), days=2),
]


@pytest.fixture
def engine(tmp_path):
    made = EmbeddedEngine(tmp_path / "search")
    made.rebuild(ENTRIES)
    return made


MEMBER = frozenset({"public", "members", "channel:7", "course:4"})


def found(engine, words: str, audiences=MEMBER, **ask) -> list[str]:
    return list(engine.find(Ask(read(words), frozenset(audiences), **ask), set).keys)


@pytest.mark.parametrize(
    "words, keys",
    [
        ("bolletta", {"practice:1", "thread:1", "lesson:1"}),
        ("bollette", {"practice:1", "thread:1", "lesson:1"}),
        ("distacco", {"practice:1", "thread:1"}),
        ("distacchi", {"practice:1", "thread:1"}),
        ("famiglie", {"practice:2"}),
        ("perché", {"practice:2"}),
        ("perche", {"practice:2"}),
        ("citta", {"lesson:1"}),
        ("CITTÀ", {"lesson:1"}),
        ("l'isee", {"practice:2"}),
        ("isee", {"practice:2"}),
        ("dell’energia", {"practice:1"}),
        ("dell'energie", {"practice:1"}),
        ("bolletta energia", {"practice:1"}),
        ("bolletta stufa", set()),
        ("«rate prima del distacco»", {"practice:1"}),
        ("«distacco prima del rate»", set()),
        ("impegnato", {"lesson:1"}),
    ],
)
def test_words_are_found_as_people_write_them(engine, words, keys):
    assert set(found(engine, words)) == keys


def test_without_words_everything_permitted_is_there(engine):
    assert len(found(engine, "")) == 4


def test_only_what_the_reader_may_see_is_found_counted_or_hinted_at(engine):
    ask = Ask(read("pellicano"), MEMBER)

    assert engine.find(ask, set).total == 0
    assert engine.correct(Ask(read("pellicanno"), MEMBER)) is None
    assert engine.complete((), "pelli", MEMBER, 5) == []
    assert found(engine, "pellicano", {"channel:9"}) == ["thread:2"]
    assert engine.correct(Ask(read("pellicanno"), frozenset({"channel:9"}))) == read("pellicano")


def test_an_amount_is_found_both_ways(engine):
    assert found(engine, "9.796", {"channel:9"}) == found(engine, "9796", {"channel:9"}) == ["thread:2"]


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("stuffa", "stufa"),
        ("bolleta", "bolletta"),
        ("pelet", "pellet"),
        ("distaco", "distacco"),
        ("rpima bolletta", "prima bolletta"),
        ("propietario", "proprietario"),
        ("fornittorre", "fornitore"),
    ],
)
def test_typing_errors_are_put_right(engine, typed, meant):
    corrected = engine.correct(Ask(read(typed), MEMBER))

    assert " ".join(str(part) for part in corrected) == " ".join(str(part) for part in read(meant))


def test_a_word_that_finds_something_is_left_alone(engine):
    assert engine.correct(Ask(read("rate bolletta"), MEMBER)) is None
    assert engine.correct(Ask(read("xyzzyx"), MEMBER)) is None


def test_a_rare_word_is_not_turned_into_a_common_one_that_is_merely_near(engine):
    engine.write([], [entry(f"practice:{n}", "Tutto quello che serve in bolletta") for n in range(20, 40)])
    engine.write([], [entry("practice:50", "La voltura dopo un lutto"), entry("practice:51", "La bolleta di Ugo")])

    assert engine.correct(Ask(read("lutto"), MEMBER)) is None
    assert engine.correct(Ask(read("bolleta"), MEMBER)) == read("bolletta")


def test_nonsense_is_given_up_quickly(engine):
    assert engine.correct(Ask(read("bq" * 95), MEMBER)) is None
    assert engine.correct(Ask(read("qwxz kjhg zxcv vbnm"), MEMBER)) is None


def test_facets_count_what_the_reader_may_see(engine):
    facets = engine.find(Ask(read("distacco"), MEMBER), set).facets

    assert dict(facets["kind"]) == {"practice": 1, "thread": 1}
    assert dict(facets["theme"]) == {"distacchi-e-rate": 2, "energia": 2}
    assert dict(facets["territory"]) == {"empoli": 1, "empolese-valdelsa": 1, "torino": 1}
    assert dict(engine.find(Ask((), frozenset({"public"})), set).facets["kind"]) == {"practice": 1}


def test_a_chosen_facet_narrows_the_others_and_keeps_its_own_counts(engine):
    hits = engine.find(Ask(read("distacco"), MEMBER, {"territory": ("torino",)}), set)

    assert hits.keys == ("thread:1",)
    assert dict(hits.facets["territory"]) == {"empoli": 1, "empolese-valdelsa": 1, "torino": 1}
    assert dict(hits.facets["kind"]) == {"thread": 1}


def test_two_values_of_a_facet_widen_it(engine):
    assert set(found(engine, "", facets={"setting": ("desk", "home_visit")})) == {"practice:1", "practice:2"}


def test_a_stale_entry_is_in_no_hit_no_total_and_no_facet(engine):
    hits = engine.find(Ask(read("distacco"), MEMBER), lambda keys: set(keys) - {"thread:1"})

    assert hits.keys == ("practice:1",)
    assert hits.total == 1
    assert dict(hits.facets["kind"]) == {"practice": 1}
    assert dict(hits.facets["territory"]) == {"empoli": 1, "empolese-valdelsa": 1}


def test_order_by_fit_by_date_and_by_trials(engine):
    assert found(engine, "leggere la bolletta")[0] == "lesson:1"
    assert found(engine, "bolletta", sort="recent") == ["thread:1", "lesson:1", "practice:1"]
    assert found(engine, "", sort="tried")[:2] == ["practice:1", "practice:2"]


def test_the_exact_title_comes_first(engine):
    decoys = [entry(f"practice:{n}", "Stufa stufa pellet", "stufa a pellet " * 40, weight=50) for n in range(10, 20)]
    engine.write([], decoys)

    assert found(engine, "stufa a pellet in affitto", at_least=2)[0] != ""
    assert found(engine, "Stufa a pellet in affitto")[0] == "practice:2"


def test_some_of_the_words_will_do_when_asked(engine):
    assert found(engine, "bolletta stufa") == []
    assert len(found(engine, "bolletta stufa", at_least=1)) == 4


def test_titles_complete_what_is_typed(engine):
    assert set(engine.complete((), "dist", MEMBER, 5)) == {"practice:1", "thread:1"}
    assert engine.complete(read("rate"), "dist", MEMBER, 5) == ["practice:1"]
    assert engine.complete((), "", MEMBER, 5) == []


def test_what_is_written_again_replaces_and_what_is_removed_is_gone(engine):
    engine.write(["thread:1"], [entry("practice:1", "Tutt’altro titolo")])

    assert found(engine, "distacco") == []
    assert found(engine, "altro titolo") == ["practice:1"]
    assert engine.read(["practice:1", "thread:1"]).keys() == {"practice:1"}


def test_an_entry_comes_back_as_it_was_put(engine):
    assert engine.read(["practice:1"])["practice:1"] == ENTRIES[0]
    assert engine.digests() == {one.key: one.digest() for one in ENTRIES}


def test_totals_stop_at_a_thousand(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(entry(f"thread:{n}", "Bolletta") for n in range(COUNTED + 50))

    hits = engine.find(Ask(read("bolletta"), MEMBER), set)

    assert hits.total == COUNTED + 1
    assert len(hits.keys) == COUNTED


def test_another_reader_sees_a_commit_and_a_new_generation_at_once(engine):
    reader = EmbeddedEngine(engine.folder)
    assert found(reader, "stufa") == ["practice:2"]

    engine.write(["practice:2"], [])
    assert found(reader, "stufa") == []

    engine.rebuild(ENTRIES)
    assert found(reader, "stufa") == ["practice:2"]


def test_a_rebuild_leaves_no_moment_without_answers(engine):
    answers, stopping = [], threading.Event()

    def keep_asking():
        reader = EmbeddedEngine(engine.folder)
        while not stopping.is_set():
            answers.append(len(found(reader, "bolletta")))

    asking = threading.Thread(target=keep_asking)
    asking.start()
    for _ in range(6):
        engine.rebuild(ENTRIES)
    stopping.set()
    asking.join()

    assert len(answers) > 10
    assert set(answers) == {3}


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(engine):
    def breaking():
        yield ENTRIES[0]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(breaking())

    assert set(found(engine, "bolletta")) == {"practice:1", "thread:1", "lesson:1"}


def test_an_engine_without_an_index_answers_nothing(tmp_path):
    engine = EmbeddedEngine(tmp_path / "nothing")

    assert not engine.is_ready()
    assert engine.find(Ask(read("bolletta"), MEMBER), set).keys == ()
    assert engine.status()["ready"] is False


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.text(max_size=120))
def test_no_text_breaks_a_search(engine, words):
    parts = read(words)

    engine.find(Ask(parts, MEMBER), set)
    engine.find(Ask(parts, MEMBER, at_least=1), set)
    engine.correct(Ask(parts, MEMBER))
    engine.complete((), words, MEMBER, 5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_breaks_the_writing(engine, title, body):
    engine.write([], [entry("practice:99", title, body)])
    engine.find(Ask(read(title), MEMBER), set)
