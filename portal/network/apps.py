from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "portal.network"

    def ready(self):
        from . import chores, handlers  # noqa: F401
