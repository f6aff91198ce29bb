"""From where somebody comes: behind our proxies, what they saw; never what the client wrote.

Pages ask allauth, sockets ask us: both must say the same.
"""

import pytest
from allauth.account.adapter import get_adapter

from portal.limits.actions import address_of

PROXY = "10.0.0.1"


@pytest.fixture
def behind(settings):
    """Stand behind so many proxies of ours."""

    def standing(count: int) -> None:
        settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = count

    return standing


@pytest.mark.parametrize(
    "count, forwarded, address",
    [
        (0, "", PROXY),
        (0, "6.6.6.6", PROXY),
        (1, "", PROXY),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6,7.7.7.7 ,  9.9.9.9:4711", "9.9.9.9"),
        (1, "6.6.6.6, 2001:db8::7", "2001:db8::7"),
        (1, "6.6.6.6, [2001:db8::7]:4711", "2001:db8::7"),
        (2, "6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"),
    ],
)
def test_pages_and_sockets_count_the_same_address(rf, behind, count, forwarded, address):
    behind(count)
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}

    assert address_of(PROXY, forwarded) == address
    assert get_adapter().get_client_ip(rf.get("/", REMOTE_ADDR=PROXY, **headers)) == address


@pytest.mark.parametrize("forwarded", ["9.9.9.9", "nonsense, unknown", ",", "x" * 9000])
def test_a_header_that_our_proxies_did_not_write_counts_for_nothing(behind, forwarded):
    behind(2)

    assert address_of(PROXY, forwarded) == PROXY


def test_a_page_counts_by_the_address_that_the_proxy_saw(client, db, behind, settings):
    settings.LIMITS_FACTOR = 1
    behind(1)

    def checked(forwarded: str) -> int:
        path = "/attestati/AAAA-BBBB-CCCC-DDDD/"
        return client.get(path, headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR=PROXY).status_code

    # She writes another address each time; the proxy adds the true one.
    assert 429 not in [checked(f"6.6.6.{n}, 9.9.9.9") for n in range(30)]
    assert checked("6.6.7.7, 9.9.9.9") == 429
    assert checked("9.9.9.9, 8.8.8.8") != 429
