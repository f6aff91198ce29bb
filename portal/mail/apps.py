from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "portal.mail"

    def ready(self):
        from . import chores  # noqa: F401
