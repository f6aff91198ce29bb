"""A small network to search: a library, two channels, a course, people who know things."""

import json
from uuid import uuid4

import pytest


@pytest.fixture
def index(db, settings, tmp_path):
    """An index of one's own, empty rooms in it; from now on every event is heard at once."""
    from search.actions import rebuild
    from search.engines import engine

    settings.SEARCH_DIR = tmp_path / "search"
    rebuild()
    return engine()


@pytest.fixture
def find(index):
    """Search as a person: `find("bolletta", ada)` gives the titles found, in order."""
    from django.contrib.auth.models import AnonymousUser

    from search.queries import find

    def titles(words: str, user=None, **facets) -> list[str]:
        found = find(words, facets, user or AnonymousUser())
        return ["".join(piece.text for piece in hit.title) for hit in found.hits]

    return titles


@pytest.fixture
def publish(db):
    """Publish a practice: `publish("Titolo", steps="…", audience="members")`."""
    from portal.clock import now
    from portal.vocabulary.models import Territory, Theme
    from practices.actions import practices_index
    from practices.models import PracticeCount, PracticePage

    def published(
        title: str, *, by=None, themes=("bollette",), territory="empoli", tags=(), worked=0, failed=0, **fields
    ):
        practice = PracticePage(
            title=title,
            slug=f"pratica-{uuid4().hex[:8]}",
            author=by,
            live=False,
            territory=Territory.objects.get(slug=territory),
            **{"summary": "In breve.", "setting": "desk", "minutes": 30, "audience": "public"} | fields,
        )
        root = practices_index()
        practice.locale_id = root.locale_id
        root.add_child(instance=practice)
        practice.themes = list(Theme.objects.filter(slug__in=themes))
        practice.tags.set(tags)
        PracticeCount.objects.create(practice=practice, worked=worked, failed=failed, tried=worked + failed)
        practice.save_revision().publish()
        PracticePage.objects.filter(pk=practice.pk).update(first_published_at=now(), last_published_at=now())
        practice.refresh_from_db()
        return practice

    return published


@pytest.fixture
def channel(ada):
    """«Bollette e contratti», for operators."""
    from forum.actions import open_channel

    return open_channel("Bollette e contratti", purpose="Parlare di bollette.", by=ada)


@pytest.fixture
def first_questions(ada):
    """«Prime domande», for learners too."""
    from forum.actions import open_channel

    return open_channel("Prime domande", purpose="Chiedere.", audience="members", by=ada)


@pytest.fixture
def talk():
    """Open a discussion and answer in it: `talk(channel, ada, "Titolo", "testo", "risposta")`."""
    from forum.actions import open_thread, post_message

    def opened(channel, by, title: str, text: str, *answers: str):
        thread = open_thread(channel, title, text, cid=uuid4(), by=by)
        for answer in answers:
            post_message(thread, answer, cid=uuid4(), by=by)
        return thread

    return opened


@pytest.fixture
def course(db):
    """The TED course with one lesson."""
    from courses.actions import courses_index
    from courses.models import CoursePage, LessonPage, ModulePage

    root = courses_index()
    course = root.add_child(
        instance=CoursePage(
            title="Corso per TED", slug="corso-ted", qualification="TED", summary="Il corso.", locale=root.locale
        )
    )
    module = course.add_child(instance=ModulePage(title="Casa e bollette", slug="casa-e-bollette", locale=root.locale))
    body = [
        {"type": "text", "value": "<p>La <b>potenza</b> impegnata e il mandarino.</p>"},
        {"type": "note", "value": {"kind": "example", "text": "<p>Un esempio con il contatore.</p>"}},
    ]
    module.add_child(
        instance=LessonPage(
            title="Leggere la bolletta",
            slug="leggere-la-bolletta",
            summary="Voce per voce.",
            minutes=30,
            body=json.dumps(body),
            locale=root.locale,
        )
    )
    return course
