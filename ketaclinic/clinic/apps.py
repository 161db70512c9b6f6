"""Clinic: who this clinic is."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "ketaclinic.clinic"
    label = "clinic_settings"
