"""The settings of the test run: the project's own, on a database and folder of its own."""

from tests.support.environment import prepare

prepare()

from ketaclinic.settings import *  # noqa: E402, F403

# A real password hash takes 0.14 s, on purpose; tests have nothing to protect.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Look for a static file when one is asked for; else each test client lists all of Wagtail's first.
WHITENOISE_AUTOREFRESH = True
