"""What narrows a list, as links: a value of a facet, a tab, an order."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Choice:
    """A value that is a link: it narrows the list, or, when it is on, takes its narrowing away."""

    label: str
    count: int
    href: str
    is_on: bool = False


def href(given: Mapping[str, str], **changes: str) -> str:
    """Write the address of the same list with some values changed, from its first page.

    Args:
        given: what the address holds now, by parameter, in order.
        changes: other values; an empty one takes its parameter away.
    """
    after = QueryDict(mutable=True)
    for param, value in ({**given} | changes).items():
        if value:
            after[param] = value
    return "?" + after.urlencode()
