"""The first day in «Oggi»: what is left of its three things."""

from django.urls import reverse

from portal.ui.today import Item

from .queries import steps_left


def items(user) -> list[Item]:
    return [
        Item(62 + number, str(step.title), str(step.text), reverse("home:guide_step", args=[step.key]))
        for number, step in enumerate(steps_left(user))
    ]
