"""What the front door shows."""

from importlib import import_module

from wagtail.models import Page

from portal.ui.today import Item

# The rooms that have something for «Oggi», each in its own `today.py`.
ROOMS = ("forum.cases", "forum", "courses", "courses.certification", "practices")


def things_for(user) -> list[Item]:
    """Gather what needs this person now, the most urgent first."""
    items = []
    for room in ROOMS:
        items += import_module(f"{room}.today").items(user)
    return sorted(items, key=lambda item: item.weight)


def news_for(user) -> dict:
    """What stands beside the things of today: channels with news, the course that is under way."""
    return {}


def in_language(kind: type[Page], language: str, **which) -> Page | None:
    """Find a page in the reader's language, else in Italian. Addresses are those of the Italian page."""
    page = kind.objects.live().filter(locale__language_code="it", **which).first()
    if page is None or language == "it":
        return page
    twin = kind.objects.live().filter(locale__language_code=language, translation_key=page.translation_key).first()
    return twin or page
