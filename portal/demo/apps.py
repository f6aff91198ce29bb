from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "portal.demo"

    def ready(self):
        from . import chores  # noqa: F401
