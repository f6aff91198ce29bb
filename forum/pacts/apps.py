from django.apps import AppConfig


class PactsConfig(AppConfig):
    name = "forum.pacts"

    def ready(self):
        from . import handlers, queries  # noqa: F401
