"""The pages of the search, as people meet them. Ada is an operator, Nina learns, Dino moderates, Elena coordinates."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.actions import close_need, note_unmet, rebuild
from search.models import UnmetNeed
from search.permissions import can_see_needs, visible_needs

URL = "/cerca/"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


@pytest.fixture
def shelf(index, publish, channel, talk, ada):
    publish("Rate dal fornitore", steps="La bolletta si paga a rate.", worked=8, failed=1, territory="empoli")
    publish(
        "Rate del Comune", steps="Rate per la casa.", themes=("casa-e-abitare",), territory="torino", setting="group"
    )
    talk(channel, ada, "Chi fa le rate?", "Le rate della bolletta le chiedo io.")
    rebuild()


def test_a_visitor_finds_what_is_public_with_the_words_marked(shelf, browse):
    response = browse(None).get(URL, {"q": "rata"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "<mark>Rate</mark> dal fornitore" in page
    assert "ha funzionato 8 volte su 9, no 1" in text_of(response)
    assert "Chi fa le" not in text_of(response)
    assert "Tutto 2" in text_of(response)


def test_an_operator_finds_discussions_too_in_tabs_with_counts(shelf, browse, ada):
    response = browse(ada).get(URL, {"q": "rate"})

    assert "Tutto 3 Pratiche 2 Discussioni 1" in text_of(response)
    only = browse(ada).get(URL, {"q": "rate", "tipo": "discussioni"})
    assert "Chi fa le rate ?" in text_of(only) and "dal fornitore" not in text_of(only)
    assert "Tutto 3 Pratiche 2 Discussioni 1" in text_of(only)


def test_filters_are_links_that_keep_the_words_and_are_taken_away_again(shelf, browse):
    page = browse(None).get(URL, {"q": "rate", "pagina": "7"}).content.decode()
    (href,) = re.findall(r'href="(\?[^"]*territorio=torino[^"]*)"', page)
    assert "q=rate" in href and "pagina" not in href

    narrowed = browse(None).get(URL + href.replace("&amp;", "&"))
    assert "Rate del Comune" in text_of(narrowed) and "dal fornitore" not in text_of(narrowed)
    assert "Togli il filtro: Torino" in narrowed.content.decode()
    assert 'href="?q=rate"' in narrowed.content.decode()


def test_narrower_themes_open_under_the_one_that_was_chosen(shelf, browse):
    closed = browse(None).get(URL, {"q": "rate"}).content.decode()
    opened = browse(None).get(URL, {"q": "rate", "tema": "energia"}).content.decode()

    assert "tema=bollette" not in closed
    assert "tema=bollette" in opened


def test_without_words_the_page_offers_where_to_begin(shelf, browse):
    response = browse(None).get(URL)

    assert "Oppure parti da qui" in text_of(response)
    assert "Energia" in text_of(response)
    assert "Nessun risultato" not in text_of(response)
    assert "Rate del Comune" in text_of(browse(None).get(URL, {"tema": "casa-e-abitare"}))


def test_nothing_found_offers_a_channel_to_members_and_the_door_to_visitors(shelf, browse, nina):
    member = browse(nina).get(URL, {"q": "xyzzyx"})
    visitor = browse(None).get(URL, {"q": "xyzzyx"})

    assert "Nessun risultato per «xyzzyx»" in text_of(member)
    assert f'href="{reverse("forum:channels")}"' in member.content.decode()
    assert f'href="{reverse("accounts:sign_in")}"' in visitor.content.decode()


def test_a_mistyped_word_shows_what_was_meant(shelf, browse):
    response = browse(None).get(URL, {"q": "bolettta"})

    assert "Nessun risultato per «bolettta». Ecco quelli per « bolletta »" in text_of(response)
    assert "Rate dal fornitore" in text_of(response)


def test_words_are_shown_as_text_never_as_markup(shelf, browse):
    page = browse(None).get(URL, {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_box_suggests_titles_of_what_may_be_seen(shelf, browse, ada):
    ours = browse(ada).get(reverse("search:suggestions"), {"q": "chi fa le ra"})
    theirs = browse(None).get(reverse("search:suggestions"), {"q": "ra"})

    assert "Chi fa le rate?" in text_of(ours)
    assert "Rate dal fornitore" in text_of(theirs) and "Chi fa" not in text_of(theirs)
    assert text_of(browse(None).get(reverse("search:suggestions"))).strip() == ""


def test_under_english_the_page_is_english_and_the_sheet_says_its_language(shelf, browse):
    page = browse(None).get("/en" + URL, {"q": "rate"}).content.decode()

    assert 'lang="it"' in page
    assert 'href="/en/pratiche/' in page


def test_a_translated_sheet_is_found_in_both_languages_and_shown_in_the_readers(index, publish, browse, dino):
    from practices.actions import add_translation
    from practices.models import PracticePage

    practice = publish("Chiedere le rate", steps="Prima del distacco.", worked=2)
    texts = {name: "Ask before the cut-off." for name in PracticePage.TEXTS}
    add_translation(practice, {"title": "Asking for instalments", "summary": "In short.", **texts}, by=dino)
    rebuild()

    english = browse(None).get("/en" + URL, {"q": "instalments"}).content.decode()
    italian = browse(None).get(URL, {"q": "instalments"}).content.decode()

    assert "Asking for <mark>instalments</mark>" in english and 'lang="en"' in english
    assert "Chiedere le rate" in italian and "Asking" not in italian


def test_without_an_index_the_page_says_so(db, browse, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "none"

    response = browse(None).get(URL, {"q": "rate"})

    assert response.status_code == 200
    assert "La ricerca si sta preparando" in text_of(response)


def test_a_page_needs_few_queries(shelf, browse, ada, django_assert_max_num_queries):
    browser = browse(ada)
    browser.get(URL)

    with django_assert_max_num_queries(12):
        browser.get(URL, {"q": "rate", "tema": "energia", "ordina": "recenti"})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(
    st.text(max_size=250),
    st.dictionaries(
        st.sampled_from(["tipo", "tema", "territorio", "dove", "esito", "ordina", "pagina"]), st.text(max_size=60)
    ),
)
def test_no_address_breaks_the_page(shelf, browse, words, values):
    assert browse(None).get(URL, {"q": words} | values).status_code == 200
    assert browse(None).get(reverse("search:suggestions"), {"q": words}).status_code == 200


@pytest.mark.parametrize("words", ["\x00", "x" * 100_000, "%", "💡", "«", "'" * 300, "a" * 199 + " b"])
def test_strange_words_find_nothing_and_break_nothing(shelf, browse, ada, words):
    assert browse(ada).get(URL, {"q": words}).status_code == 200


# ── what was looked for in vain ──────────────────────────────────────────────────────────────────────────────────────


def test_what_a_member_looks_for_in_vain_is_counted_without_her(shelf, browse, ada, nina):
    for person in (ada, nina):
        browse(person).get(URL, {"q": "Sfratto  imminente"})

    need = UnmetNeed.objects.get()
    assert (need.words, need.count) == ("sfratto imminente", 2)


def test_a_visitor_a_filter_or_a_found_word_leaves_nothing(shelf, browse, ada):
    browse(None).get(URL, {"q": "sfratto"})
    browse(ada).get(URL, {"q": "sfratto", "tema": "energia"})
    browse(ada).get(URL, {"q": "rate"})
    browse(ada).get(URL, {"q": "bolettta"})

    assert not UnmetNeed.objects.exists()


@pytest.mark.parametrize("words", ["Mario Rossi sfratto", "rssmra80a01h501u", "mario@example.org", "333 1234567"])
def test_words_that_name_somebody_are_not_kept(db, ada, words):
    note_unmet(words, by=ada)

    assert not UnmetNeed.objects.exists()


def test_the_same_person_counts_once_a_day(db, ada, settings):
    settings.LIMITS_FACTOR = 1
    note_unmet("sfratto imminente", by=ada)
    note_unmet("Sfratto imminente", by=ada)

    assert UnmetNeed.objects.get().count == 1


@pytest.mark.parametrize(
    "name, sees",
    [
        ("dino", True),
        ("elena", True),
        ("franca", True),
        ("anita", True),
        ("ada", False),
        ("nina", False),
        ("sara", False),
    ],
)
def test_needs_are_for_who_can_see_to_an_answer(request, browse, name, sees):
    need = UnmetNeed.objects.create(words="sfratto imminente")
    user = request.getfixturevalue(name)

    assert can_see_needs(user) is sees
    assert (need in visible_needs(user)) is sees
    if user.is_active:
        assert browse(user).get(reverse("search:needs")).status_code == (200 if sees else 403)


def test_a_need_is_taken_off_the_list(db, browse, dino, ada):
    need = UnmetNeed.objects.create(words="sfratto imminente", count=3)
    assert "Cercato 3 volte" in text_of(browse(dino).get(reverse("search:needs")))

    assert browse(ada).post(reverse("search:need_close", args=[need.pk])).status_code == 404
    response = browse(dino).post(reverse("search:need_close", args=[need.pk]), follow=True)

    assert "Fatto. L’ho tolta dall’elenco." in text_of(response)
    assert not UnmetNeed.objects.exists()


def test_the_action_asks_too(db, ada):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        close_need(UnmetNeed.objects.create(words="sfratto"), by=ada)


def test_visitors_have_no_list(browse, db):
    assert browse(None).get(reverse("search:needs")).status_code == 302
    assert not can_see_needs(AnonymousUser())
