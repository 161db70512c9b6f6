"""The project package: settings, urls, the queue, and the foundation every app stands on."""

from ketaclinic.celery import app as celery_app

__all__ = ["celery_app"]
