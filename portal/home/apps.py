from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "portal.home"

    def ready(self):
        from .actions import give_rights

        # After the migrations, because permissions are rows that Django makes there.
        post_migrate.connect(lambda **_: give_rights(), sender=self, weak=False, dispatch_uid="home.give_rights")
