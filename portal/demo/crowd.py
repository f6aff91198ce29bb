"""A large network for load work: believable, deterministic, in bulk. It tells no story: the demo does."""

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify
from wagtail.models import Locale, Page

from forum.models import Channel, Message, Thread
from portal.accounts.models import Qualification, User
from portal.clock import now
from portal.ui.markup import VERSION, rendered
from portal.vocabulary.models import Territory, Theme
from practices.actions import practices_index
from practices.models import PracticeCount, PracticePage

from .story.people import PASSWORD

BATCH = 2000
FIRST = (
    "Adele Bianca Carlo Dario Elisa Fabio Gaia Ivo Livia Marco Nadia Omar Pia Rita Sami Tea Ugo Vera Walid Zoe".split()
)
LAST = (
    "Abate Barone Conti Diaz Esposito Fiore Greco Leone Monti Neri Orsi Pace Riva Serra Testa Valli Villa Zani".split()
)
NEEDS = [
    "Rate",
    "Voltura",
    "Bonus",
    "ISEE",
    "Muffa",
    "Contratto",
    "Lettura",
    "SPID",
    "Permesso",
    "Colloquio",
    "Tavolo",
    "Spesa",
]
HOWS = [
    "prima del distacco",
    "dopo un lutto",
    "con due bambini",
    "allo sportello",
    "al telefono",
    "in una mattina",
    "senza isee",
    "insieme",
]
SENTENCES = [
    "Comincia dalla **prima pagina** della bolletta e cerca la data della lettura.",
    "Noi abbiamo chiamato in vivavoce, con la persona accanto.",
    "Chiedi sempre la conferma scritta prima di pagare.",
    "Il venditore ha risposto dopo nove giorni, con un piano di cinque rate.",
    "Qualcuno ha provato con la PEC dell’associazione?",
    "Da noi ha funzionato solo la seconda volta, con un’altra operatrice.",
    "Attenzione: la potenza era già ridotta, serviva un acconto.",
    "Grazie, domani provo e vi dico com’è andata.",
    "La famiglia ha deciso la cifra, e ha tenuto.",
    "Serve il codice POD e un’autolettura fatta quel giorno.",
]


def populate(
    *, people: int, practices: int, messages: int, seed: int, tell: Callable[[str, int, int], None], channels=None
) -> None:
    """Add people, published practices and messages to the network.

    Args:
        people, practices, messages: how many of each to add.
        seed: the same seed gives the same network.
        tell: told of progress: what, how many are done, of how many.
        channels: where the messages go; the open channels if not given.
    """
    dice = random.Random(seed)  # noqa: S311  believable, not secret
    _people(people, seed, dice, tell)
    operators = list(User.objects.filter(recognised__in=["TED", "ACTIVATOR"]).order_by("pk")[:5000])
    _practices(practices, seed, dice, operators, tell)
    _messages(messages, seed, dice, operators, tell, channels)


def _batches(total: int) -> Iterator[tuple[int, int]]:
    for start in range(0, total, BATCH):
        yield start, min(BATCH, total - start)


def _people(total: int, seed: int, dice: random.Random, tell) -> None:
    hashed = make_password(PASSWORD)
    areas = list(Territory.objects.all())
    for start, size in _batches(total):
        with transaction.atomic():
            people = []
            for number in range(start, start + size):
                first, last = dice.choice(FIRST), dice.choice(LAST)
                name = f"{first}-{last}-{seed}-{number}".lower()
                certified = dice.random() < 0.8
                person = User(
                    email=f"{name}@example.org", password=hashed, first_name=first, last_name=last, handle=name,
                    territory=dice.choice(areas), organisation=f"Circolo {dice.choice(LAST)}", job="operatore sociale",
                    recognised=dice.choice(["TED", "ACTIVATOR"]) if certified else "",
                    member_since=now() - timedelta(days=dice.randrange(1, 900)),
                )  # fmt: skip
                people.append(person)
            people = User.objects.bulk_create(people)
            EmailAddress.objects.bulk_create(
                [EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people]
            )
            Qualification.objects.bulk_create(
                [
                    Qualification(
                        person=person, kind=person.recognised, state=Qualification.State.CERTIFIED,
                        issued_on=person.member_since.date(), title="Certificazione", issuer="Scuola di prova",
                    )
                    for person in people
                    if person.recognised
                ]
            )  # fmt: skip
        tell("persone", start + size, total)


def _practices(total: int, seed: int, dice: random.Random, operators: list[User], tell) -> None:
    """Pages by the thousand: the usual way costs 90 queries each, so base rows and own rows are written apart."""
    if not total:
        return
    parent = practices_index()
    themes, areas = list(Theme.objects.all()), list(Territory.objects.all())
    kind, italian = ContentType.objects.get_for_model(PracticePage), Locale.objects.get(language_code="it")
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).aggregate(m=Max("path"))["m"]
    next_step = (Page._str2int(last[len(parent.path) :]) if last else 0) + 1
    for start, size in _batches(total):
        with transaction.atomic():
            pages = []
            for number in range(start, start + size):
                title = f"{dice.choice(NEEDS)} {dice.choice(HOWS)}, {seed}.{number}"
                slug = slugify(title)
                path = Page._get_path(parent.path, parent.depth + 1, next_step + number)
                moment = now() - timedelta(days=dice.randrange(1, 700))
                pages.append(
                    PracticePage(
                        path=path, depth=parent.depth + 1, numchild=0, title=title, draft_title=title, slug=slug,
                        url_path=f"{parent.url_path}{slug}/", content_type=kind, locale=italian, live=True,
                        translation_key=uuid.UUID(int=dice.getrandbits(128)), first_published_at=moment,
                        last_published_at=moment, latest_revision_created_at=moment,
                        author=dice.choice(operators) if operators else None,
                        summary=dice.choice(SENTENCES), setting=dice.choice(PracticePage.Setting.values),
                        minutes=dice.choice([20, 40, 60, 90]), cost="Nessun costo", territory=dice.choice(areas),
                        **{name: "\n\n".join(dice.sample(SENTENCES, 4)) for name in PracticePage.TEXTS},
                    )
                )  # fmt: skip
            base = [_base_of(page) for page in pages]
            Page.objects.bulk_create(base)
            for page, row in zip(pages, base, strict=True):
                page.pk = page.page_ptr_id = row.pk
            _insert_own_fields(pages)
            through = PracticePage.themes.through
            through.objects.bulk_create([through(practicepage_id=page.pk, theme=dice.choice(themes)) for page in pages])
            PracticeCount.objects.bulk_create([_counts(page, dice) for page in pages])
        tell("pratiche", start + size, total)
    parent.refresh_from_db()
    Page.objects.filter(pk=parent.pk).update(numchild=parent.get_children().count())


def _base_of(page: PracticePage) -> Page:
    return Page(
        **{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields if not field.primary_key}
    )


def _insert_own_fields(pages: list[PracticePage]) -> None:
    """Write the rows of the subclass alone: Django's `bulk_create` refuses classes with a parent."""
    fields = PracticePage._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    blanks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(PracticePage._meta.db_table)
    rows = [[field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields] for page in pages]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({blanks})", rows)  # noqa: S608  names are ours


def _counts(page: PracticePage, dice: random.Random) -> PracticeCount:
    worked, partly, failed = dice.randrange(20), dice.randrange(6), dice.randrange(6)
    return PracticeCount(
        practice_id=page.pk, worked=worked, partly=partly, failed=failed, tried=worked + partly + failed, territories=1
    )


def _messages(total: int, seed: int, dice: random.Random, operators: list[User], tell, channels=None) -> None:
    """Discussions of about twenty messages, numbered as the channels' own counters would."""
    channels = channels or list(Channel.objects.filter(kind=Channel.Kind.OPEN)) or [_channel(seed)]
    html = {text: rendered(text) for text in SENTENCES}
    done = 0
    while done < total:
        size = min(BATCH, total - done)
        channel = dice.choice(channels)
        with transaction.atomic():
            channel = Channel.objects.select_for_update().get(pk=channel.pk)
            done += _some(channel, size, seed, dice, operators, html)
        tell("messaggi", done, total)


def _some(channel: Channel, size: int, seed: int, dice: random.Random, operators, html) -> int:
    seq, n, left = channel.last_seq, channel.msg_count, size
    threads, messages = [], []
    taken = Thread.objects.filter(channel=channel).count()
    while left:
        count = min(left, dice.randrange(1, 40))
        left -= count
        opened = now() - timedelta(days=dice.randrange(1, 600), minutes=dice.randrange(600))
        title = f"{dice.choice(NEEDS)} {dice.choice(HOWS)}?"
        thread = Thread(
            channel=channel,
            slug=f"d-{seed}-{taken + len(threads)}",
            title=title,
            opened_by=dice.choice(operators),
            opened_at=opened,
        )
        thread.status = dice.choice([Thread.Status.OPEN, Thread.Status.SOLVED])
        if thread.status == Thread.Status.SOLVED and count < 2:
            thread.status = Thread.Status.OPEN
        threads.append(thread)
        for place in range(count):
            seq, n = seq + 1, n + 1
            text = dice.choice(SENTENCES)
            author = thread.opened_by if place == 0 else dice.choice(operators)
            posted = opened + timedelta(minutes=7 * place)
            messages.append(
                Message(
                    channel=channel, thread=thread, author=author, cid=uuid.UUID(int=dice.getrandbits(128)), seq=seq,
                    mod_seq=seq, n=n, body=text, html=html[text], html_version=VERSION, posted_at=posted,
                )
            )  # fmt: skip
        thread.msg_count, thread.answers = count, count - 1
        thread.last_n, thread.last_at, thread.last_by = n, posted, author
    Thread.objects.bulk_create(threads)
    for message in messages:
        message.thread_id = message.thread.pk
    Message.objects.bulk_create(messages, batch_size=500)
    first = {}
    for message in messages:
        first.setdefault(message.thread_id, message)
    for thread in threads:
        thread.opening = first[thread.pk]
        if thread.status == Thread.Status.SOLVED:
            thread.solved_by, thread.solved_at = thread.opened_by, thread.last_at
    Thread.objects.bulk_update(threads, ["opening", "solved_by", "solved_at"], batch_size=500)
    channel.last_seq, channel.msg_count = seq, n
    channel.save(update_fields=["last_seq", "msg_count"])
    return size


def _channel(seed: int) -> Channel:
    return Channel.objects.create(slug=f"folla-{seed}", title="La folla", purpose="Messaggi per le prove di carico.")
