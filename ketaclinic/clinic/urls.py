"""Address of the clinic's settings page."""

from django.urls import path

from ketaclinic.clinic import views

app_name = "clinic_settings"
urlpatterns = [path("", views.edit, name="edit")]
