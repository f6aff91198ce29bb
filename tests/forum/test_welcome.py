"""Coming in. Lara finishes her course and becomes a TED; the network's first channel says so."""

from datetime import timedelta

from forum.actions import open_channel, settle_in, welcome
from forum.models import Membership, Message, Thread
from portal.accounts.actions import begin_shadowing, qualify
from portal.clock import at, now
from portal.journal.actions import deliver_waiting
from portal.vocabulary.models import Territory, Theme


def followed(person):
    return set(Membership.objects.filter(person=person).values_list("channel__slug", flat=True))


def test_a_new_operator_is_welcomed_and_finds_her_channels(lara, bills, first_questions, dino, elena, after_commit):
    torino = Territory.objects.get(slug="torino")
    open_channel("Torino", purpose="Chi lavora qui.", kind="territory", territory=torino, by=dino)
    cosenza = Territory.objects.get(slug="cosenza")
    open_channel("Cosenza", purpose="Chi lavora lì.", kind="territory", territory=cosenza, by=dino)

    with after_commit():
        qualify(lara, "TED")

    assert followed(lara) == {"rete", "torino", "prime-domande"}
    message = Message.objects.get(kind="welcome", newcomer=lara)
    assert (message.author, message.body, message.thread.slug, message.channel.slug) == (None, "", "benvenuti", "rete")
    assert message.thread.is_pinned


def test_she_is_welcomed_once(lara, after_commit):
    with after_commit():
        qualify(lara, "TED")
    deliver_waiting()

    assert welcome(lara) == Message.objects.get(kind="welcome", newcomer=lara)
    assert Thread.objects.get(slug="benvenuti").answers == 0


def test_what_is_heard_late_is_no_news(lara, after_commit):
    with at(now() - timedelta(days=30)):
        qualify(lara, "TED")
    with after_commit():
        deliver_waiting()

    assert not Message.objects.filter(newcomer=lara).exists() and followed(lara) <= {"rete"}


def test_channels_on_what_she_works_with_are_hers(ada, bills, dino):
    bills.themes.set(Theme.objects.filter(slug="bollette"))
    ada.competences.set(Theme.objects.filter(slug="bollette"))

    assert settle_in(ada) == 1 and followed(ada) == {"bollette-e-contratti"}
    assert settle_in(ada) == 0


def test_a_learner_follows_what_is_for_everyone(nina, first_questions, bills):
    settle_in(nina)
    assert followed(nina) == {"prime-domande"}


def test_in_shadowing_she_finds_her_channels_too(nina, first_questions, after_commit):
    with after_commit():
        begin_shadowing(nina, "ACTIVATOR")

    assert "prime-domande" in followed(nina) and not Message.objects.filter(newcomer=nina).exists()


def test_the_welcome_is_worded_by_the_page(lara, ada, after_commit, browse):
    with after_commit():
        qualify(lara, "TED")

    page = browse(ada).get("/canali/rete/benvenuti/").content.decode()
    assert "Lara Gallo" in page and "Nella rete c’è una persona in più" in page


def test_what_was_said_this_week_is_new_for_her(bills, thread, ada, bruno, say):
    from forum.actions import join

    with at(now() - timedelta(days=20)):
        say(thread, ada, "Vecchio")
    say(thread, ada, "Nuovo")

    assert join(bills, by=bruno).read_n == 2
