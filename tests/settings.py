"""The settings of the test run: the project's own, in test mode."""

import os

os.environ.setdefault("KETACLINIC_MODE", "test")

from ketaclinic.settings import *  # noqa: E402, F403
