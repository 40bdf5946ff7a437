"""The project's settings with the sample app, on the database that the test names."""

import os

from hardship.settings import *  # noqa: F403
from hardship.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.sample"]
DATABASES = {"default": DATABASES["default"] | {"NAME": os.environ["TEST_WORKER_DATABASE"]}}
