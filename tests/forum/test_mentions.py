"""Naming a colleague with @. Bruno is called «Bruna Taddei», Lara does not read the channel."""

from uuid import uuid4

import pytest

from forum.actions import edit_message, post_message
from forum.actions.mentions import in_plain_words, named_in, rendered_with
from forum.models import Mention


def test_a_reader_is_named_in_full(thread, ada, bruno):
    message = post_message(thread, "Chiedi a @bruna-taddei, lo sa.", cid=uuid4(), by=ada)

    assert "<strong>@Bruna Taddei</strong>, lo sa." in message.html
    assert list(message.mentions.values_list("person", "n")) == [(bruno.pk, message.n)]


def test_who_does_not_read_the_channel_is_not_named(thread, ada, lara):
    message = post_message(thread, "Come dice @lara-gallo.", cid=uuid4(), by=ada)

    assert "@lara-gallo" in message.html and "<strong>" not in message.html
    assert not Mention.objects.exists()


def test_a_first_name_is_enough_for_who_already_writes_here(thread, ada, bruno, carla, say):
    say(thread, bruno)

    assert named_in("Grazie @Bruna e @carla!", thread.channel, thread) == {"bruna": bruno}


def test_a_first_name_of_two_people_names_nobody(thread, ada, bruno, say):
    from tests.conftest import operator  # noqa: PLC0415

    say(thread, bruno)
    say(thread, operator("bruna2", "Bruna", "Altra"))

    assert named_in("Grazie @bruna", thread.channel, thread) == {}


@pytest.mark.parametrize(
    "text", ["scrivi a ada@example.org", "https://x.org/@ada-ferrero", "@@ada-ferrero", "`@ada-ferrero`"]
)
def test_what_only_looks_like_a_mention_stays_as_it_is(thread, ada, text):
    html = rendered_with(text, named_in(text, thread.channel, thread))

    assert "@Ada Ferrero" not in html


def test_a_name_is_escaped(thread, ada, bruno):
    bruno.first_name = "<b>Bruna"
    html = rendered_with("@bruna-taddei", {"bruna-taddei": bruno})

    assert "&lt;b&gt;Bruna" in html and "<b>" not in html


def test_correcting_names_others_and_forgets_who_is_named_no_more(thread, ada, bruno, carla):
    message = post_message(thread, "@bruna-taddei", cid=uuid4(), by=ada)
    edit_message(message, "@carla-spina", rev=1, by=ada)

    assert list(message.mentions.values_list("person", flat=True)) == [carla.pk]


def test_out_of_the_discussion_nobody_is_called(bruno):
    assert in_plain_words("Come dice @bruna-taddei: sì", {"bruna-taddei": bruno}) == "Come dice Bruna T.: sì"
