"""The ground of the demo (bodies, desks, opportunities, events, requests, a programme) can be told as written."""

import re
from collections import Counter
from datetime import date, time
from decimal import Decimal
from importlib import import_module

import pytest
import yaml

from forum.pacts.models import AccessPoint, Guideline, Programme, Seat
from portal.agenda.models import Appointment
from portal.demo.story.files import folder, read
from portal.guard.detect import find
from portal.network.models import Correction, Desk, DeskService, Listing, Organisation
from portal.network.needs import THEMES as ANSWERS
from portal.network.needs import Need
from portal.network.requests.models import LONGEST, Contact, HelpRequest, Referral
from portal.opportunities.models import Opportunity

WORDS = import_module("portal.vocabulary.migrations.0002_words")
PLACES = import_module("portal.vocabulary.migrations.0004_more_words")
NARROWER = {slug: [inner[0] for inner in inside] for slug, _, _, inside in WORDS.THEMES}
THEMES = {*NARROWER, *(inner for inside in NARROWER.values() for inner in inside)}
AREAS = {area: {place[0] for place in places} for area, places in PLACES.MUNICIPALITIES.items()}
MUNICIPALITIES = set().union(*AREAS.values())
TERRITORIES = {*AREAS, *MUNICIPALITIES}
LANGUAGES = {slug for slug, _, _ in PLACES.LANGUAGES}


def told(kind: str) -> dict[str, tuple[dict, str]]:
    return {path.stem: read(path) for path in sorted(folder(kind).glob("*.md"))}


KINDS = ("organisations", "desks", "opportunities", "events", "requests", "corrections", "programmes")
FILES = {kind: told(kind) for kind in KINDS}
PEOPLE = {meta["key"]: meta for meta, _ in told("people").values()}
LISTINGS = yaml.safe_load((folder("") / "listings.yaml").read_text(encoding="utf-8"))
OPERATORS = {key for key, meta in PEOPLE.items() if meta["qualification"] != "none" and not meta.get("suspended")}
# Pietro works in his shadowing; who learns is a member and may come to what the network sets.
NETWORK = OPERATORS | {"pietro"}
MEMBERS = NETWORK | {"nina", "lara", "irene", "admin"}

KEYS = {  # what must be there, what may be there
    "organisations": ("name kind territory address phone email takes_referrals example checked_days_ago keeper people",
                      "website source"),
    "desks": ("name organisation territory address directions phone email in_person remote remote_how languages "
              "services hours notice takes_requests order keeper checked_days_ago example source", ""),
    "opportunities": ("title organisation territory themes summary for_whom requirements documents cost hours place "
                      "contact phone state notice places ends_in_days posted_by posted_days_ago checks example",
                      "website source"),
    "events": ("title kind audience summary days starts minutes place contact set_by themes coming example",
               "organisation territory link seats cancelled"),
    "requests": ("area to needs way contact when may_say_who name days_ago at story example", "receipt written_by"),
    "corrections": ("days_ago text example", "desk person answer"),
    "programmes": ("name lead territory themes isee_from isee_to thresholds_on thresholds_source mail steering_from "
                   "access_points seats guidelines example", ""),
}  # fmt: skip
MODELS = {
    "organisations": Organisation, "desks": Desk, "opportunities": Opportunity, "events": Appointment,
    "corrections": Correction, "programmes": Programme,
}  # fmt: skip
# Words that label people have no place where citizens read; nor have shouting and typewriters' marks.
LABELS = re.compile(r"\b(?:pover[oiae]|povertà|indigent|bisognos|utent[ei]\b|disagi|moros|vulnerabil)", re.IGNORECASE)
MARKS = re.compile(r"[!'\"]|\.\.\.")


def each(*kinds: str):
    return pytest.mark.parametrize(
        ("kind", "name"), [(kind, name) for kind in kinds for name in FILES[kind]], ids=lambda value: value
    )


def strings(value) -> list[str]:
    """Every text inside what was read."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, (list, tuple)):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []


def fits(model, meta: dict) -> None:
    """Nothing is longer than its column."""
    for field in model._meta.concrete_fields:
        value = meta.get(field.name)
        if field.max_length and isinstance(value, str):
            assert len(value) <= field.max_length, f"{field.name}: {len(value)}"


def clock(written: str) -> time:
    hour, minute = written.split(":")
    return time(int(hour), int(minute))


def area_of(territory: str) -> str:
    return territory if territory in AREAS else next(area for area, inside in AREAS.items() if territory in inside)


@each(*KINDS)
def test_a_file_has_its_keys_and_fits_its_columns(kind, name):
    meta, body = FILES[kind][name]
    musts, mays = (set(keys.split()) for keys in KEYS[kind])

    assert musts <= set(meta) <= musts | mays
    assert len(name) <= 60 and isinstance(meta["example"], bool)
    assert bool(body.strip()) == (kind not in ("opportunities", "corrections"))
    if kind in MODELS:
        fits(MODELS[kind], meta | {"about": body, "text": meta.get("text", body)})


@each(*KINDS)
def test_its_words_are_plain_and_name_nobody(kind, name):
    for text in strings(FILES[kind][name]):
        assert not LABELS.search(text) and not MARKS.search(text.replace("\n", " ")), text
        assert "€" not in text or ("dato al" in text and "da verificare" in text), text


@each(*KINDS)
def test_what_can_be_rung_or_opened_is_plainly_invented(kind, name):
    text = "\n".join(strings(FILES[kind][name]))

    for number in re.findall(r"\b(?:0\d{2,3}|3\d\d) ?\d{2,} ?\d{2,}\b", text):
        assert re.fullmatch(r"(?:0571|011|0984) 000 0\d\d|333 000 00\d\d", number), number
    assert all(mail.endswith("@example.org") for mail in re.findall(r"\S+@\S+", text))
    assert all(address.startswith("https://www.example.org/") for address in re.findall(r"https?://\S+", text))


@each("organisations")
def test_a_body_tells_true_things_with_their_source(kind, name):
    meta, body = FILES[kind][name]

    assert meta["kind"] in Organisation.Kind.values and (meta["territory"] is None or meta["territory"] in TERRITORIES)
    assert 40 <= len(body.split()) <= 120
    assert meta["example"] or (meta["source"] and not meta["phone"] and not meta["email"] and "verificare" in body)
    assert meta["keeper"] in NETWORK | {"admin"} and meta["checked_days_ago"] >= 0
    for row in meta["people"]:
        assert row["person"] in NETWORK and row["task"] in ("referent", "operator")
        assert "desk" not in row or row["task"] == "operator"
        assert "desk" not in row or FILES["desks"][row["desk"]][0]["organisation"] == name
        assert PEOPLE[row["person"]]["organisation"] == meta["name"]
    rows = [(row["person"], row.get("desk")) for row in meta["people"]]
    assert len(rows) == len(set(rows))


def test_everybody_of_the_cast_finds_her_body_and_each_area_has_some():
    bodies = [meta for meta, _ in FILES["organisations"].values()]
    placed = {row["person"] for meta in bodies for row in meta["people"]}

    assert {meta["organisation"] for meta in PEOPLE.values()} <= {meta["name"] for meta in bodies}
    assert placed == NETWORK and len(bodies) >= 20
    assert set(AREAS) <= {area_of(meta["territory"]) for meta in bodies if meta["territory"]}


@each("desks")
def test_a_desk_can_be_found_and_reached(kind, name):
    meta, body = FILES[kind][name]

    assert meta["organisation"] in FILES["organisations"] and meta["territory"] in MUNICIPALITIES and body.strip()
    assert name not in FILES["organisations"] and name in desks_of_people().values()
    assert meta["keeper"] in NETWORK and set(meta["languages"]) <= LANGUAGES and "it" in meta["languages"]
    assert bool(meta["address"]) == meta["in_person"] and bool(meta["remote_how"]) == meta["remote"]
    assert 3 <= len(meta["services"]) <= 8 and len({row["name"] for row in meta["services"]}) == len(meta["services"])
    for row in meta["services"]:
        fits(DeskService, row)
        assert row["theme"] in THEMES
    for row in meta["hours"]:
        assert row["day"] in range(7) and clock(row["opens"]) < clock(row["closes"])
        assert meta["remote"] if row["remote"] else meta["in_person"]


def desks_of_people() -> dict[tuple[str, str], str]:
    return {
        (row["person"], row["desk"]): row["desk"]
        for meta, _ in FILES["organisations"].values()
        for row in meta["people"]
        if "desk" in row
    }


def test_the_three_desks_of_spoon_have_six_services_and_one_desk_has_no_door():
    desks = {name: meta for name, (meta, _) in FILES["desks"].items()}
    spoon = [meta for name, meta in desks.items() if name.startswith("punto-di-prossimita")]

    assert [len(meta["services"]) for meta in spoon] == [6, 6, 6] and all("T02" in meta["source"] for meta in spoon)
    assert {meta["territory"] for meta in spoon} == {"empoli", "castelfiorentino", "cerreto-guidi"}
    areas = Counter(area_of(meta["territory"]) for meta in desks.values())
    assert areas["torino"] >= 2 and areas["cosenza"] >= 2 and len(desks) >= 8
    assert any(not meta["in_person"] for meta in desks.values())
    assert sum(meta["checked_days_ago"] > 90 for meta in desks.values()) == 1


@each("opportunities")
def test_an_opportunity_ends_in_the_state_it_says(kind, name):
    meta, _ = FILES[kind][name]
    days = [check["days_ago"] for check in meta["checks"]]

    assert meta["organisation"] in FILES["organisations"] and meta["territory"] in TERRITORIES
    assert meta["themes"] and set(meta["themes"]) <= THEMES and meta["state"] in Opportunity.State.values
    assert meta["posted_by"] in OPERATORS and {check["by"] for check in meta["checks"]} <= NETWORK
    assert days == sorted(days, reverse=True) and all(meta["posted_days_ago"] > day for day in days)
    over = bool(meta["checks"]) and meta["checks"][-1]["found"] == "over"
    assert over == (meta["state"] == "exhausted") and (not over or meta["places"] == 0)
    assert meta["ends_in_days"] is None or meta["ends_in_days"] > 0
    assert all(meta[key] for key in ("title", "summary", "for_whom", "contact", "hours", "place"))


def test_the_board_has_every_state_old_looks_and_looks_of_today():
    rows = [meta for meta, _ in FILES["opportunities"].values()]
    last = [meta["checks"][-1]["days_ago"] for meta in rows]

    assert {meta["state"] for meta in rows} == set(Opportunity.State.values) and len(rows) >= 20
    assert all(count >= 6 for count in Counter(area_of(meta["territory"]) for meta in rows).values())
    assert sum(day > 30 for day in last) >= 3 and last.count(0) >= 3


@each("events")
def test_an_event_is_somewhere_and_has_room_for_who_comes(kind, name):
    meta, body = FILES[kind][name]

    assert meta["kind"] in Appointment.Kind.values and meta["audience"] in Appointment.Audience.values and body.strip()
    assert meta.get("organisation") is None or meta["organisation"] in FILES["organisations"]
    assert meta.get("territory") is None or meta["territory"] in TERRITORIES
    assert set(meta["themes"]) <= THEMES and meta["set_by"] in OPERATORS
    assert -6 <= meta["days"] <= 25 and clock(meta["starts"]) and meta["minutes"] > 0
    assert meta["place"] or meta["link"]
    assert set(meta["coming"]) <= MEMBERS and len(set(meta["coming"])) == len(meta["coming"])
    assert meta.get("seats") is None or len(meta["coming"]) <= meta["seats"]


def test_events_are_of_every_kind_and_one_does_not_happen():
    rows = [meta for meta, _ in FILES["events"].values()]

    assert len(rows) == 12 and {meta["kind"] for meta in rows} == set(Appointment.Kind.values)
    assert {meta["audience"] for meta in rows} == set(Appointment.Audience.values)
    assert any(meta["days"] < 0 for meta in rows) and any(meta.get("seats") == len(meta["coming"]) for meta in rows)
    (off,) = [meta for meta in rows if "cancelled" in meta]
    assert off["days"] > 0 and off["cancelled"]["days_ago"] >= 0 and 0 < len(off["cancelled"]["why"]) <= 300


STEPS = {  # what each step says besides days_ago, at, by, do
    "take": set(), "answer": {"text"}, "add": {"text"}, "refer": {"to", "text"}, "move": {"to", "state", "text"},
    "handover": {"to", "reason"}, "close": {"outcome"}, "helped": {"helped"},
}  # fmt: skip


@each("requests")
def test_a_request_is_told_in_order_by_who_may(kind, name):
    meta, body = FILES[kind][name]

    assert meta["example"] and meta["area"] in AREAS and 0 < len(body.strip()) <= 600
    assert meta["needs"] and set(meta["needs"]) <= set(Need.values)
    assert meta["way"] in HelpRequest.Way.values and bool(meta["contact"]) == (meta["way"] != "none")
    fits(Contact, {"when": meta["when"]})
    holder, last = None, (-meta["days_ago"], clock(meta["at"]))
    for step in meta["story"]:
        said = {key for key in step if key not in ("days_ago", "at", "by", "do")}
        moment = (-step["days_ago"], clock(step["at"]))
        assert said == STEPS[step["do"]] and moment >= last
        assert all(0 < len(step[key]) <= LONGEST for key in said & {"text", "reason"})
        if step["do"] == "take":
            assert holder is None and step["by"] in who_may_take(meta)
            holder = step["by"]
        elif step["do"] in ("add", "helped"):
            assert step["by"] == "citizen"
        else:
            assert step["by"] == holder
        if step["do"] == "handover":
            assert step["to"] in who_may_take(meta)
            holder = step["to"]
        last = moment
    assert meta.get("written_by") is None or meta["written_by"] in who_may_take(meta)


def who_may_take(meta: dict) -> set[str]:
    """Who works at the desk, the listed person, or the operators of the area."""
    to = meta["to"]
    if "desk" in to:
        return {person for person, desk in desks_of_people() if desk == to["desk"]}
    return {to["person"]} if "person" in to else {key for key in OPERATORS if PEOPLE[key]["territory"] == meta["area"]}


@each("requests")
def test_a_request_goes_where_such_things_are_done(kind, name):
    meta, _ = FILES[kind][name]
    to, wanted = meta["to"], {theme for need in meta["needs"] for theme in ANSWERS[Need(need)]}
    wanted |= {inner for wide in wanted for inner in NARROWER.get(wide, [])}

    if "desk" in to:
        desk = FILES["desks"][to["desk"]][0]
        assert area_of(desk["territory"]) == meta["area"] and desk["takes_requests"]
        assert wanted & {row["theme"] for row in desk["services"]}
    if "person" in to:
        (listing,) = [row for row in LISTINGS if row["person"] == to["person"]]
        assert listing["takes_requests"] and area_of(listing["territory"]) == meta["area"]
        assert wanted & set(listing["themes"])
    open_to = set()
    for step in meta["story"]:
        if step["do"] == "refer":
            assert FILES["organisations"][step["to"]][0]["takes_referrals"] and step["to"] not in open_to
            open_to.add(step["to"])
        elif step["do"] == "move":
            assert step["to"] in open_to and step["state"] in set(Referral.State.values) - {"sent"}
            open_to -= {step["to"]} if step["state"] in ("refused", "done") else set()
        elif step["do"] == "close":
            assert not open_to and step["outcome"] in HelpRequest.Outcome.values
        elif step["do"] == "helped":
            assert step["helped"] in HelpRequest.Helped.values


@each("requests")
def test_nobody_can_be_recognised_in_a_request(kind, name):
    meta, body = FILES[kind][name]
    written = [body] + [step["text"] for step in meta["story"] if step["by"] == "citizen" and "text" in step]

    assert not [found for text in written for found in find(text)]


def test_requests_are_in_every_state_and_one_has_a_receipt():
    rows = {name: meta for name, (meta, _) in FILES["requests"].items()}
    done = {name: [step["do"] for step in meta["story"]] for name, meta in rows.items()}
    moves = Counter(step["state"] for meta in rows.values() for step in meta["story"] if step["do"] == "move")
    waiting = [meta for name, meta in rows.items() if not done[name]]
    closed = {step["outcome"] for meta in rows.values() for step in meta["story"] if step["do"] == "close"}

    assert len(rows) == 8 and {area for meta in rows.values() for area in [meta["area"]]} == set(AREAS)
    assert {next(iter(meta["to"]), "area") for meta in waiting} == {"desk", "person", "area"}
    assert any("answer" in steps and not {"refer", "close"} & set(steps) for steps in done.values())
    assert set(moves) == {"accepted", "refused", "done"} and closed == {"solved", "no_contact"}
    assert any(steps[-1:] == ["refer"] for steps in done.values()) and any(m.get("written_by") for m in rows.values())
    (lively,) = [meta for meta in rows.values() if "receipt" in meta]
    assert lively["receipt"] == "4831096277541208" and lively["to"] == {"desk": "punto-di-prossimita-pagnana"}
    assert {"take", "answer", "add"} == {step["do"] for step in lively["story"]}


def test_who_can_be_found_is_an_operator_of_that_area():
    assert len(LISTINGS) >= 9 and len({row["person"] for row in LISTINGS}) == len(LISTINGS)
    keys = {"person", "territory", "themes", "languages", "days", "in_person", "remote", "note", "takes_requests"}
    for row in LISTINGS:
        assert keys | {"checked_days_ago"} <= set(row) <= keys | {"checked_days_ago", "phone"}
        assert row["person"] in OPERATORS and row["territory"] in TERRITORIES
        assert area_of(row["territory"]) == PEOPLE[row["person"]]["territory"]
        assert set(row["themes"]) <= THEMES and set(row["languages"]) <= LANGUAGES
        assert re.fullmatch(r"0?1?2?3?4?5?6?", row["days"]) and (row["in_person"] or row["remote"])
        assert not LABELS.search(row["note"]) and not MARKS.search(row["note"])
        fits(Listing, row)
    assert all(count >= 3 for count in Counter(area_of(row["territory"]) for row in LISTINGS).values())


@each("corrections")
def test_a_correction_is_about_one_page_and_is_answered_by_who_may(kind, name):
    meta, _ = FILES[kind][name]
    answer = meta.get("answer")

    assert ("desk" in meta) != ("person" in meta) and len(meta["text"]) <= 600
    assert meta.get("desk", next(iter(FILES["desks"]))) in FILES["desks"]
    if answer:
        assert (answer["by"], meta["desk"]) in desks_of_people() and answer["state"] in ("fixed", "kept")
        assert answer["days_ago"] <= meta["days_ago"] and 0 < len(answer["text"]) <= 600


def test_the_programme_is_the_one_of_the_project():
    meta, body = FILES["programmes"]["comunita-energetiche"]
    seats = Counter(seat["body"] for seat in meta["seats"])

    assert (Decimal(meta["isee_from"]), Decimal(meta["isee_to"])) == (6000, 12000) and set(meta["themes"]) <= THEMES
    assert date.fromisoformat(meta["thresholds_on"]) and meta["steering_from"] == "2026-08-12"
    assert [point["may_verify"] for point in meta["access_points"]] == [True, True, True, False, False]
    assert seats == {"committee": 5, "steering": 3} and 250 <= len(body.split()) <= 400
    assert {seat["person"]: seat["body"] for seat in meta["seats"] if seat["person"]} == {
        "gina": "committee",
        "rosa": "steering",
    }
    for model, rows in ((AccessPoint, meta["access_points"]), (Seat, meta["seats"]), (Guideline, meta["guidelines"])):
        for row in rows:
            fits(model, row)
    assert {point.get("organisation") for point in meta["access_points"]} - {None} <= set(FILES["organisations"])
    assert [line["by"] for line in meta["guidelines"]] == ["rosa", "rosa"]
