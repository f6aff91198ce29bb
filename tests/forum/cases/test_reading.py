"""«Chi ha letto»: every reading is one line, written with the reading itself. Ada owns the case, Bruna reads it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from forum.cases.actions import NotLogged, read_case, words_for_change
from forum.cases.models import Reading
from forum.cases.queries import access_log
from tests.forum.cases.conftest import CANARIES


@pytest.fixture
def log_is_down():
    """The database takes no more lines of the log: a full disk, a lock."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT") and Reading._meta.db_table in sql:
            raise DatabaseError("no room for a line")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_only_the_owner_gets_the_words_to_change_them(case, ada, bruno, carla):
    for who in (bruno, carla):
        with pytest.raises(PermissionDenied):
            words_for_change(case, by=who)

    assert words_for_change(case, by=ada).question == CANARIES["question"]
    assert [one.reader for one in Reading.objects.all()] == [ada]


def test_every_reading_is_one_line(case, talk, ada, bruno, visit):
    browser = visit(bruno)
    browser.get(f"/casi/{case.code}/")
    browser.get(f"/casi/{case.code}/")
    browser.get(f"/casi/{case.code}/discussione/")

    assert Reading.objects.filter(reader=bruno).count() == 3
    (line,) = access_log(case)
    assert (line.person, line.case, line.talk) == (bruno, 2, 1)
    page = visit(ada).get(f"/casi/{case.code}/letture/").content.decode()
    assert "Bruna Taddei" in page and "2 volte" in page


def test_who_may_not_read_leaves_no_line(case, carla, visit):
    visit(carla).get(f"/casi/{case.code}/")

    assert not Reading.objects.exists()


def test_only_the_owner_sees_who_read(case, bruno, carla, visit):
    assert visit(bruno).get(f"/casi/{case.code}/letture/").status_code == 403
    assert visit(carla).get(f"/casi/{case.code}/letture/").status_code == 404


def test_what_cannot_be_logged_is_not_shown(case, talk, ada, bruno, visit, log_is_down):
    for one in (ada, bruno):
        for path in ("", "discussione/"):
            answer = visit(one).get(f"/casi/{case.code}/{path}")
            assert answer.status_code == 503
            assert not any(words in answer.content.decode() for words in CANARIES.values())
        with pytest.raises(NotLogged):
            read_case(case.code, by=one)
    assert visit(ada).get(f"/casi/{case.code}/modifica/").status_code == 503


def test_pages_are_kept_nowhere_and_say_nothing_in_the_tab(case, ada, bruno, visit):
    for path in ("", "letture/", "chi-legge/", "modifica/", "chiudi/", "elimina/", "chiedi-alla-rete/"):
        answer = visit(ada).get(f"/casi/{case.code}/{path}")
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "same-origin"
        assert "<title>Casi · Snodo</title>" in page
        assert "data-draft" not in page.split('<main id="contenuto"')[1].split("</main>")[0]
    assert "<title>Casi · Snodo</title>" in visit(bruno).get("/casi/").content.decode()


def test_after_half_an_hour_she_confirms_that_it_is_her(case, bruno, browse, visit):
    stale = browse(bruno)

    assert stale.get(f"/casi/{case.code}/").status_code == 302
    assert "/io/" in stale.get("/casi/")["Location"]
    assert visit(bruno).get(f"/casi/{case.code}/").status_code == 200


def test_moments_are_shown_by_week(case, talk, bruno, visit):
    page = visit(bruno).get(f"/casi/{case.code}/").content.decode()

    assert "questa settimana" in page
    assert f"{talk[0].written_at:%H:%M}" not in page.split('id="consigli"')[1].split("</ol>")[0]


def count(browser, path: str) -> int:
    from django.test.utils import CaptureQueriesContext

    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len([query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_pages_ask_the_database_the_same_number_of_times(case, ada, bruno, carla, visit):
    from uuid import uuid4

    from forum.cases.actions import accept_invitation, comment, invite, open_case
    from tests.forum.cases.conftest import fields_of

    browser = visit(ada)
    paths = ["/casi/", f"/casi/{case.code}/", f"/casi/{case.code}/chi-legge/", f"/casi/{case.code}/letture/"]
    before = {path: count(browser, path) for path in paths}
    for n in range(10):
        comment(case, f"Riga {n}", cid=uuid4(), by=bruno)
    accept_invitation(invite(case, carla, by=ada), by=carla)
    for flower in ("Glicine", "Lavanda", "Ginestra"):
        open_case(fields_of(flower), by=ada)
    visit(carla).get(f"/casi/{case.code}/")

    after = {path: count(browser, path) for path in paths}
    assert after == before
    assert max(after.values()) <= 12, after
