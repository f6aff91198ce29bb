from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "forum.cases"

    def ready(self):
        from . import chores, handlers, topics  # noqa: F401
