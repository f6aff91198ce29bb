from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"

    def ready(self):
        from . import chores, gate, handlers  # noqa: F401
