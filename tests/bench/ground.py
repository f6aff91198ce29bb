"""Rows of the ground: bodies, desks, who is listed, opportunities, events, requests. Used by `pages.py`."""

import uuid
from datetime import time, timedelta

from django.db.models import Model

FEW_HOURS = 3


def grow_ground(world, crowd: list, rows: int, few: int, seed: int) -> None:
    """Add rows to what the ground's lists show.

    Args:
        world: of `tests/house/world.py`.
        crowd: people of the network, as many as `rows`.
        rows: of what a network has by the thousand: opportunities, events, people who are listed.
        few: of what it has by the dozen, made with the rooms' own actions: bodies, desks, reports, requests.
        seed: makes names differ from those of another call.
    """
    from portal.network.models import Organisation

    _bodies(world, few, seed)
    _requests(world, few, seed)
    _listings(crowd)
    body = Organisation.objects.latest("pk")
    _opportunities(world, body, rows, seed)
    _events(world, body, rows, seed)


def _bodies(world, few: int, seed: int) -> None:
    from portal.network.actions import assign, open_desk, open_organisation, report_error
    from portal.network.permissions import forget_places
    from portal.vocabulary.models import Language, Theme

    people, themes = world.people, list(Theme.objects.all()[:FEW_HOURS])
    place = people["colleague"].territory
    languages = list(Language.objects.all()[:2])
    for number in range(few):
        body = open_organisation(
            {"name": f"Ente {seed} {number}", "kind": "public", "territory": place, "takes_referrals": True},
            by=people["staff"],
        )
        desk = open_desk(
            body,
            {"name": f"Sportello {seed} {number}", "territory": place, "address": "via Roma 1", "phone": "0571 000 012",
             "languages": languages},
            by=people["staff"],
            services=[(theme.label, theme.pk) for theme in themes],
            hours=[(day, time(9), time(12), False) for day in range(FEW_HOURS)],
        )  # fmt: skip
        assign(body, people["colleague"], "operator", desk, by=people["staff"])
        report_error("L’orario è un altro.", desk=desk)
    forget_places(people["colleague"])


def _requests(world, few: int, seed: int) -> None:
    from portal.network.models import Desk
    from portal.network.requests.actions import Asked, request_help

    area = world.people["colleague"].territory
    area = area.parent or area
    desks = [desk for desk in Desk.objects.filter(takes_requests=True).order_by("-pk")[:few]]
    for number, desk in enumerate(desks):
        for to in ({}, {"desk": desk}):
            asked = Asked(area=area, needs=("bolletta", "casa"), way="none", text="La bolletta è alta.", **to)
            request_help(asked, f"{seed:04d}{number:06d}{len(to):06d}")


def _listings(crowd: list) -> None:
    from portal.network.models import Listing
    from portal.vocabulary.models import Theme

    theme = Theme.objects.order_by("pk").first()
    found = [Listing(person=person, territory=person.territory, days="024") for person in crowd if person.territory_id]
    _tag(Listing.objects.bulk_create(found, batch_size=500), Listing.themes.through, theme)


def _opportunities(world, body, rows: int, seed: int) -> None:
    from portal.clock import now
    from portal.opportunities.models import Opportunity
    from portal.vocabulary.models import Theme

    by, place = world.people["operator"], world.people["colleague"].territory
    states = list(Opportunity.State.values)
    found = [
        Opportunity(
            title=f"Opportunità {seed} {number}", organisation=body, territory=place, summary="In una frase.",
            for_whom="Per chi abita qui.", contact="Lo sportello", state=states[number % len(states)],
            posted_by=by, checked_by=by, checked_at=now() - timedelta(days=number % 60),
        )
        for number in range(rows)
    ]  # fmt: skip
    made = Opportunity.objects.bulk_create(found, batch_size=500)
    _tag(made, Opportunity.themes.through, Theme.objects.order_by("pk").first())


def _events(world, body, rows: int, seed: int) -> None:
    from portal.agenda.models import Appointment, Coming
    from portal.clock import now
    from portal.vocabulary.models import Theme

    begins = now() + timedelta(hours=20)
    found = [
        Appointment(
            uid=uuid.uuid4(), title=f"Evento {seed} {number}", kind="meeting", summary="In una frase.",
            place="Al circolo", organisation=body, territory=body.territory, set_by=world.people["colleague"],
            starts_at=begins + timedelta(hours=number), ends_at=begins + timedelta(hours=number + 2), seats=30,
        )
        for number in range(rows)
    ]  # fmt: skip
    made = Appointment.objects.bulk_create(found, batch_size=500)
    _tag(made, Appointment.themes.through, Theme.objects.order_by("pk").first())
    comings = [Coming(appointment=one, person=world.people["operator"]) for one in made[:100]]
    Coming.objects.bulk_create(comings, batch_size=500)


def _tag(things: list, through: type[Model], theme) -> None:
    """Give each thing a theme: rows of the table between."""
    own = next(field.attname for field in through._meta.fields if field.is_relation and field.name != "theme")
    through.objects.bulk_create(
        [through(**{own: thing.pk, "theme_id": theme.pk}) for thing in things], batch_size=500
    )  # fmt: skip
