from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from portal.ui.health import add_part

        from . import chores, handlers  # noqa: F401
        from .actions import is_up_to_date

        add_part("search", is_up_to_date)
