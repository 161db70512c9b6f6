from django.apps import AppConfig


class LookConfig(AppConfig):
    """Carries the component tags and the gallery; it has no models."""

    name = "ketaclinic.look"
    label = "look"

    def ready(self) -> None:
        from ketaclinic.look.catalogues import drop_empty_catalogues

        drop_empty_catalogues()
