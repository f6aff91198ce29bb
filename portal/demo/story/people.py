"""The cast: who they are, what they hold, what awaits whoever enters as one of them."""

from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from portal.accounts.actions import grant_role, qualify, suspend
from portal.accounts.models import User
from portal.clock import at
from portal.home.actions import skip_guide
from portal.vocabulary.models import Territory, Theme

from .files import folder, moment, read

PASSWORD = "snodo-demo"  # noqa: S105  the demo's, in the contract
CONTRACT = {
    "corsista", "nuovo", "ted", "attivatrice", "formatore", "moderatrice",
    "coordinatrice", "comitato", "cabina", "finanziatore", "admin",
}  # fmt: skip


@cache
def files() -> list[tuple[dict, str]]:
    return [read(path) for path in sorted(folder("people").glob("*.md"))]


@cache
def accounts() -> dict[str, tuple[str, str]]:
    """Say who can be entered as: address → (name, what awaits)."""
    shown = {
        meta["email"]: (meta["name"], meta["awaits"])
        for meta, _ in files()
        if meta.get("awaits") and not meta.get("suspended")
    }
    return {email: shown[email] for email in sorted(shown, key=_order)}


def _order(email: str) -> int:
    first = ["corsista", "nuovo", "ted", "attivatrice", "formatore", "moderatrice", "coordinatrice", "admin"]
    name = email.split("@")[0]
    return first.index(name) if name in first else len(first)


def tell() -> dict[str, User]:
    """Make the thirty people. The password's hash is made once: it is the same for all, and slow on purpose."""
    hashed = make_password(PASSWORD)
    territories = {territory.slug: territory for territory in Territory.objects.all()}
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    cast = {}
    for meta, about in files():
        first, last = meta["name"].split(" ", 1)
        with at(moment(420)):
            person = User(
                email=meta["email"],
                password=hashed,
                first_name=first,
                last_name=last,
                handle=User.objects.free_handle(first, last),
                territory=territories[meta["territory"]],
                organisation=meta.get("organisation") or "",
                job=meta.get("job") or "",
                languages=", ".join(meta.get("languages") or []),
                about=about.strip(),
            )
            person.save()
        person.competences.set([themes[slug] for slug in meta.get("competences") or []])
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        cast[meta["key"]] = person
    for meta, _ in files():
        _recognise(cast, meta)
    _appoint(cast)
    return cast


def _recognise(cast: dict[str, User], meta: dict) -> None:
    paper = meta.get("certified")
    if not paper:
        return
    with at(moment(paper["days_ago"])):
        qualify(
            cast[meta["key"]],
            meta["qualification"],
            source="elsewhere",
            title=paper["title"],
            issuer=paper["issuer"],
            number=str(paper.get("number", "")),
            seen_by=cast["elena"] if meta["key"] != "elena" else cast["mimmo"],
        )


def _appoint(cast: dict[str, User]) -> None:
    grant_role(cast["admin"], "staff", by=None)
    for key, kind in (("gina", "committee"), ("rosa", "steering"), ("furio", "funder")):
        grant_role(cast[key], kind, by=cast["admin"])
    for meta, _ in files():
        for role in meta.get("roles") or []:
            kind, place = (role["role"], role.get("place", "")) if isinstance(role, dict) else (role, "")
            if kind != "staff":
                with at(moment(300)):
                    grant_role(cast[meta["key"]], kind, place=place or "", by=cast["admin"])


def as_now(cast: dict[str, User]) -> dict[str, User]:
    """Read the people again: other rooms have made some of them members, or certified them."""
    people = User.objects.select_related("territory__parent").in_bulk([person.pk for person in cast.values()])
    return {key: people[person.pk] for key, person in cast.items()}


def rest(cast: dict[str, User]) -> None:
    """What comes last: who has been here for long needs no first day; one account is stopped."""
    for meta, _ in files():
        if not meta.get("first_day"):
            skip_guide(cast[meta["key"]])
    for meta, _ in files():
        if meta.get("suspended"):
            suspend(cast[meta["key"]], why="Ha lasciato il suo ente.", by=cast["admin"])
