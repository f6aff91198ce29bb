"""The board: what there is in each territory, who posted it, who looked since."""

from datetime import timedelta

from portal.accounts.models import User
from portal.clock import at
from portal.opportunities.actions import check_opportunity, post_opportunity
from portal.vocabulary.models import Territory, Theme

from .files import folder, moment, read
from .network import bodies_by_file
from .people import as_now

TEXTS = (
    "title", "summary", "for_whom", "requirements", "documents", "cost", "hours", "place", "contact", "phone",
    "website", "notice",
)  # fmt: skip


def tell(cast: dict[str, User]) -> None:
    cast = as_now(cast)
    places = {place.slug: place for place in Territory.objects.select_related("parent")}
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    bodies = bodies_by_file()
    files = [read(path)[0] for path in sorted(folder("opportunities").glob("*.md"))]
    for meta in sorted(files, key=lambda meta: -meta["posted_days_ago"]):
        fields = {name: meta.get(name) or "" for name in TEXTS} | {
            "organisation": bodies[meta["organisation"]],
            "territory": places[meta["territory"]],
            "themes": [themes[slug] for slug in meta["themes"]],
            # What is over today was there when it was posted: the last look says so.
            "state": "active" if meta["state"] == "exhausted" else meta["state"],
            "places": meta.get("places"),
            "ends_on": moment(0).date() + timedelta(days=meta["ends_in_days"]) if meta.get("ends_in_days") else None,
            "is_example": bool(meta.get("example")),
        }
        with at(moment(meta["posted_days_ago"], "10:15")):
            one = post_opportunity(fields, by=cast[meta["posted_by"]])
        for check in sorted(meta.get("checks") or [], key=lambda check: -check["days_ago"]):
            with at(moment(check["days_ago"], "8:50")):
                check_opportunity(one, check["found"], by=cast[check["by"]])
                one.refresh_from_db()
