from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "portal.agenda"

    def ready(self):
        from . import handlers  # noqa: F401
