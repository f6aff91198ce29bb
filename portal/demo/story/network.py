"""The bodies, their desks and who works there; who chose to be found; what was reported as wrong."""

from collections.abc import Mapping
from datetime import time, timedelta

import yaml

from portal.accounts.models import User
from portal.clock import at
from portal.network import actions
from portal.network.models import Desk, Listing, Organisation
from portal.vocabulary.models import Language, Territory, Theme

from .files import CONTENT, folder, moment, read
from .people import as_now

OPENED = 300  # days ago


def tell(cast: dict[str, User]) -> None:
    cast = as_now(cast)
    words = _words()
    bodies = _bodies(cast, words)
    desks = _desks(cast, words, bodies)
    _people(cast, bodies, desks)
    _listings(cast, words)
    _corrections(cast, desks)


def bodies_by_file() -> dict[str, Organisation]:
    """The bodies by the names of their files."""
    names = {path.stem: read(path)[0]["name"] for path in folder("organisations").glob("*.md")}
    found = {body.name: body for body in Organisation.objects.select_related("territory__parent")}
    return {stem: found[name] for stem, name in names.items()}


def desks_by_file() -> dict[str, Desk]:
    names = {path.stem: read(path)[0]["name"] for path in folder("desks").glob("*.md")}
    found = {desk.name: desk for desk in Desk.objects.select_related("organisation", "territory__parent")}
    return {stem: found[name] for stem, name in names.items()}


def _words() -> dict[type, dict]:
    return {
        Territory: {place.slug: place for place in Territory.objects.select_related("parent")},
        Theme: {theme.slug: theme for theme in Theme.objects.all()},
        Language: {language.slug: language for language in Language.objects.all()},
    }


def _checked(thing: Organisation | Desk, meta: dict, cast: Mapping[str, User]) -> None:
    """Who looks after it, and when she last looked: as the file says."""
    thing.keeper = thing.checked_by = cast.get(meta.get("keeper") or "")
    thing.checked_at = moment(meta.get("checked_days_ago", 30), "17:30")
    thing.save(update_fields=["keeper", "checked_by", "checked_at"])


def _bodies(cast, words) -> dict[str, Organisation]:
    made = {}
    for path in sorted(folder("organisations").glob("*.md")):
        meta, about = read(path)
        fields = {name: meta.get(name) or "" for name in ("name", "kind", "address", "phone", "email", "website")}
        fields |= {
            "about": about.strip(),
            "territory": words[Territory][meta["territory"]] if meta.get("territory") else None,
            "takes_referrals": meta.get("takes_referrals", True),
        }
        with at(moment(OPENED)):
            body = actions.open_organisation(fields, by=cast["admin"], is_example=bool(meta.get("example")))
        _checked(body, meta, cast)
        made[path.stem] = body
    return made


def _desks(cast, words, bodies) -> dict[str, Desk]:
    made = {}
    for path in sorted(folder("desks").glob("*.md")):
        meta, about = read(path)
        fields = {
            name: meta.get(name) or ""
            for name in ("name", "address", "directions", "phone", "email", "remote_how", "notice")
        }
        fields |= {
            "about": about.strip(),
            "territory": words[Territory][meta["territory"]],
            "in_person": bool(meta.get("in_person")),
            "remote": bool(meta.get("remote")),
            "takes_requests": meta.get("takes_requests", True),
            "languages": [words[Language][slug] for slug in meta.get("languages") or []],
        }
        services = [(one["name"], words[Theme][one["theme"]].pk) for one in meta["services"]]
        hours = [
            (one["day"], time.fromisoformat(one["opens"].zfill(5)), time.fromisoformat(one["closes"].zfill(5)),
             bool(one.get("remote")))
            for one in meta.get("hours") or []
        ]  # fmt: skip
        with at(moment(OPENED - 10)):
            desk = actions.open_desk(
                bodies[meta["organisation"]], fields, services=services, hours=hours, by=cast["admin"],
                is_example=bool(meta.get("example")),
            )  # fmt: skip
        desk.order = meta.get("order") or 0
        desk.save(update_fields=["order"])
        _checked(desk, meta, cast)
        made[path.stem] = desk
    return made


def _people(cast, bodies, desks) -> None:
    for path in sorted(folder("organisations").glob("*.md")):
        meta, _about = read(path)
        for one in meta.get("people") or []:
            desk = desks[one["desk"]] if one.get("desk") else None
            with at(moment(OPENED - 20)):
                actions.assign(bodies[path.stem], cast[one["person"]], one["task"], desk, by=cast["admin"])


def _listings(cast, words) -> None:
    for meta in yaml.safe_load((CONTENT / "listings.yaml").read_text(encoding="utf-8")):
        fields = {
            "territory": words[Territory][meta["territory"]],
            "themes": [words[Theme][slug] for slug in meta["themes"]],
            "languages": [words[Language][slug] for slug in meta["languages"]],
            "days": meta["days"],
            "in_person": meta["in_person"],
            "remote": meta["remote"],
            "phone": meta.get("phone") or "",
            "shows_phone": bool(meta.get("phone")),
            "note": meta.get("note") or "",
            "takes_requests": meta.get("takes_requests", True),
        }
        person = cast[meta["person"]]
        with at(moment(meta["checked_days_ago"], "19:10")):
            actions.list_ted(person, fields, by=person)


def _corrections(cast, desks) -> None:
    for path in sorted(folder("corrections").glob("*.md")):
        meta, _body = read(path)
        about = (
            {"desk": desks[meta["desk"]]}
            if meta.get("desk")
            else {"listing": Listing.objects.get(person=cast[meta["person"]])}
        )
        with at(moment(meta["days_ago"], "16:20")):
            correction, _receipt = actions.report_error(meta["text"], **about)
        if answer := meta.get("answer"):
            with at(moment(answer["days_ago"], "18:05") + timedelta(minutes=1)):
                actions.answer_correction(correction, answer["state"], answer["text"], by=cast[answer["by"]])
