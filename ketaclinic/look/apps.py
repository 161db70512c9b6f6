from django.apps import AppConfig


class LookConfig(AppConfig):
    """Carries the component tags and the gallery; it has no models."""

    name = "ketaclinic.look"
    label = "look"
