"""The cast, and a database that is migrated once."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(settings.BASE_DIR)
# The files that take minutes: begun last, one worker would run them alone while the other waits.
SLOW = ("house/test_pages", "journeys/", "house/test_queries")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next((n for n, name in enumerate(SLOW) if f"tests/{name}" in item.nodeid), len(SLOW)))


# ── the database: one template by the digest of all migrations, copied for each process ──────────────────────────────


def digest() -> str:
    """Name the state of every migration, ours and others'."""
    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in path.parts:
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id):
    with django_db_blocker.unblock():
        _copy(f"snodo_{worker_id}_{os.getpid()}")
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, worker_id):
    """Give one test a copy of its own: it may commit, and what it leaves meets nobody."""
    shared = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        _copy(f"snodo_{worker_id}_{os.getpid()}_own")
        yield
        _use(shared)


def _copy(name: str) -> None:
    if connection.vendor == "sqlite":
        _copy_sqlite(name)
    else:
        _copy_postgresql(name)


def _copy_sqlite(name: str) -> None:
    kept = Path(os.environ.get("SNODO_TEST_CACHE", "/tmp/snodo-test-cache"))  # noqa: S108  holds an empty database only
    kept.mkdir(exist_ok=True)
    template = kept / f"{digest()}.sqlite3"
    mine = Path(os.environ["SNODO_TEST_SCRATCH"]) / f"{name}.sqlite3"
    if not template.exists():
        connection.settings_dict["NAME"] = str(mine)
        call_command("migrate", verbosity=0)
        connections.close_all()
        with sqlite3.connect(mine) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(mine, template.with_suffix(f".{os.getpid()}"))
        template.with_suffix(f".{os.getpid()}").replace(template)
    connections.close_all()
    shutil.copy(template, mine)
    connection.settings_dict["NAME"] = str(mine)


def _copy_postgresql(name: str) -> None:
    import psycopg

    template = f"template_{digest()}"
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        # Workers come at the same time: the first makes the template, the others wait for it.
        server.execute("SELECT pg_advisory_lock(51)")
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            server.execute(f"CREATE DATABASE {template}_new")
            _use(f"{template}_new")
            call_command("migrate", verbosity=0)
            connections.close_all()
            _close_pool()
            server.execute(f"ALTER DATABASE {template}_new RENAME TO {template}")
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        server.execute("SELECT pg_advisory_unlock(51)")
    _use(name)


def _use(name: str) -> None:
    connections.close_all()
    _close_pool()
    connection.settings_dict["NAME"] = name


def _close_pool() -> None:
    if getattr(connection, "_connection_pools", None):
        connection.close_pool()


@pytest.fixture(autouse=True)
def no_fragments():
    """Pieces of pages kept by one test hold rows that another test also numbers."""
    caches["template_fragments"].clear()


@pytest.fixture(scope="session")
def worker_id(request) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Run what production would run after the commit."""

    @contextmanager
    def committing():
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return committing


# ── the cast ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def person(email: str, first_name: str, last_name: str, *, territory: str = "torino", **fields):
    """Make a person with nothing yet: no role, no qualification."""
    from portal.accounts.models import User
    from portal.vocabulary.models import Territory

    place = Territory.objects.select_related("parent").get(slug=territory)
    return User.objects.create_user(
        f"{email}@example.org",
        "una parola lunga",
        first_name=first_name,
        last_name=last_name,
        territory=place,
        **fields,
    )


def operator(email: str, first_name: str, last_name: str, *, kind: str = "TED", **fields):
    """Make a certified operator."""
    from portal.accounts.actions import qualify

    one = person(email, first_name, last_name, **fields)
    qualify(one, kind, source="ours")
    return one


def appointed(one, kind: str, place: str = ""):
    from portal.accounts.actions import grant_role

    grant_role(one, kind, place=place, by=None)
    return one


@pytest.fixture
def ada(db):
    """TED in Torino."""
    return operator("ted", "Ada", "Ferrero", organisation="Sportello San Donato")


@pytest.fixture
def bruno(db):
    """Attivatrice in the Empolese, of another organisation."""
    return operator(
        "attivatrice",
        "Bruna",
        "Taddei",
        kind="ACTIVATOR",
        territory="empolese-valdelsa",
        organisation="Circolo Pagnana",
    )


@pytest.fixture
def carla(db):
    """TED of another territory."""
    return operator("carla", "Carla", "Spina", territory="cosenza")


@pytest.fixture
def dino(db):
    """Moderator, certified."""
    return appointed(operator("moderatrice", "Diana", "Moretti"), "moderator")


@pytest.fixture
def elena(db):
    """Coordinator of the Empolese, certified."""
    return appointed(
        operator("coordinatrice", "Elena", "Vannini", territory="empolese-valdelsa"), "coordinator", "empolese-valdelsa"
    )


@pytest.fixture
def franca(db):
    """Trainer of the TED course, certified."""
    return appointed(operator("formatore", "Franco", "Bellini"), "trainer", "corso-ted")


@pytest.fixture
def nina(db):
    """Learner, first day."""
    from portal.accounts.actions import join_network

    one = person("nuovo", "Nino", "Ruggeri", territory="empolese-valdelsa")
    join_network(one)
    return one


@pytest.fixture
def lara(db):
    """Learner, nearly finished."""
    from portal.accounts.actions import join_network

    one = person("corsista", "Lara", "Gallo")
    join_network(one)
    return one


@pytest.fixture
def gina(db):
    return appointed(person("comitato", "Gina", "Olivieri", territory="cosenza"), "committee")


@pytest.fixture
def rosa(db):
    return appointed(person("cabina", "Rosa", "Mancini", territory="empolese-valdelsa"), "steering")


@pytest.fixture
def furio(db):
    return appointed(person("finanziatore", "Furio", "Dalmasso"), "funder")


@pytest.fixture
def sara(db):
    """A suspended operator."""
    from portal.accounts.actions import suspend

    one = operator("sara", "Sara", "Neri")
    suspend(one, why="prova", by=appointed(person("staff2", "Uffa", "Staff"), "staff"))
    return one


@pytest.fixture
def tino(db):
    """Operator without a second factor."""
    return operator("tino", "Tino", "Bassi", territory="empolese-valdelsa")


@pytest.fixture
def anita(db):
    """The office: admin@."""
    return appointed(person("admin", "Anita", "Doria"), "staff")


@pytest.fixture
def browse(db):
    """Give a signed-in browser: `browse(ada).get(...)`."""

    def as_person(one):
        from django.test import Client

        browser = Client()
        if one is not None:
            browser.force_login(one, backend="portal.accounts.backends.PersonBackend")
        return browser

    return as_person
