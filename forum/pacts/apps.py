from django.apps import AppConfig


class PactsConfig(AppConfig):
    name = "forum.pacts"
