"""Every page at 10 rows and at 10,000: queries, weight, time; and what two pages cost beside a bare view.

`manage.py bench pages [--quick]` runs it (quick: 500 rows, each page as one of its readers). The pages and who may open
them are those of `tests/house/matrix.yaml`, on the world of `tests/house/world.py`; `tests/house/test_queries.py` uses
the same parts.
"""

import gzip
import re
import statistics
import time
import urllib.request
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import yaml

HOUSE = Path(__file__).resolve().parent.parent / "house"
# Rows that no network has by the thousand: as many as fill two pages of a list.
FEW = 45
LINES = 60  # messages of the discussion that is measured: one page shows 50
TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


# ── the rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def settle():
    """Make one of each thing, and a discussion that fills a page."""
    from forum.actions import post_message
    from forum.models import Thread
    from tests.house.world import build

    world = build()
    thread = Thread.objects.get(pk=world.thread_pk)
    writers = [world.people["operator"], world.people["colleague"]]
    for number in range(LINES):
        post_message(thread, f"Passo **{number}**: si fa insieme.", cid=uuid.uuid4(), by=writers[number % 2])
    return world


def grow(world, rows: int, *, seed: int) -> None:
    """Add that many rows to everything that a list shows; what a network has few of grows to two pages."""
    from forum.models import Channel
    from portal.accounts.models import User
    from portal.demo.crowd import populate
    from tests.bench.ground import grow_ground

    channel = Channel.objects.get(slug=world.channel)
    populate(
        people=rows, practices=rows, messages=rows, seed=seed, tell=lambda *_: None, channels=[channel]
    )  # fmt: skip
    crowd = list(User.objects.filter(email__contains=f"-{seed}-").order_by("pk")[:rows])
    _courses(world, crowd)
    _practices(world, crowd)
    _notices(world, rows)
    _few(world, crowd, min(rows, FEW), seed)
    grow_ground(world, crowd, rows, min(rows, FEW), seed)


def _courses(world, crowd) -> None:
    from courses.models import CoursePage, Enrollment
    from portal.accounts.models import JoinRequest
    from portal.clock import now

    course = CoursePage.objects.get(slug=world.course, locale__language_code="it")
    places = []
    for number, person in enumerate(crowd):
        # A class is some dozens: a register shows all of it. Who asked, and who has finished, are many.
        if number < FEW:
            state = {"state": "enrolled", "enrolled_at": now()}
        elif number % 5 == 0:
            state = {"state": "requested", "requested_at": now()}
        else:
            state = {"state": "completed", "enrolled_at": now(), "ended_at": now()}
        places.append(Enrollment(person=person, course=course, **state))
    Enrollment.objects.bulk_create(places, batch_size=500)
    here = world.people["coordinator"].territory
    JoinRequest.objects.bulk_create(
        [JoinRequest(person=person, territory=here, wish="TED") for person in crowd], batch_size=500
    )


def _practices(world, crowd) -> None:
    from portal.clock import today
    from practices.models import Adoption, PracticePage

    place = world.people["operator"].territory
    shared = {"territory": place, "tried_on": today(), "happened": "È andata bene.", "again": True}
    Adoption.objects.bulk_create(
        [
            Adoption(practice_id=world.practice_page, person=person, outcome=("worked", "failed")[n % 2], **shared)
            for n, person in enumerate(crowd)
        ],
        batch_size=500,
    )
    authors = [world.people[role] for role in ("operator", "colleague", "stranger", "trainer", "moderator")]
    newest = list(PracticePage.objects.order_by("-pk").values_list("pk", flat=True)[: len(crowd)])
    for number, author in enumerate(authors):
        PracticePage.objects.filter(pk__in=newest[number :: len(authors)]).update(author=author)


def _notices(world, rows: int) -> None:
    from portal.notifications.models import Notification, Tray
    from search.models import UnmetNeed

    tray = Tray.objects.get(reader=world.people["operator"])
    told = range(tray.last_seq + 1, tray.last_seq + 1 + rows)
    Notification.objects.bulk_create(
        [Notification(reader=tray.reader, kind="x", text="Una novità", url=f"/x/{n}/", seq=n) for n in told],
        batch_size=500,
    )
    tray.last_seq += rows
    tray.save(update_fields=["last_seq"])
    UnmetNeed.objects.bulk_create([UnmetNeed(words=f"parole {n}") for n in told], batch_size=500)


def _few(world, crowd, rows: int, seed: int) -> None:
    """What a network has by the dozen, made with the rooms' own actions."""
    from courses.actions import declare_hours, log_shadowing, plan_meeting
    from courses.models import CoursePage, Enrollment, ShadowingEntry
    from forum.actions import open_channel, report_message
    from forum.cases.actions import open_case, recommend
    from forum.cases.models import Case
    from forum.models import Message
    from portal.accounts.actions import grant_role, invite
    from portal.clock import now, today
    from portal.guard.words import MADE_UP
    from portal.vocabulary.models import Territory, Theme

    people = world.people
    course = CoursePage.objects.get(slug=world.course, locale__language_code="it")
    place = Enrollment.objects.get(pk=world.enrollment)
    pair = ShadowingEntry.objects.get(pk=world.shadowing_entry).shadowing
    messages = list(Message.objects.filter(channel__slug=world.channel, author__in=crowd).order_by("pk")[:rows])
    case = Case.objects.get(code=world.case)
    fields = {
        "basis": "informed", "question": "Che cosa faccio?",
        "themes": list(Theme.objects.all()[:1]), "area": Territory.objects.get(slug="torino"),
    }  # fmt: skip
    for number in range(rows):
        declare_hours(
            place, area="bollette", minutes=5, what="Sportello", happened_on=today(), by=people["learner"]
        )  # fmt: skip
        plan_meeting(
            course, area="bollette", title=f"In aula {number}", starts_at=now() + timedelta(days=3 + number),
            minutes=60, by=people["trainer"],
        )  # fmt: skip
        log_shadowing(pair, kind="monitoring", minutes=15, happened_on=today(), by=people["shadowing"])
        open_channel(f"Canale {seed} {number}", purpose="Si parla.", by=people["coordinator"])
        recommend(case, f"Prova così, {seed} {number}.", cid=uuid.uuid4(), by=people["colleague"])
        invite(f"invito-{seed}-{number}@example.org", by=people["coordinator"])
        grant_role(crowd[number % len(crowd)], "moderator", by=people["staff"])
    for pseudonym in [name for name in MADE_UP if not Case.objects.filter(pseudonym=name)][:rows]:
        open_case(fields | {"pseudonym": pseudonym}, by=people["operator"])
    for message in messages:
        report_message(message, "wrong", by=people["stranger"])


# ── the pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Visit(NamedTuple):
    """One page, as one of those who may open it."""

    name: str
    role: str
    url: str


def visits(world) -> Iterator[Visit]:
    """Every page that somebody may open, as each role that may."""
    from django.conf import settings
    from django.urls import reverse

    from tests.house.world import ROLES

    for name, rule in yaml.safe_load((HOUSE / "matrix.yaml").read_text()).items():
        if name.startswith("demo_") and not settings.DEMO:
            continue
        args = [getattr(world, arg) if isinstance(arg, str) else arg for arg in rule.get("args", [])]
        for role in ROLES:
            if "get" in rule and rule["get"].get(role, rule["get"]["signed"]) == 200:
                yield Visit(name, role, reverse(name, args=args))


def browsers(world) -> dict:
    """A signed-in browser for each role."""
    from django.test import Client

    from tests.house.world import ROLES, signed_in

    found = {role: Client(SERVER_NAME="localhost") for role in ROLES}
    for role, browser in found.items():
        if world.people[role] is not None:
            signed_in(browser, world.people[role])
    return found


def count_queries(world, *, each_role: bool = True) -> dict[Visit, int]:
    """Queries of each page once warm: the fewer of its second and third visit.

    What is asked once a minute, whatever the page (when a session was last seen, how many read a channel), falls on one
    of the two at most.
    """
    clients, found = browsers(world), {}
    asked = visits(world) if each_role else {visit.name: visit for visit in visits(world)}.values()
    for visit in asked:
        response = clients[visit.role].get(visit.url)
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            continue
        found[visit] = min(_queries(clients[visit.role], visit.url) for _ in range(2))
    return found


def _queries(client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return sum(not query["sql"].startswith(TRANSACTIONS) for query in queries.captured_queries)


# ── through a server ─────────────────────────────────────────────────────────────────────────────────────────────────


BARE = """
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from forum.models import Message, Thread
from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as ours

ROW = "<li><p>{{ m.author.first_name }} {{ m.author.last_name }} {{ m.posted_at }}</p>{{ m.html|safe }}</li>"
TALK = engines["django"].from_string("<ol>{% for m in rows %}" + ROW + "{% endfor %}</ol>")
ITEM = "<li><a>{{ t.title }}</a> {{ t.last_by.first_name }} {{ t.last_at }} {{ t.msg_count }}</li>"
LIST = engines["django"].from_string("<ul>{% for t in rows %}" + ITEM + "{% endfor %}</ul>")


def talk(request, pk):
    rows = Message.objects.filter(thread=pk).select_related("author").order_by("-n")[:50]
    return HttpResponse(TALK.render({"rows": list(rows)[::-1]}))


def listing(request, pk):
    rows = Thread.objects.filter(channel=pk).select_related("last_by").order_by("-last_at")[:20]
    return HttpResponse(LIST.render({"rows": list(rows)}))


urlpatterns = [path("bench/talk/<int:pk>/", talk), path("bench/list/<int:pk>/", listing), *ours]
"""


class Reader:
    """Reads pages of a running server as a browser does."""

    def __init__(self, origin: str, cookie: str):
        self.origin, self.cookie = origin, cookie

    def get(self, url: str) -> tuple[bytes, int]:
        """Give what a page holds, and how many bytes came over the wire."""
        headers = {"Accept-Encoding": "gzip", "Cookie": self.cookie, "Accept": "text/html"}
        with urllib.request.urlopen(urllib.request.Request(self.origin + url, headers=headers)) as answer:
            body, head = answer.read(), len(str(answer.headers))
            packed = answer.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(body) if packed else body), len(body) + head


def weigh(reader: Reader, page: bytes, known: dict[str, int]) -> int:
    """Bytes of the style sheets and scripts that a page asks for; `known` keeps those that were read."""
    text = page.decode()
    found = re.findall(r'<script[^>]+src="([^"]+)"', text)
    found += re.findall(r'<link[^>]+rel="(?:stylesheet|modulepreload)"[^>]+href="([^"]+)"', text)
    found += re.findall(r'<link[^>]+href="([^"]+)"[^>]+rel="(?:stylesheet|modulepreload)"', text)
    addresses = set(found)
    for address in addresses - known.keys():
        known[address] = reader.get(address)[1]
    return sum(known[address] for address in addresses)


def cpu_of(process) -> float:
    """Seconds of processor that a process has used (Linux)."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def cpu_of_page(process, reader: Reader, url: str, times: int) -> float:
    """Seconds of processor for one answer."""
    begun = cpu_of(process)
    for _ in range(times):
        reader.get(url)
    return (cpu_of(process) - begun) / times


def beside_bare(process, reader: Reader, ours: str, bare: str, times: int) -> float:
    """How many times the bare view's processor time our page takes: the median of rounds that alternate."""
    for url in (ours, bare):
        reader.get(url)
    rounds = [cpu_of_page(process, reader, ours, times) / cpu_of_page(process, reader, bare, times) for _ in range(5)]
    return statistics.median(rounds)


def run(quick: bool = False) -> dict:
    """Measure every page; times in milliseconds, weights in kB (1,000 bytes) over the wire."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from forum.models import Channel
    from search.actions import rebuild
    from tests.bench.live import free_port, served

    call_command("migrate", verbosity=0)
    world = settle()
    grow(world, 10, seed=1)
    rebuild()
    rows = 500 if quick else 10_000
    few = count_queries(world, each_role=not quick)
    grow(world, rows - 10, seed=2)
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = count_queries(world, each_role=not quick)
    growth = {visit: many[visit] - few[visit] for visit in few if visit in many}
    channel = Channel.objects.get(slug=world.channel)
    thread_url = next(visit.url for visit in many if visit.name == "forum:thread_show")
    channel_url = next(visit.url for visit in many if visit.name == "forum:channel_show")
    name = settings.SESSION_COOKIE_NAME
    cookies = {
        role: f"{name}={browser.cookies[name].value}" if name in browser.cookies else ""
        for role, browser in browsers(world).items()
    }
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{settings.DATABASES['default']['NAME']}"
    times, ratio_times = (2, 10) if quick else (20, 25)
    first, following, slow, known = {}, {}, {}, {}
    with served(origin, port, urls=BARE, DATABASE_URL=database) as process:
        readers = {role: Reader(origin, cookie) for role, cookie in cookies.items()}
        shown = {visit.name: visit for visit in many}  # one of those who may open it
        for visit in shown.values():
            reader, spent = readers[visit.role], []
            page, wire = reader.get(visit.url)
            for _ in range(times):
                begun = time.perf_counter()
                reader.get(visit.url)
                spent.append((time.perf_counter() - begun) * 1000)
            following[visit.name] = wire / 1000
            first[visit.name] = (wire + weigh(reader, page, known)) / 1000
            slow[visit.name] = sorted(spent)[max(0, round(len(spent) * 0.95) - 1)]
        reader = readers["operator"]
        ratio_page = beside_bare(process, reader, thread_url, f"/bench/talk/{world.thread_pk}/", ratio_times)
        ratio_list = beside_bare(process, reader, channel_url, f"/bench/list/{channel.pk}/", ratio_times)
    for title, figures in (("queries", {v.name: n for v, n in many.items()}), ("ms", slow), ("kB", following)):
        worst = sorted(figures.items(), key=lambda item: -item[1])[:6]
        print(f"most {title}: " + ", ".join(f"{name} {value:.0f}" for name, value in worst))
    print("grow: " + (", ".join(f"{v.name} as {v.role} +{n}" for v, n in growth.items() if n > 0) or "none"))
    return {
        "pages": len(shown),
        "rows": rows,
        "queries_max": max(many.values()),
        "queries_growth": max(growth.values()),
        "kb_first_max": round(max(first.values()), 1),
        "kb_next_max": round(max(following.values()), 1),
        "p95_ms_max": round(max(slow.values()), 1),
        "floor_ratio_page": round(ratio_page, 2),
        "floor_ratio_list": round(ratio_list, 2),
    }
