"""The pages: who gets them, what they show, what they do with bad input, what they cost."""

import gzip
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.actions import hide_message, open_thread
from forum.models import Channel, Message, Report, Thread
from portal.notifications.models import Notification
from tests.house.test_doors import MATRIX


def page(browser, url, status=200):
    answer = browser.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_channels_with_what_waits_on_top(thread, asked, bruno, lara, browse):
    shown = page(browse(bruno), "/canali/")
    assert "Aspettano una risposta" in shown and asked.title in shown and "Bollette e contratti" in shown

    shown = page(browse(lara), "/canali/")
    assert "Prime domande" in shown and "Bollette" not in shown and thread.title not in shown


@pytest.mark.parametrize("q", ["voltura", "DAVVERO", "voltura davvero"])
def test_searching_inside(thread, asked, bruno, lara, browse, q):
    assert thread.title in page(browse(bruno), f"/canali/?q={q}")
    assert thread.title in page(browse(bruno), f"{thread.channel.get_absolute_url()}?q={q}")
    assert thread.title not in page(browse(lara), f"/canali/?q={q}")


def test_a_channel_and_its_tabs(thread, ada, bruno, browse, say):
    url = thread.channel.get_absolute_url()
    browser = browse(bruno)
    assert thread.title in page(browser, url) and thread.title in page(browser, f"{url}?vista=da-rispondere")
    assert thread.title not in page(browser, f"{url}?vista=risolte") + page(browser, f"{url}?vista=mie")

    say(thread, bruno)
    assert thread.title in page(browser, f"{url}?vista=mie")
    assert thread.title not in page(browser, f"{url}?vista=da-rispondere")


def test_a_discussion_is_read_and_answered_without_script(thread, bruno, browse):
    browser, url = browse(bruno), thread.get_absolute_url()
    assert "davvero" in page(browser, url)

    answer = browser.post(f"{url}scrivi/", {"text": "Basta una **dichiarazione**.", "cid": str(uuid4())}, follow=True)

    message = Message.objects.get(author=bruno)
    assert answer.redirect_chain[0][0] == f"{url}#message-{message.pk}"
    assert "<strong>dichiarazione</strong>" in answer.content.decode() and "Fatto." in answer.content.decode()


def test_what_is_wrong_comes_back_with_the_text(thread, bruno, browse):
    url = f"{thread.get_absolute_url()}scrivi/"
    for text, words in (
        ("", "Scrivi il tuo messaggio."),
        ("a" * 8001, "al massimo 8000"),
        ("\x00 \x00", "Scrivi il tuo"),
    ):
        answer = browse(bruno).post(url, {"text": text, "cid": "x"})
        assert answer.status_code == 422 and words in answer.content.decode()
        assert text[:100].strip("\x00 ") in answer.content.decode()
    assert thread.messages.count() == 1


def test_the_guard_asks_before_a_name_is_stored(thread, bruno, browse):
    from portal.guard.forms import tick_for

    url, text = f"{thread.get_absolute_url()}scrivi/", "La signora Giuseppina Bernardini abita sola."
    answer = browse(bruno).post(url, {"text": text, "cid": str(uuid4())})
    assert answer.status_code == 422 and "Giuseppina Bernardini" in answer.content.decode()

    answer = browse(bruno).post(url, {"text": text, "cid": str(uuid4()), "guard_checked": tick_for(text)})
    assert answer.status_code == 302 and Message.objects.get(author=bruno).body == text


def test_a_key_used_for_another_text_gives_the_text_back(thread, bruno, browse):
    url, cid = f"{thread.get_absolute_url()}scrivi/", str(uuid4())
    browse(bruno).post(url, {"text": "Uno", "cid": cid})

    answer = browse(bruno).post(url, {"text": "Due", "cid": cid})
    assert answer.status_code == 409 and ">Due</textarea>" in answer.content.decode().replace("\n", "")
    assert cid not in answer.content.decode()
    refused = browse(bruno).post(url, {"text": "Due", "cid": cid}, headers={"accept": "application/json"})
    assert refused.status_code == 409 and refused.json()["error"]["code"] == "conflict"


def test_too_many_at_once_are_told_to_wait(thread, bruno, browse, settings):
    settings.LIMITS_FACTOR = 0
    url = f"{thread.get_absolute_url()}scrivi/"
    answer = browse(bruno).post(url, {"text": "Ancora", "cid": str(uuid4())})

    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert "Ancora" in answer.content.decode()
    program = browse(bruno).post(url, {"text": "Ancora", "cid": str(uuid4())}, headers={"accept": "application/json"})
    assert program.status_code == 429 and "Retry-After" in program.headers


def test_the_script_gets_201_and_the_message(thread, bruno, browse):
    cid = str(uuid4())
    url = f"{thread.get_absolute_url()}scrivi/"
    answer = browse(bruno).post(url, {"text": "Sì", "cid": cid}, headers={"accept": "application/json"})

    assert answer.status_code == 201
    assert answer.json()["cid"] == cid and "<p>Sì</p>" in answer.json()["html"] and answer.json()["seq"] == 2
    refused = browse(bruno).post(url, {"text": "", "cid": cid}, headers={"accept": "application/json"})
    assert refused.status_code == 422 and "text" in refused.json()["error"]["fields"]


def test_opening_a_discussion(bills, first_questions, ada, lara, browse):
    form = {"title": "Chi firma?", "text": "Il marito non c’è più.", "channel": bills.slug, "cid": str(uuid4())}
    answer = browse(ada).post("/canali/apri/", {**form, "theme": "contratti", "territory": "empoli"})

    thread = Thread.objects.get()
    assert answer.url == thread.get_absolute_url() == "/canali/bollette-e-contratti/chi-firma/"
    assert [theme.slug for theme in thread.themes.all()] == ["contratti"] and thread.territory.slug == "empoli"
    refused = browse(lara).post("/canali/apri/", form)
    assert refused.status_code == 422 and "Scegli uno dei canali." in refused.content.decode()
    assert "Il marito non c’è più." in refused.content.decode()


def test_similar_discussions_are_shown_while_the_title_takes_shape(thread, ada, lara, browse):
    url = "/canali/simili/?title=Voltura+dopo+un+lutto"
    assert thread.title in page(browse(ada), url)
    assert thread.title not in page(browse(lara), url)
    assert page(browse(ada), "/canali/simili/").strip() == ""


def test_opening_a_channel(ada, lara, browse):
    form = {"title": "Case fredde", "purpose": "Muffa e spifferi.", "kind": "open", "audience": "operators"}
    assert browse(lara).post("/canali/nuovo/", form).status_code == 403
    assert browse(ada).post("/canali/nuovo/", form).url == "/canali/case-fredde/"
    again = browse(ada).post("/canali/nuovo/", form)
    assert again.status_code == 422 and "C’è già un canale" in again.content.decode()
    place = browse(ada).post("/canali/nuovo/", {**form, "title": "Torino", "kind": "territory"})
    assert "Scegli di quale territorio" in place.content.decode()


def test_following_silencing_leaving(bills, bruno, browse):
    browser, url = browse(bruno), f"{bills.get_absolute_url()}segui/"
    for wish, words in (("segui", "Segui questo canale"), ("silenzia", "È silenzioso"), ("lascia", "Non segui questo")):
        assert words in browser.post(url, {"scelta": wish}, follow=True).content.decode()


def test_correcting_and_taking_back(thread, ada, bruno, browse):
    opening = thread.opening
    url = f"/canali/messaggi/{opening.pk}"
    assert browse(bruno).get(f"{url}/correggi/").status_code == 403
    browser = browse(ada)
    assert "Titolo" in page(browser, f"{url}/correggi/")
    form = {"title": "Chi deve firmare?", "text": "Meglio così.", "rev": 1}
    assert browser.post(f"{url}/correggi/", form).status_code == 302
    assert Thread.objects.get().title == "Chi deve firmare?" and Message.objects.get().body == "Meglio così."
    stale = browser.post(f"{url}/correggi/", {**form, "text": "Altro"})
    assert stale.status_code == 409 and "Altro" in stale.content.decode()
    assert "davvero" in page(browser, f"{url}/storia/") and browse(bruno).get(f"{url}/storia/").status_code == 403
    assert "tutta la discussione" in page(browser, f"{url}/ritira/")
    assert browser.post(f"{url}/ritira/").url == thread.channel.get_absolute_url()
    page(browser, thread.get_absolute_url(), 404)


def test_useful_and_chosen(thread, ada, bruno, browse, say):
    message = say(thread, bruno)
    url = f"/canali/messaggi/{message.pk}"
    assert "Utile per 1" in browse(ada).post(f"{url}/utile/", {"scelta": "si"}, follow=True).content.decode()
    shown = browse(ada).post(f"{url}/scegli/", follow=True).content.decode()
    assert "Risposta scelta da Ada" in shown and "message--accepted" in shown
    assert browse(bruno).post(f"{url}/scegli/").status_code == 403
    reopened = browse(ada).post(f"{thread.get_absolute_url()}stato/", {"scelta": "riapri"}, follow=True)
    assert "Risposta scelta" not in reopened.content.decode().split('id="log"')[1].split("</ol>")[0].split(">", 1)[1]


def test_reporting_and_deciding(thread, ada, bruno, dino, browse, say):
    message = say(thread, bruno, "Abita sopra il bar.")
    answer = browse(ada).post(f"/canali/messaggi/{message.pk}/segnala/", {"reason": "recognisable"})
    assert answer.status_code == 302
    assert "Abita sopra" not in page(browse(ada), thread.get_absolute_url())
    assert "Abita sopra" in page(browse(bruno), thread.get_absolute_url())
    assert browse(ada).get("/canali/moderazione/").status_code == 403
    assert "Abita sopra" in page(browse(dino), "/canali/moderazione/")
    missing = browse(dino).post(f"/canali/messaggi/{message.pk}/nascondi/", {"why": " "})
    assert missing.status_code == 422 and "Scrivi il motivo" in missing.content.decode()
    browse(dino).post(f"/canali/messaggi/{message.pk}/nascondi/", {"why": "Si capisce chi è."})
    assert "Si capisce chi è." in page(browse(ada), thread.get_absolute_url())
    browse(dino).post(f"/canali/messaggi/{message.pk}/mostra/")
    assert "Abita sopra" in page(browse(ada), thread.get_absolute_url())
    report = Report.objects.create(message=message, reported_by=ada, reason="other")
    browse(dino).post(f"/canali/segnalazioni/{report.pk}/lascia/")
    report.refresh_from_db()
    assert report.outcome == "kept"


def test_locking_pinning_attending(thread, ada, bruno, dino, browse):
    url = thread.get_absolute_url()
    assert browse(bruno).post(f"{url}stato/", {"scelta": "chiudi"}).status_code == 403
    browse(dino).post(f"{url}stato/", {"scelta": "in-cima"})
    assert (
        "Questa discussione è chiusa"
        in browse(dino).post(f"{url}stato/", {"scelta": "chiudi"}, follow=True).content.decode()
    )
    assert browse(ada).post(f"{url}scrivi/", {"text": "Ancora"}).status_code == 403
    assert Thread.objects.get().is_pinned
    assert "La segui" in browse(bruno).post(f"{url}avvisi/", {"scelta": "follow"}, follow=True).content.decode()
    assert browse(bruno).post(f"{url}avvisi/", {"scelta": "boh"}).status_code == 302


def test_an_old_message_is_found_where_it_stands(thread, ada, say, browse):
    for n in range(60):
        say(thread, ada, f"Messaggio {n}")
    old = Message.objects.get(body="Messaggio 2")

    where = browse(ada).get(f"/canali/messaggi/{old.pk}/").url
    assert where == f"{thread.get_absolute_url()}?prima={old.n + 1}#message-{old.pk}"
    shown = page(browse(ada), where)
    assert "Messaggio 2<" in shown and "Messaggio 50<" not in shown and "Vai agli ultimi messaggi" in shown


def test_what_is_not_mine_is_not_there(thread, asked, lara, nina, bruno, browse, say):
    message = say(thread, bruno)
    urls = [thread.channel.get_absolute_url(), thread.get_absolute_url(), f"/canali/discussioni/{thread.pk}/"]
    urls += [f"/canali/messaggi/{message.pk}/{act}" for act in ("", "segnala/", "ritira/", "storia/")]
    urls += ["/canali/messaggi/999999/", "/canali/nessuno/", "/canali/prime-domande/nessuna/"]
    for url in urls:
        page(browse(lara), url, 404)
        assert browse(None).get(url).status_code == 302
    for act in ("scrivi", "stato", "avvisi", "in-pratica"):
        assert browse(lara).post(f"{thread.get_absolute_url()}{act}/").status_code == 404


def test_numbers_that_make_no_sense_are_the_first_page(thread, ada, browse):
    url = thread.get_absolute_url()
    for query in ("prima=x", "prima=-1", "prima=99999999999999999999999", "prima=٣", "a=%00%3Cb%3E", "prima=0"):
        page(browse(ada), f"{url}?{query}")
    for query in ("pagina=x", "pagina=0", "vista=boh", "q=%00", "q=" + "a" * 5000):
        page(browse(ada), f"{thread.channel.get_absolute_url()}?{query}")
    page(browse(ada), "/canali/apri/?pratica=x&canale=%00&titolo=" + "a" * 5000)


def test_ids_keep_their_digits_in_italian(thread, ada, browse):
    Message.objects.filter(pk=thread.opening_id).update(useful=1234)
    Channel.objects.filter(pk=thread.channel_id).update(last_seq=123456)

    shown = page(browse(ada), thread.get_absolute_url())
    assert 'data-seq="123456"' in shown and "Utile per 1.234" in shown and 'data-useful="1234"' in shown


def test_in_english_no_italian_address(thread, ada, browse):
    ada.language = "en"
    ada.save()
    url = thread.get_absolute_url()
    shown = page(browse(ada), f"/en{url}")

    assert f'action="/en{url}scrivi/#composer"' in shown and 'data-base="/en/canali/messaggi/0/"' in shown


# ── what they cost ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def busy(thread, ada, bruno, carla, dino, say):
    """Many discussions, one of them long."""
    for n in range(25):
        other = open_thread(thread.channel, f"Discussione {n}", "Testo", cid=uuid4(), by=(ada, bruno, carla)[n % 3])
        say(other, dino)
    for n in range(60):
        say(thread, (ada, bruno, carla, dino)[n % 4], f"Messaggio {n}")
    hide_message(Message.objects.get(body="Messaggio 2"), "Motivo", by=dino)
    return thread


def test_no_page_needs_more_than_twelve_queries(busy, bruno, dino, browse, django_assert_max_num_queries):
    urls = [
        "/canali/",
        "/canali/?q=messaggio",
        busy.channel.get_absolute_url(),
        f"{busy.channel.get_absolute_url()}?vista=mie&q=testo",
        busy.get_absolute_url(),
        f"{busy.get_absolute_url()}?prima=40",
        "/canali/moderazione/",
        "/canali/apri/",
    ]
    for browser in (browse(bruno), browse(dino)):
        browser.get("/canali/")  # the session is touched once a minute
        for url in urls:
            with django_assert_max_num_queries(12):
                assert browser.get(url).status_code in (200, 403)
    # A long discussion is light on the wire, too.
    assert len(gzip.compress(browse(bruno).get(busy.get_absolute_url()).content)) < 15_000


# ── bad input: never a 500 ───────────────────────────────────────────────────────────────────────────────────────────

TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=300),
    st.sampled_from(
        ["\x00", "a" * 100_000, "[" * 3000, "@" * 500, "-" * 9, "999999999999999999999", "' OR 1=1", "<b>"]
    ),
)
FORMS = {
    "message_create": ("text", "cid", "guard_checked", "guard_replace"),
    "thread_new": ("channel", "title", "text", "theme", "territory", "about", "cid"),
    "message_edit": ("title", "text", "rev"),
    "message_report": ("reason", "words"),
    "message_hide": ("why",),
    "channel_new": ("title", "purpose", "about", "kind", "audience", "territory", "themes"),
    "channel_follow": ("scelta",),
    "thread_status": ("scelta",),
    "thread_attend": ("scelta",),
    "message_useful": ("scelta",),
}


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_form_breaks_on_any_text(name, data, thread, dino, bruno, browse, say):
    message = Message.objects.filter(author=bruno, hidden_at=None).first() or say(thread, bruno)
    mine = Message.objects.filter(author=dino).first() or say(thread, dino)
    args = {
        "message_create": [thread.channel.slug, thread.slug],
        "message_edit": [mine.pk],
        "message_report": [message.pk],
        "message_hide": [message.pk],
        "message_useful": [message.pk],
        "channel_follow": [thread.channel.slug],
        "thread_status": [thread.channel.slug, thread.slug],
        "thread_attend": [thread.channel.slug, thread.slug],
    }.get(name, [])
    form = {field: data.draw(TEXTS, label=field) for field in FORMS[name]}
    Thread.objects.filter(pk=thread.pk).update(status="open")

    answer = browse(dino).post(reverse(f"forum:{name}", args=args), form)

    assert answer.status_code in (200, 204, 302, 403, 409, 422), answer.content[:200]


# Buttons alone: they send no word.
BUTTONS = {
    "all_read", "channel_read", "message_accept", "message_restore", "message_withdraw", "report_leave",
    "thread_to_practice",
}  # fmt: skip


def test_every_form_is_among_these():
    posted = {name[6:] for name, rule in MATRIX.items() if name.startswith("forum:") and "post" in rule}

    assert posted == set(FORMS) | BUTTONS


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(st.sampled_from(["q", "vista", "pagina", "prima", "a", "canale", "titolo", "pratica"]), TEXTS)
)
def test_no_address_breaks_on_any_text(query, thread, bruno, browse):
    query = {name: text[:3000] for name, text in query.items()}
    channel, browser = thread.channel.get_absolute_url(), browse(bruno)
    for url in ("/canali/", channel, thread.get_absolute_url(), "/canali/apri/"):
        assert browser.get(url, query).status_code == 200, url
    assert browser.get("/canali/simili/", {"title": query.get("q", "")}).status_code == 200


def test_reading_a_page_clears_its_notices(thread, ada, bruno, after_commit, say, browse):
    with after_commit():
        say(thread, bruno)
    assert Notification.objects.filter(reader=ada, read_at=None).exists()

    browse(ada).get(thread.get_absolute_url())
    assert not Notification.objects.filter(reader=ada, read_at=None, url=thread.get_absolute_url()).exists()
