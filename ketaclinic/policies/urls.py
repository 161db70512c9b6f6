"""Addresses of the policy page."""

from django.urls import path

from ketaclinic.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("propose/", views.propose, name="propose"),
    path("<uuid:public_id>/publish/", views.publish, name="publish"),
]
