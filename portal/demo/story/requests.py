"""Eight requests of citizens, in every state. One has a receipt that the tour shows."""

import uuid

from portal.accounts.models import User
from portal.clock import at
from portal.network.models import Listing
from portal.network.receipts import new_receipt
from portal.network.requests import actions
from portal.network.requests.models import HelpRequest, Referral
from portal.vocabulary.models import Territory

from .files import folder, moment, read
from .network import bodies_by_file, desks_by_file
from .people import as_now

# Of the one that the tour follows; it stands in its file.
RECEIPT = "4831096277541208"


def tell(cast: dict[str, User]) -> None:
    cast = as_now(cast)
    areas = {area.slug: area for area in Territory.objects.filter(parent=None)}
    desks, bodies = desks_by_file(), bodies_by_file()
    files = [read(path) for path in sorted(folder("requests").glob("*.md"))]
    for meta, words in sorted(files, key=lambda file: -file[0]["days_ago"]):
        request = _ask(cast, areas, desks, meta, words)
        for step in meta.get("story") or []:
            with at(moment(step["days_ago"], step["at"])):
                request.refresh_from_db()
                _DO[step["do"]](request, step, cast, bodies)


def _ask(cast, areas, desks, meta: dict, words: str) -> HelpRequest:
    to = meta.get("to") or {}
    asked = actions.Asked(
        area=areas[meta["area"]],
        needs=tuple(meta["needs"]),
        way=meta["way"],
        desk=desks[to["desk"]] if to.get("desk") else None,
        listing=Listing.objects.get(person=cast[to["person"]]) if to.get("person") else None,
        text=words.strip(),
        name=meta.get("name") or "",
        contact=(meta.get("contact") or "") if meta["way"] != "none" else "",
        when=(meta.get("when") or "") if meta["way"] != "none" else "",
        may_say_who=bool(meta.get("may_say_who")),
        example=True,
    )
    with at(moment(meta["days_ago"], meta["at"])):
        writer = cast[meta["written_by"]] if meta.get("written_by") else None
        return actions.request_help(asked, meta.get("receipt") or new_receipt(), written_by=writer)


def _take(request, step, cast, bodies) -> None:
    actions.take(request, by=cast[step["by"]])


def _answer(request, step, cast, bodies) -> None:
    actions.answer(request, step["text"], cid=uuid.uuid4(), by=cast[step["by"]])


def _add(request, step, cast, bodies) -> None:
    actions.add(request, step["text"], cid=uuid.uuid4())


def _refer(request, step, cast, bodies) -> None:
    day = moment(step["days_ago"], step["at"]).date()
    actions.refer(request, bodies[step["to"]], step["text"], agreed_on=day, by=cast[step["by"]])


def _move(request, step, cast, bodies) -> None:
    referral = Referral.objects.filter(request=request, organisation=bodies[step["to"]]).latest("sent_at")
    actions.move_referral(referral, step["state"], step.get("text") or step.get("reason") or "", by=cast[step["by"]])


def _hand_over(request, step, cast, bodies) -> None:
    to = cast[step["to"]] if step.get("to") else None
    actions.hand_over(request, to, step.get("reason") or step.get("text"), by=cast[step["by"]])


def _close(request, step, cast, bodies) -> None:
    actions.close_request(request, step["outcome"], by=cast[step["by"]])


def _helped(request, step, cast, bodies) -> None:
    actions.say_if_helped(request, step["helped"])


_DO = {
    "take": _take,
    "answer": _answer,
    "add": _add,
    "refer": _refer,
    "move": _move,
    "handover": _hand_over,
    "close": _close,
    "helped": _helped,
}
