"""What is asked before a socket or a long poll is let in: origin first, then how often, then who."""

from ipaddress import ip_address, ip_network
from urllib.parse import unquote

from django.conf import settings
from django.utils.crypto import salted_hmac

from portal.limits import actions as limits
from portal.limits.actions import TooMany, spend

from . import gate, protocol

Headers = list[tuple[bytes, bytes]]


def origins(headers: Headers) -> list[str]:
    return [value.decode("latin-1") for name, value in headers if name.lower() == b"origin"]


def comes_from_us(headers: Headers, *, required: bool) -> bool:
    """Compare the origin as a whole string with ours (security.md R17).

    Channels' own validators take `https://evil@host` for the host and raise on `https://[bad`.

    Args:
        headers: as the server gives them.
        required: a browser sends it with every socket, but not with a plain GET to its own site.
    """
    found = origins(headers)
    if not found:
        return not required
    return len(found) == 1 and found[0] in settings.ORIGINS


def come_in(address: str, cookies: dict[str, str]) -> tuple[object | None, int, str]:
    """Ask the limit and the gate, in a thread.

    Returns:
        The person, or None with a close code and a reason.
    """
    if not gate.has_session(cookies):
        return None, protocol.SIGNED_OUT, "sign_in"
    try:
        spend(_counted(address), limit=protocol.HANDSHAKES_A_MINUTE, seconds=60)
    except TooMany:
        return None, protocol.FLOOD, "too_many"
    user, reason = gate.ask(cookies)
    return user, protocol.SIGNED_OUT, reason


def _counted(address: str) -> str:
    """The key of an address: no address is stored, and of IPv6 a whole household counts as one."""
    try:
        ip = ip_address(address)
    except ValueError:
        pass  # a socket of this machine has no address
    else:
        ip = getattr(ip, "ipv4_mapped", None) or ip
        address = str(ip_network((ip, 64 if ip.version == 6 else 32), strict=False))
    return "live:" + salted_hmac("portal.live.handshake", address, algorithm="sha256").hexdigest()[:32]


def address_of(scope) -> str:
    """From where a socket or a long poll comes; behind our proxies, what the last of them saw."""
    seen = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"x-forwarded-for"]
    return limits.address_of((scope.get("client") or ("",))[0], ",".join(seen))


def path_of(scope) -> list[str]:
    """The pieces of the path, each decoded once by the server or by us."""
    raw = scope.get("raw_path")
    if not raw:
        return scope["path"].split("/")[1:]
    return [unquote(piece) for piece in raw.decode("latin-1").split("?")[0].split("/")[1:]]
