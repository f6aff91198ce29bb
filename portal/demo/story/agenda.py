"""The events of these weeks, and who comes."""

from datetime import datetime, time, timedelta

from django.utils.timezone import make_aware

from portal.accounts.models import User
from portal.agenda.actions import cancel_appointment, say_coming, set_appointment
from portal.agenda.models import Appointment
from portal.clock import at
from portal.vocabulary.models import Territory, Theme

from .files import folder, moment, read
from .network import bodies_by_file
from .people import as_now

SET = 12  # days before the event


def tell(cast: dict[str, User]) -> None:
    cast = as_now(cast)
    places = {place.slug: place for place in Territory.objects.select_related("parent")}
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    bodies = bodies_by_file()
    for path in sorted(folder("events").glob("*.md")):
        meta, text = read(path)
        starts_at = _on(meta["days"], meta["starts"])
        fields = {
            name: meta.get(name) or "" for name in ("title", "kind", "audience", "summary", "place", "link", "contact")
        }
        fields |= {
            "text": text.strip(),
            "themes": [themes[slug] for slug in meta.get("themes") or []],
            "organisation": bodies[meta["organisation"]] if meta.get("organisation") else None,
            "territory": places[meta["territory"]] if meta.get("territory") else None,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=meta["minutes"]),
            "seats": meta.get("seats"),
        }
        told = max(1, SET - meta["days"]) if meta["days"] < SET else 1
        with at(moment(told, "11:30")):
            one = set_appointment(fields, by=cast[meta["set_by"]])
        Appointment.objects.filter(pk=one.pk).update(is_example=bool(meta.get("example")))
        for number, key in enumerate(meta.get("coming") or []):
            with at(moment(told, f"{12 + number % 8}:{10 + number}")):
                say_coming(one, by=cast[key])
        if cancelled := meta.get("cancelled"):
            with at(moment(cancelled["days_ago"], "9:40")):
                cancel_appointment(one, cancelled["why"], by=cast[meta["set_by"]])


def _on(days: int, hour: str) -> datetime:
    hours, minutes = (int(part) for part in hour.split(":"))
    return make_aware(datetime.combine(moment(0).date() + timedelta(days=days), time(hours, minutes)))
