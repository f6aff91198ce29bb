from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "portal.limits"

    def ready(self):
        from . import chores  # noqa: F401
