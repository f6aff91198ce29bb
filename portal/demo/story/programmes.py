"""«Comunità Energetiche»: data, as an office would type it in; the guidelines are given by who steers."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from forum.pacts.actions import give_guideline, open_programme, read_guideline
from portal.accounts.models import User
from portal.clock import at
from portal.vocabulary.models import Territory, Theme

from .files import folder, moment, read
from .network import bodies_by_file
from .people import as_now


def tell(cast: dict[str, User]) -> None:
    cast = as_now(cast)
    bodies = bodies_by_file()
    for path in sorted(folder("programmes").glob("*.md")):
        meta, about = read(path)
        programme = open_programme(
            path.stem,
            by=cast["admin"],
            name=meta["name"],
            lead=meta["lead"],
            about=about.strip(),
            territory=Territory.objects.get(slug=meta["territory"]) if meta.get("territory") else None,
            isee_from=Decimal(meta["isee_from"]),
            isee_to=Decimal(meta["isee_to"]),
            thresholds_on=date.fromisoformat(str(meta["thresholds_on"])),
            thresholds_source=meta["thresholds_source"],
            mail=meta.get("mail") or "",
            steering_from=date.fromisoformat(str(meta["steering_from"])),
            is_example=bool(meta.get("example")),
            access_points=[_point(one, bodies) for one in meta["access_points"]],
            seats=[{**one, "person": cast.get(one.get("person") or "")} for one in meta["seats"]],
        )
        programme.themes.set(Theme.objects.filter(slug__in=meta["themes"]))
        for one in sorted(meta["guidelines"], key=lambda one: -one["days_ago"]):
            with at(moment(one["days_ago"], "16:00")):
                given = give_guideline(programme, one["title"], one["text"].strip(), by=cast[one["by"]])
            if one["days_ago"] > 150:
                with at(moment(one["days_ago"] - 2, "10:00")):
                    read_guideline(given, by=cast["gina"])


def _point(one: dict, bodies: Mapping) -> dict:
    """An access point as its model has it."""
    body = bodies[one["organisation"]] if one.get("organisation") else None
    return {"name": one["name"], "what": one.get("what") or "", "may_verify": one["may_verify"], "organisation": body}
