"""«Farsi trovare»: Ada chooses what citizens see of her."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.network.actions import confirm_listing, list_ted, unlist
from portal.network.models import Listing
from portal.network.permissions import can_be_listed, visible_listings

from .conftest import listing_fields, place, theme

ADDRESS = "/io/farsi-trovare/"


def listing_post(**changes) -> dict:
    sent = {
        "territory": place("torino").pk,
        "themes": [theme("bollette").pk],
        "days": ["0", "3"],
        "in_person": "on",
        "note": "Leggo con te la bolletta.",
        "takes_requests": "on",
    } | changes
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize(
    "name, may",
    [("ada", True), ("bruno", True), ("elena", True), ("lara", False), ("gina", False), ("anita", False)],
)
def test_only_operators_choose_to_be_found(request, browse, name, may):
    user = request.getfixturevalue(name)

    assert can_be_listed(user) is may
    assert browse(user).get(ADDRESS).status_code == (200 if may else 403)
    if not may:
        with pytest.raises(PermissionDenied):
            list_ted(user, listing_fields(), by=user)


def test_nobody_lists_somebody_else(ada, elena):
    with pytest.raises(PermissionDenied):
        list_ted(ada, listing_fields(), by=elena)
    assert not Listing.objects.exists()


def test_she_is_found_when_she_saves_and_sees_what_citizens_see(ada, browse):
    browser = browse(ada)
    assert "Adesso i cittadini non ti trovano" in browser.get(ADDRESS).content.decode()

    assert browser.post(ADDRESS, listing_post()).status_code == 302

    listing = Listing.objects.get(person=ada)
    assert (listing.days, listing.phone, listing.is_listed) == ("03", "", True)
    assert listing in visible_listings(browse)
    assert "Così ti vedono i cittadini" in browser.get(ADDRESS).content.decode()


def test_the_consent_to_show_a_number_is_never_ticked_before(ada, browse):
    seen = browse(ada).get(ADDRESS).content.decode()

    assert '<input type="checkbox" name="shows_phone"' in seen
    assert "checked" not in seen.split('name="shows_phone"')[1].split(">")[0]


@pytest.mark.parametrize(
    "sent, sentence",
    [
        ({"in_person": None}, "Scegli almeno un modo"),
        ({"themes": None}, "Scegli almeno un argomento."),
        ({"phone": "011 000 0013"}, "Per mostrare il numero serve la spunta."),
        ({"shows_phone": "on"}, "Scrivi il numero, oppure togli la spunta."),
        ({"note": "Chiamate Mario Rossi al 333 1234567"}, "Sembra che ci sia"),
    ],
)
def test_what_is_not_right_comes_back_whole(ada, browse, sent, sentence):
    answer = browse(ada).post(ADDRESS, listing_post(**sent))

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert sent.get("note", "Leggo con te la bolletta.") in answer.content.decode().replace("<mark>", "")
    assert not Listing.objects.exists()


def test_leaving_is_at_once_and_takes_the_number_away(listing, ada, browse):
    assert browse(ada).post(ADDRESS + "togli/").status_code == 302

    listing = Listing.objects.get(pk=listing.pk)
    assert (listing.is_listed, listing.phone, listing.shows_phone) == (False, "", False)
    assert not visible_listings(ada).exists()


def test_who_coordinates_there_takes_off_and_a_colleague_does_not(bruno, elena, carla):
    list_ted(bruno, listing_fields(territory=place("empoli")), by=bruno)

    with pytest.raises(PermissionDenied):
        unlist(bruno, by=carla)
    assert visible_listings(carla).exists()
    unlist(bruno, by=elena)
    assert not visible_listings(carla).exists()


def test_confirming_is_hers(listing, ada, carla, browse):
    with pytest.raises(PermissionDenied):
        confirm_listing(ada, by=carla)
    assert browse(ada).post(ADDRESS + "conferma/").status_code == 302


def test_who_is_no_operator_any_more_leaves_all_the_same(listing, ada, browse):
    ada.qualifications.all().delete()

    assert browse(ada).post(ADDRESS + "togli/").url == reverse("network:find")
    assert not Listing.objects.get(pk=listing.pk).is_listed
