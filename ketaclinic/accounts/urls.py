"""Addresses of people's own pages, beside allauth's under the same prefix."""

from django.urls import path

from ketaclinic.accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("demo/<slug:role>/", views.demo_sign_in, name="demo_sign_in"),
]
