"""Every address of the site. Names an app above the foundation only by its urls."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from ketaclinic import health, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("home/", views.home_for_role, name="home_for_role"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("media/<path:path>", views.media, name="media"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("accounts/", include("ketaclinic.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("", include("ketaclinic.reminders.urls")),
    path("", include("ketaclinic.reminders.reach.urls")),
    path("clinic/policy/", include("ketaclinic.policies.urls")),
    path("clinic/settings/", include("ketaclinic.clinic.urls")),
    path("", include("intake.urls")),
    path("", include("dosing.urls")),
    path("", include("monitoring.patient.urls")),
    path("clinic/", include("monitoring.clinic.urls")),
    # Both admins' own sign-in pages lead to the one sign-in.
    path("admin/login/", views.admin_sign_in, name="wagtail_sign_in"),
    path("django-admin/login/", views.admin_sign_in, name="django_admin_sign_in"),
    # Wagtail's account page would ask for names that our people do not have.
    path("admin/account/", RedirectView.as_view(pattern_name="accounts:me")),
    path("django-admin/", admin.site.urls),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("learn/_util/login/", views.admin_sign_in, name="learn_sign_in"),
    path("learn/", include("content.urls")),
    path("learn/", include(wagtail_urls)),
]
