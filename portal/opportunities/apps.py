from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "portal.opportunities"

    def ready(self):
        from . import handlers, topics  # noqa: F401
