from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "portal.journal"

    def ready(self):
        from . import chores  # noqa: F401
