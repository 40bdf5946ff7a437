"""The site's settings, and beside the site Django's admin, whose list is measured in the same run."""

from hardship.settings import *  # noqa: F403
from hardship.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "django.contrib.admin"]
ROOT_URLCONF = "bench_urls"
