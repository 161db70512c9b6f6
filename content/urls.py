"""The library's own addresses; those of its pages are Wagtail's."""

from django.urls import path

from content import views

urlpatterns = [
    path("search/", views.search, name="learn_search"),
    path("clear/<slug:slug>/", views.clear, name="learn_clear"),
]
