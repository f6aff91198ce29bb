"""Is a combination of bands so rare that it points at one family? Pure: a table of shares, no data of anybody.

The shares are our own rough estimates, rounded up, of how many households of an area fit each band (privacy.md P2,
«combination guard»). They need not be right: they only have to notice what is rare.
"""

from collections.abc import Mapping
from math import prod

# Fewer plausible households than this, and the form offers something coarser.
ENOUGH = 5
# Households of an area of the vocabulary; an area that is not here counts as the smallest allowed, 50,000 inhabitants.
HOUSEHOLDS = {"torino": 430_000, "empolese-valdelsa": 75_000, "cosenza": 110_000}
SMALLEST = 22_000
WHOLE_NETWORK = 600_000

SHARES = {
    "household": {"1": 0.37, "2": 0.28, "3-4": 0.3, "5+": 0.05},
    "ages": {"0-5": 0.1, "6-13": 0.14, "14-17": 0.09, "adult": 0.85, "65-79": 0.25, "80+": 0.14},
    "isee": {"under_6000": 0.1, "6000_12000": 0.12, "over_12000": 0.8, "unknown": 1},
    "health": {"no": 0.85, "yes": 0.15, "equipment": 0.004},
    "supplies": {"electricity": 1, "gas": 0.75, "other": 0.15},
    "arrears": {"none": 0.88, "under_3": 0.08, "3_6": 0.03, "over_6": 0.02},
    "debt": {"under_200": 0.5, "200_500": 0.3, "500_1000": 0.25, "over_1000": 0.2},
    "cut_risk": {"no": 0.97, "soon": 0.03, "done": 0.01},
    "housing": {"public_rent": 0.06, "private_rent": 0.2, "owned": 0.72, "other": 0.05},
    "heating": {"own_gas": 0.6, "central": 0.2, "stove": 0.15, "electric": 0.08, "none": 0.04},
}
# What goes together is not counted twice: who is in arrears often has a debt, a risk, a low ISEE.
TOGETHER = ("isee", "arrears", "debt", "cut_risk")


def plausible_households(bands: Mapping, area: str = "") -> float:
    """Estimate how many households fit.

    Args:
        bands: by field, a choice or several; what is empty says nothing.
        area: slug of a territory; empty is the whole network.
    """
    households = HOUSEHOLDS.get(area, SMALLEST) if area else WHOLE_NETWORK
    return households * prod(_shares(bands).values())


def rarest(bands: Mapping) -> str:
    """Name the band whose loss helps most."""
    alone = {name: prod(table.get(choice, 1) for choice in _chosen(bands, name)) for name, table in SHARES.items()}
    return min((name for name in alone if _chosen(bands, name)), key=alone.get, default="")


def is_rare(bands: Mapping, area: str = "") -> bool:
    return plausible_households(bands, area) < ENOUGH


def _chosen(bands: Mapping, name: str) -> list[str]:
    value = bands.get(name) or []
    return [value] if isinstance(value, str) else list(value)


def _shares(bands: Mapping) -> dict[str, float]:
    shares = {
        name: prod(table.get(choice, 1) for choice in _chosen(bands, name))
        for name, table in SHARES.items()
        if _chosen(bands, name)
    }
    money = [shares.pop(name) for name in TOGETHER if name in shares]
    if money:
        shares["together"] = min(money)
    return shares
