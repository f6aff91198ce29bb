"""Keeping the index: what happens in the rooms is found at once, nothing is lost when the writer stops.

Ada and Carla are operators, Dino moderates, Anita is the office.
"""

import threading
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from search import actions
from search.engines import engine
from search.engines.lock import alone
from search.models import IndexRequest

pytestmark = pytest.mark.both_databases


def command(what: str) -> str:
    out = StringIO()
    call_command("search_index", what, stdout=out)
    return out.getvalue()


# ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_published_practice_is_found_and_a_withdrawn_one_is_gone(index, publish, find, ada, after_commit):
    from practices.actions import withdraw_practice

    with after_commit():
        practice = publish("Rate dal fornitore", by=ada)
    assert find("fornitore") == ["Rate dal fornitore"]

    with after_commit():
        withdraw_practice(practice, "Non vale più.", by=ada)
    assert find("fornitore") == []
    assert index.read([f"practice:{practice.pk}"]) == {}


def test_an_adoption_counts_in_the_index(index, publish, ada, carla, after_commit):
    from portal.clock import today
    from portal.vocabulary.models import Territory
    from practices.actions import report_adoption

    with after_commit():
        practice = publish("Rate dal fornitore", by=ada)
    with after_commit():
        report_adoption(
            practice,
            by=carla,
            territory=Territory.objects.get(slug="cosenza"),
            tried_on=today(),
            outcome="worked",
            happened="Bene.",
        )

    key = f"practice:{practice.pk}"
    assert index.read([key])[key].weight == 1


def test_a_discussion_is_found_by_every_message_until_it_is_taken_back(
    index, channel, talk, find, ada, carla, dino, after_commit
):
    from forum.actions import edit_message, hide_message, post_message, withdraw_message

    with after_commit():
        thread = talk(channel, ada, "Contatore fermo", "Il contatore segna sempre lo stesso.")
        answer = post_message(thread, "Da me era il corbezzolo.", cid=uuid4(), by=carla)
        other = post_message(thread, "Oppure il nespolo.", cid=uuid4(), by=carla)
    assert find("contatore", ada) == find("corbezzolo", ada) == find("nespolo", ada) == ["Contatore fermo"]

    with after_commit():
        edit_message(answer, "Da me era il cotogno.", rev=answer.rev, by=carla)
    assert find("corbezzolo", ada) == []
    assert find("cotogno", ada) == ["Contatore fermo"]

    with after_commit():
        answer.refresh_from_db()
        withdraw_message(answer, by=carla)
        hide_message(other, "Si capisce di chi si parla.", by=dino)
    assert find("cotogno", ada) == find("nespolo", ada) == []


def test_a_lesson_is_found_when_it_is_published(index, course, find, lara, after_commit):
    from courses.actions import enroll
    from courses.models import LessonPage

    enroll(lara, course)
    with after_commit():
        LessonPage.objects.get().save_revision().publish()
    assert find("contatore", lara) == ["Leggere la bolletta"]

    with after_commit():
        LessonPage.objects.get().unpublish()
    assert index.read([f"lesson:{LessonPage.objects.get().pk}"]) == {}


def test_a_person_is_found_when_she_joins_and_gone_when_she_is_suspended(index, find, ada, anita, after_commit):
    from portal.accounts.actions import change_profile, suspend
    from portal.accounts.models import User

    with after_commit():
        from tests.conftest import operator

        gianni = operator("gianni", "Gianni", "Audisio")
    assert find("audisio", ada) == ["Gianni Audisio"]

    with after_commit():
        change_profile(gianni, {"about": "Monto caldaie."})
    assert find("caldaie", ada) == ["Gianni Audisio"]

    with after_commit():
        suspend(User.objects.get(pk=gianni.pk), why="prova", by=anita)
    assert find("audisio", ada) == []


# ── the writer ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def waiting(settings):
    """Nothing is written at once: requests wait for the worker."""
    settings.EVENTS_INLINE = False


def test_a_request_waits_until_the_writer_comes_and_is_never_lost(index, waiting, publish, find):
    practice = publish("Rate dal fornitore")
    actions.request([f"practice:{practice.pk}"])
    assert find("fornitore") == []

    assert actions.drain() == 1

    assert find("fornitore") == ["Rate dal fornitore"]
    assert not IndexRequest.objects.exists()


def test_a_writer_that_breaks_leaves_the_requests(index, waiting, publish, find, tmp_path):
    practice = publish("Rate dal fornitore")
    actions.request([f"practice:{practice.pk}"])
    pointer = index.folder / "CURRENT"
    (index.folder / pointer.read_text().strip() / ".tantivy-writer.lock").unlink(missing_ok=True)
    meta = next((index.folder / pointer.read_text().strip()).glob("meta.json"))
    kept = meta.read_text()
    meta.write_text("{")

    with pytest.raises(ValueError):
        actions.drain()
    assert IndexRequest.objects.count() == 1

    meta.write_text(kept)
    assert actions.drain() == 1
    assert find("fornitore") == ["Rate dal fornitore"]


def test_removals_go_before_additions(index, waiting, publish, find):
    practices = [publish(f"Bolletta {n}") for n in range(5)]
    actions.rebuild()
    gone = practices[0]
    gone.unpublish()
    actions.request([f"practice:{practice.pk}" for practice in practices[1:]])
    actions.request([f"practice:{gone.pk}"], removal=True)

    actions.drain(limit=1)

    assert index.read([f"practice:{gone.pk}"]) == {}
    assert IndexRequest.objects.filter(is_removal=True).count() == 0
    assert IndexRequest.objects.count() == 4


def test_a_second_writer_steps_back(index, waiting, publish):
    practice = publish("Rate dal fornitore")
    actions.request([f"practice:{practice.pk}"])

    with alone(index.folder / "WRITER") as is_ours:
        assert is_ours
        assert actions.drain() == 0

    assert actions.drain() == 1


def test_the_same_entry_asked_twice_is_written_once_and_both_requests_are_served(index, waiting, publish, find):
    practice = publish("Rate dal fornitore")
    actions.request([f"practice:{practice.pk}", f"practice:{practice.pk}"])

    assert actions.drain() == 2
    assert find("fornitore") == ["Rate dal fornitore"]


def test_without_an_index_the_worker_makes_it(db, settings, tmp_path, publish):
    settings.SEARCH_DIR = tmp_path / "new"
    settings.EVENTS_INLINE = False
    practice = publish("Rate dal fornitore")

    actions.drain()

    assert engine().read([f"practice:{practice.pk}"])


def test_a_request_of_nonsense_is_served_and_forgotten(index, waiting):
    actions.request(["practice:99999", "caso:1", "thread:x"])

    assert actions.drain() == 3
    assert not IndexRequest.objects.exists()


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_verify_is_content_with_a_good_index_and_finds_every_difference(index, waiting, publish):
    kept, changed, gone = (publish(f"Bolletta {n}") for n in range(3))
    command("rebuild")
    assert "what the database says" in command("verify")

    missing = publish("Bolletta nuova")
    type(changed).objects.filter(pk=changed.pk).update(title="Altro titolo")
    gone.unpublish()

    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("search_index", "verify", stdout=out)
    assert refused.value.returncode == 1
    said = out.getvalue()
    assert f"missing: practice:{missing.pk}" in said
    assert f"changed: practice:{changed.pk}" in said
    assert f"left over: practice:{gone.pk}" in said
    assert f"practice:{kept.pk}" not in said

    command("update")
    assert "what the database says" in command("verify")


def test_status_says_how_many_and_how_many_wait(index, waiting, publish):
    publish("Bolletta")
    command("rebuild")
    actions.request(["practice:1"])

    said = command("status")

    assert "entries: 1" in said and "waiting: 1" in said


def test_a_rebuild_keeps_what_was_asked_meanwhile(index, waiting, publish, monkeypatch):
    from search import entries

    practice = publish("Bolletta")
    every = entries.every

    def and_something_happens():
        yield from every()
        actions.request([f"practice:{practice.pk}"])

    monkeypatch.setattr(entries, "every", and_something_happens)
    actions.request([f"practice:{practice.pk}"])
    actions.rebuild()

    assert IndexRequest.objects.count() == 1


@pytest.mark.usefixtures("own_database")
def test_a_request_that_is_committed_late_is_not_lost_to_a_rebuild(settings, tmp_path, monkeypatch):
    """Its number was taken before the rebuild began, its transaction ends in the middle of it."""
    settings.SEARCH_DIR, settings.EVENTS_INLINE = tmp_path / "search", False
    taken, may_end = threading.Event(), threading.Event()

    def write_slowly():
        try:
            with transaction.atomic():
                actions.request(["practice:1"])
                taken.set()
                may_end.wait(20)
        finally:
            connection.close()

    def and_meanwhile_it_ends():
        may_end.set()
        slow.join()
        yield from ()

    monkeypatch.setattr(actions.entries, "every", and_meanwhile_it_ends)
    slow = threading.Thread(target=write_slowly)
    one_writer_at_a_time = connection.vendor == "sqlite"
    if one_writer_at_a_time:
        actions.request(["practice:2"])
    slow.start()
    assert taken.wait(20)
    if not one_writer_at_a_time:
        actions.request(["practice:2"])

    actions.rebuild()

    assert [request.key for request in IndexRequest.objects.all()] == ["practice:1"]


# ── long discussions ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_a_long_discussion_the_question_the_answer_and_what_is_new_are_kept(
    index, waiting, channel, talk, ada, carla, monkeypatch
):
    from forum.actions import accept_answer
    from search.entries import threads

    monkeypatch.setattr(threads, "NEWEST", 3)
    answers = ["Era il corbezzolo.", *(f"Parola{n}." for n in range(6))]
    thread = talk(channel, ada, "Contatore fermo", "Il contatore segna sempre lo stesso.", *answers)
    accept_answer(thread.messages.get(body=answers[0]), by=ada)

    (entry,) = threads.entries([thread.pk])

    said = ["Il contatore segna sempre lo stesso.", answers[0], *answers[-3:]]
    assert entry.body.split("\n") == said

    monkeypatch.setattr(threads, "LONGEST_BODY", len("".join(said)) - 1)
    (entry,) = threads.entries([thread.pk])
    assert entry.body.split("\n") == [*said[:2], *answers[-2:]]
