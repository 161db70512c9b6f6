"""The project's addresses and the three bare ones."""

from django.urls import path

from ketaclinic.urls import urlpatterns as project_urls
from tests.bench import views

urlpatterns = [
    path("bare/ok/", views.bare_ok),
    path("bare/list/", views.bare_list),
    path("bare/post/", views.bare_post),
    *project_urls,
]
