"""Typing, presence, read marks: in memory, modest, true (realtime.md 7)."""

from portal.live import lifespan, presence
from portal.live.topics import Mark


async def test_who_writes_is_told_once_a_second_and_forgotten(open_screen, sub, here, monkeypatch):
    writer, reader = await open_screen(1, sub()), await open_screen(2, sub())
    await writer.next("subd"), await reader.next("subd")

    await writer.say("typing", topic="log:1", th=7)
    await writer.say("typing", topic="log:1", th=7)
    here.presence.flush_typing()

    frame = await reader.next("typing")
    assert frame["who"] == [{"id": 1, "name": "Persona 1", "th": "7"}]
    here.presence.flush_typing()
    assert len(reader.of("typing")) == 1

    monkeypatch.setattr(presence.Presence, "now", lambda self: here.loop.time() + 10)
    here.presence.flush_typing()
    assert (await reader.next("typing", 2))["who"] == []


async def test_who_does_not_follow_cannot_pretend_to_write(open_screen, sub, here):
    outsider, reader = await open_screen(1), await open_screen(2, sub())
    await reader.next("subd")

    await outsider.say("typing", topic="log:1", th=7)
    here.presence.flush_typing()

    assert here.presence.typing == {} and reader.of("typing") == []


async def test_where_only_ids_travel_no_name_does(open_screen, sub, here, log):
    log.ids_only = True
    writer, reader = await open_screen(1, sub()), await open_screen(2, sub(pres=True))
    await writer.next("subd"), await reader.next("subd")

    await writer.say("typing", topic="log:1")
    here.presence.flush_typing(), here.presence.flush_presence()

    assert (await reader.next("typing"))["who"][0]["name"] == ""
    assert [who["name"] for who in (await reader.next("pres"))["who"]] == ["", ""]


async def test_who_has_it_open_is_told_to_those_who_ask(open_screen, sub, here, monkeypatch):
    asker, silent = await open_screen(1, sub(pres=True)), await open_screen(2, sub())
    await asker.next("subd"), await silent.next("subd")

    here.presence.flush_presence()

    frame = await asker.next("pres")
    assert (frame["n"], [who["id"] for who in frame["who"]]) == (2, [1, 2])
    assert silent.of("pres") == []

    await silent.say("unsub", topic="log:1")
    here.presence.flush_presence()
    assert (await asker.next("pres", 2))["n"] == 2  # in its grace: it may be a page that is changing
    monkeypatch.setattr(presence.Presence, "now", lambda self: here.loop.time() + 10)
    here.presence.flush_presence()
    assert (await asker.next("pres", 3))["n"] == 1


async def test_a_room_may_keep_presence_to_itself(open_screen, sub, here, log):
    log.presence = False
    screen = await open_screen(1, sub(pres=True))
    await screen.next("subd")

    here.presence.flush_presence()

    assert screen.of("pres") == []


async def test_people_on_another_process_count_until_it_is_silent(open_screen, sub, here, monkeypatch):
    screen = await open_screen(1, sub(pres=True))
    await screen.next("subd")

    here.hear("here", {"process": "other", "topic": "log:1", "who": [[9, "Persona 9"]]})
    here.presence.flush_presence()
    assert (await screen.next("pres"))["n"] == 2

    monkeypatch.setattr(presence.Presence, "now", lambda self: here.loop.time() + 60)
    here.presence.flush_presence()
    await screen.wait_for(lambda: screen.of("pres")[-1]["n"] == 1)


async def test_read_marks_are_written_together_and_the_highest_wins(open_screen, sub, here, log):
    screen, mine = await open_screen(1, sub()), await open_screen(1, sub())
    await screen.next("subd"), await mine.next("subd")

    for n in (3, 9, 5):
        await screen.say("read", topic="log:1", th=7, n=n)
    await here.marks.flush()

    assert log.marks == [Mark(1, "1", "7", 9)]
    assert (await mine.next("read"))["n"] == 3  # her other screen is told at once
    assert screen.of("read") == []


async def test_marks_wait_for_a_database_that_is_away(open_screen, sub, here, log):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    await screen.say("read", topic="log:1", th=7, n=3)

    log.broken = True
    await here.marks.flush()
    log.broken = False
    await screen.say("read", topic="log:1", th=7, n=2)
    await here.marks.flush()

    assert log.marks == [Mark(1, "1", "7", 3)]


async def test_marks_are_written_when_the_server_stops(open_screen, sub, log):
    screen = await open_screen(1, sub())
    await screen.next("subd")
    await screen.say("read", topic="log:1", th=7, n=3)

    await lifespan.stop()

    assert log.marks == [Mark(1, "1", "7", 3)]


async def test_marks_on_what_is_not_followed_are_not_kept(open_screen, here):
    screen = await open_screen(1)

    await screen.say("read", topic="log:1", th=7, n=3)

    assert here.marks.waiting == {}
