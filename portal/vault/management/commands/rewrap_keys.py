from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from portal.vault.actions import rewrap


class Command(BaseCommand):
    help = "Wrap the key of every sealed thing under the first of FIELD_KEYS; then the others may go."

    def handle(self, *args, **options):
        closed = 0
        for model in sealed_models():
            done, left = rewrap(model._base_manager.all())
            closed += left
            self.stdout.write(f"{model._meta.label}: {done} keys wrapped, {left} that no key of FIELD_KEYS opens")
        if closed:
            raise CommandError("Some keys could not be opened: keep the old FIELD_KEYS, or look for the one missing.")


def sealed_models() -> list[type[models.Model]]:
    """Find what is kept sealed, in whatever room: by the field `key` beside it."""
    return [
        model
        for model in apps.get_models()
        if any(field.name == "key" and isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    ]
