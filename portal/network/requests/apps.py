from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "portal.network.requests"

    def ready(self):
        from . import chores, handlers  # noqa: F401
