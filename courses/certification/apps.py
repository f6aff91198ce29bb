from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "courses.certification"

    def ready(self):
        from . import handlers  # noqa: F401
