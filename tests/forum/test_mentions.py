"""Naming a colleague with @. Bruno is called «Bruna Taddei», Lara does not read the channel."""

from uuid import uuid4

import pytest

from forum.actions import edit_message, post_message
from forum.actions.mentions import in_plain_words, named_in, rendered_with, uncalled_in
from forum.forms import MessageForm
from forum.models import Mention, Message
from tests.conftest import operator


def test_a_reader_is_named_in_full(thread, ada, bruno):
    message = post_message(thread, "Chiedi a @bruna-taddei, lo sa.", cid=uuid4(), by=ada)

    assert "<strong>@Bruna Taddei</strong>, lo sa." in message.html
    assert list(message.mentions.values_list("person", "n")) == [(bruno.pk, message.n)]


def test_who_does_not_read_the_channel_is_not_named(thread, ada, lara):
    message = post_message(thread, "Come dice @lara-gallo.", cid=uuid4(), by=ada)

    assert "@lara-gallo" in message.html and "<strong>" not in message.html
    assert not Mention.objects.exists()


@pytest.mark.parametrize(
    "written",
    ["@Bruna Taddei", "@bruna taddei", "@BRUNA TADDEI", "@Bruna-Taddei", "@Brùna Taddéi", "@bruna-taddei", "@Bruna"],
)
def test_a_name_is_read_as_people_type_it(thread, ada, bruno, written):
    message = post_message(thread, f"Grazie {written}, domani ci provo.", cid=uuid4(), by=ada)

    assert message.html == "<p>Grazie <strong>@Bruna Taddei</strong>, domani ci provo.</p>\n"
    assert list(message.mentions.values_list("person", flat=True)) == [bruno.pk]


@pytest.mark.parametrize(
    "written", ["@Niccolò D’Angelo", "@Niccolò D'Angelo", "@niccolo' d'angelo", "@Niccolo DAngelo", "@niccolo-dangelo"]
)
def test_accents_and_apostrophes_make_no_difference(thread, ada, written):
    niccolo = operator("niccolo", "Niccolò", "D’Angelo")

    message = post_message(thread, f"({written})", cid=uuid4(), by=ada)

    assert "(<strong>@Niccolò D’Angelo</strong>)" in message.html
    assert message.mentions.get().person == niccolo


def test_a_first_name_is_enough_when_one_reader_has_it(thread, lara, bruno, carla):
    assert named_in("Grazie @Bruna e @carla!", thread.channel, thread) == {"bruna": bruno, "carla": carla}
    assert named_in("Grazie @Lara", thread.channel, thread) == {}


def test_of_two_with_the_same_name_the_one_who_already_writes_here_is_meant(thread, ada, bruno, say):
    operator("bruna2", "Bruna", "Altra")
    assert named_in("Grazie @Bruna", thread.channel, thread) == {}

    say(thread, bruno)
    assert named_in("Grazie @Bruna", thread.channel, thread) == {"bruna": bruno}


def test_two_of_the_same_name_and_surname_are_called_by_their_handles(thread, ada, bruno):
    other = operator("bruna2", "Bruna", "Taddei")

    assert named_in("@Bruna Taddei", thread.channel, thread) == {}
    assert named_in("@bruna-taddei-2 e @bruna-taddei", thread.channel) == {
        "bruna-taddei-2": other,
        "bruna-taddei": bruno,
    }


def test_a_stranger_s_surname_is_not_swallowed(thread, ada, bruno):
    """The one Bruna who reads here is not called by «Bruna Rossi»."""
    text = "@Bruna Rossi, poi @Bruna"
    html = rendered_with(text, named_in(text, thread.channel, thread))

    assert "@Bruna Rossi, poi <strong>@Bruna Taddei</strong>" in html
    assert uncalled_in(text, named_in(text, thread.channel, thread)) == ["Bruna Rossi"]


# ── the guard, and what the page says ────────────────────────────────────────────────────────────────────────────────


def sent(thread, who, text, browse, **more):
    return browse(who).post(f"{thread.get_absolute_url()}scrivi/", {"text": text, "cid": str(uuid4())}, **more)


def test_a_colleague_s_name_after_an_at_is_no_family_s(thread, ada, bruno, browse):
    text = "@Ada Ferrero domani porti tu i moduli?"
    assert "un nome" in MessageForm({"text": text}, thread=None).errors["text"][0]  # without a discussion it is a name

    assert sent(thread, bruno, text, browse).status_code == 302

    assert Message.objects.get(author=bruno).mentions.get().person == ada


@pytest.mark.parametrize(
    "text",
    [
        "@Giuseppina Bernardini abita sola.",  # nobody of the network
        "@Lara Gallo non paga da marzo.",  # does not read here
        "@Ada Ferrero Bernardini abita sola.",  # goes on where the colleague ends
        "@Ada Bernardini abita sola.",
        "Ada Ferrero abita sola.",  # without @
        "@Ada Ferrero, la signora Giuseppina Bernardini abita sola.",
    ],
)
def test_an_at_is_no_way_around_the_guard(thread, ada, bruno, lara, browse, text):
    assert sent(thread, bruno, text, browse).status_code == 422
    assert not Message.objects.filter(author=bruno).exists()


def test_the_page_says_which_names_were_not_matched(thread, ada, bruno, carla, browse):
    page = sent(thread, bruno, "@carletta, @Carla e @tizio: guardate.", browse, follow=True).content.decode()
    assert "Nessun avviso per «@carletta», «@tizio»" in page

    answer = sent(thread, bruno, "@tizio", browse, headers={"accept": "application/json"}).json()
    assert "«@tizio»" in answer["uncalled"]
    assert "uncalled" not in sent(thread, bruno, "@Carla", browse, headers={"accept": "application/json"}).json()


def test_opening_and_correcting_call_by_name_too(bills, ada, bruno, browse):
    form = {"title": "Chi firma?", "text": "@Bruna Taddei, lo sai?", "channel": bills.slug, "cid": str(uuid4())}
    assert browse(ada).post("/canali/apri/", form).status_code == 302
    message = Message.objects.get(author=ada)
    assert message.mentions.get().person == bruno

    page = browse(ada).post(
        f"/canali/messaggi/{message.pk}/correggi/",
        {"title": "Chi firma?", "text": "@Bruna Taddei e @tizio", "rev": 1},
        follow=True,
    )
    assert "«@tizio»" in page.content.decode() and message.mentions.get().person == bruno


# ── suggestions ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "q, calls",
    [
        ("bru", ["Bruna Taddei"]),
        ("Tad", ["Bruna Taddei"]),
        ("Bruna T", ["Bruna Taddei"]),
        ("bruna-t", ["Bruna Taddei"]),
        ("Bruna X", []),
        ("lar", []),  # does not read here
        ("ad", []),  # herself
        ("", []),
        ("%", []),
        ("\x00", []),
        ("x" * 300, []),
    ],
)
def test_who_reads_here_is_suggested_as_the_name_is_typed(thread, ada, bruno, lara, browse, q, calls):
    answer = browse(ada).get(f"/canali/discussioni/{thread.pk}/persone/", {"q": q})

    assert answer.status_code == 200
    assert [one["call"] for one in answer.json()["people"]] == calls


def test_two_of_the_same_name_are_suggested_by_handle(thread, ada, bruno, browse):
    operator("bruna2", "Bruna", "Taddei")

    people = browse(ada).get(f"/canali/discussioni/{thread.pk}/persone/?q=bruna").json()["people"]

    assert {one["call"] for one in people} == {"bruna-taddei", "bruna-taddei-2"}


def test_who_may_not_read_or_write_gets_no_suggestion(thread, ada, lara, dino, browse):
    from forum.actions import lock_thread

    url = f"/canali/discussioni/{thread.pk}/persone/?q=ada"
    assert browse(lara).get(url).status_code == 404
    lock_thread(thread, by=dino)
    assert browse(dino).get(url).status_code == 403


def test_a_first_name_of_two_people_names_nobody(thread, ada, bruno, say):
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
