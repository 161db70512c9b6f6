"""The demo clinic: made-up people whose weeks are played through the services."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "monitoring.demo"
    label = "monitoring_demo"
