"""A limit that knows nobody: it counts by neighbourhood, under the key of the day, and nobody goes back to an address.

Two people of one building write from Empoli, another from elsewhere.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from portal.limits import actions
from portal.limits.actions import TooMany, faceless, neighbourhood, spend, sweep
from portal.limits.models import DayKey, Spending
from tests.traces import everything

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BUILDING = ["198.51.100.7", "198.51.100.200"]
ELSEWHERE = "203.0.113.9"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def true_limits(settings):
    settings.LIMITS_FACTOR = 1
    settings.TRUSTED_PROXIES = 0


@pytest.fixture
def clock(monkeypatch):
    """The clock of machines: `clock(moment)` puts it somewhere."""

    def put(moment: datetime) -> None:
        monkeypatch.setattr(actions, "real_now", lambda: moment)

    put(NOON)
    return put


def came_from(address: str) -> dict:
    return {"REMOTE_ADDR": address}


def write(address: str) -> None:
    """Do what may be done three times a day."""
    spend(f"help:{neighbourhood(came_from(address))}", limit=3, seconds=24 * 3600)


# ── who is counted together ──────────────────────────────────────────────────────────────────────────────────────────


def test_one_neighbourhood_is_limited_within_a_day_and_another_is_not(clock):
    for address in [*BUILDING, BUILDING[0]]:
        write(address)

    for address in BUILDING:
        with pytest.raises(TooMany):
            write(address)
    write(ELSEWHERE)
    assert Spending.objects.count() == 2


def test_with_the_day_it_begins_again(clock):
    for _ in range(3):
        write(BUILDING[0])
    clock(NOON.replace(hour=23, minute=59))
    with pytest.raises(TooMany):
        write(BUILDING[1])

    clock(NOON + timedelta(hours=12))
    write(BUILDING[1])


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("198.51.100.0", "198.51.100.255", True),
        ("198.51.100.255", "198.51.101.0", False),
        ("198.51.100.7", "198.50.100.7", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:0DB8:0001:0002:0:0:0:1", True),  # the same, written out
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("2001:db8:1:2::1", "2001:db8:2:2::1", False),
        ("198.51.100.7", "2001:db8:1:2::1", False),
    ],
)
def test_a_neighbourhood_is_256_addresses_or_the_line_of_one_house(clock, one, other, together):
    assert (faceless(one) == faceless(other)) is together


@how(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.ip_addresses(v=4), other=st.ip_addresses(v=4))
def test_any_two_addresses_are_together_only_where_they_begin_the_same(clock, one, other):
    near = str(ip_address(int(one) ^ 0xFF))

    assert faceless(str(one)) == faceless(near)
    assert (faceless(str(one)) == faceless(str(other))) is (int(one) >> 8 == int(other) >> 8)


@how(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.ip_addresses(v=6, network="2001:db8::/32"), bit=st.integers(0, 127))
def test_of_a_long_address_the_first_half_counts(clock, one, bit):
    other = ip_address(int(one) ^ (1 << bit))

    assert (faceless(str(one)) == faceless(str(other))) is (bit < 64)


def test_behind_a_proxy_it_is_the_address_that_the_proxy_saw(clock, settings):
    settings.TRUSTED_PROXIES = 1
    proxied = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": f"6.6.6.6, {BUILDING[0]}"}

    assert neighbourhood(proxied) == faceless(BUILDING[1])
    # What the client wrote itself moves it nowhere.
    assert neighbourhood(proxied | {"HTTP_X_FORWARDED_FOR": f"7.7.7.7, {BUILDING[0]}"}) == faceless(BUILDING[1])
    settings.TRUSTED_PROXIES = 0
    assert neighbourhood(proxied) == faceless("10.0.0.1")


GARBAGE = [
    "",
    " ",
    "unknown",
    "nonsense, more",
    "1",
    "256.1.1.1",
    "1.2.3",
    "::g",
    "fe80::1%eth0",
    "x" * 9000,
    "\x00",
    "è",
]


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_what_is_no_address_is_counted_too_and_never_an_error(clock, settings, garbage, proxies):
    settings.TRUSTED_PROXIES = proxies
    for meta in ({"REMOTE_ADDR": garbage}, {"REMOTE_ADDR": garbage, "HTTP_X_FORWARDED_FOR": garbage}):
        name = neighbourhood(meta)
        assert len(name) == 32 and set(name) <= set("0123456789abcdef")
        assert name != faceless(BUILDING[0])


def test_without_anything_they_are_all_from_elsewhere(clock):
    assert neighbourhood({}) == neighbourhood({"REMOTE_ADDR": "unix:"}) == faceless("")


# ── nobody goes back ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_stored_holds_no_address_nor_its_beginning(clock):
    for address in [*BUILDING, ELSEWHERE, "2001:db8:1:2::1"]:
        write(address)

    kept = everything()
    assert len(kept) > 1000 and Spending.objects.count() == 3
    for trace in ("198.51.100", "203.0.113", "2001:db8", "cb007100", "c6336400", str(int(ip_address("198.51.100.0")))):
        assert trace not in kept, trace


def test_who_has_the_name_and_a_copy_of_the_database_cannot_try_all_addresses(clock, settings):
    """There are few neighbourhoods: what keeps them apart from their names are the keys alone, and one is elsewhere."""
    name = neighbourhood(came_from(BUILDING[0]))
    near = b"198.51.100.0/24"
    (row,) = DayKey.objects.values_list("day", "key")
    assert settings.RECEIPT_KEY not in everything()

    tried = {hashlib.sha256(near).hexdigest()[:32], hashlib.md5(near, usedforsecurity=False).hexdigest()}
    for guess in ("", settings.SECRET_KEY, *map(str, row)):
        tried.add(hmac.new(guess.encode(), near, hashlib.sha256).hexdigest()[:32])
    assert name not in tried
    settings.RECEIPT_KEY = "another installation, with a copy of the same rows"
    assert neighbourhood(came_from(BUILDING[0])) != name


def test_a_day_has_one_key_and_the_next_day_another(clock):
    names = {faceless(BUILDING[0]) for _ in range(3)}
    clock(NOON.replace(hour=0, minute=0))
    names.add(faceless(BUILDING[1]))
    assert len(names) == 1 and DayKey.objects.count() == 1

    clock(NOON + timedelta(days=1))
    names.add(faceless(BUILDING[0]))
    assert len(names) == 2
    keys = dict(DayKey.objects.values_list("day", "key"))
    assert len(set(keys.values())) == len(keys) == 2 and all(len(key) >= 43 for key in keys.values())


def test_a_key_that_was_thrown_away_does_not_come_back(clock):
    """Drawn anew, it is another: the names of before lead nowhere, also on the same day."""
    before = faceless(BUILDING[0])
    DayKey.objects.all().delete()

    assert faceless(BUILDING[0]) != before


def test_the_sweep_keeps_the_key_of_today_and_throws_away_all_others(clock):
    for days in (0, 1, 2):
        clock(NOON + timedelta(days=days))
        faceless(BUILDING[0])
    today = (NOON + timedelta(days=2)).date()
    sweep()
    assert list(DayKey.objects.values_list("day", flat=True)) == [today]

    name = faceless(BUILDING[0])
    sweep()
    assert faceless(BUILDING[0]) == name


def test_the_windows_of_a_day_go_when_they_are_over(clock):
    write(BUILDING[0])
    clock(NOON + timedelta(days=2))
    sweep()

    assert not Spending.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM limits_daykey")
        assert cursor.fetchone() == (0,)
