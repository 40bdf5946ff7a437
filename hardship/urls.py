"""Addresses of the whole site: only includes."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("hardship.desk.urls")),
    path("statistics/", include("hardship.statistics.urls")),
    path("accounts/", include("hardship.accounts.urls")),
    path("jobs/", include("hardship.jobs.urls")),
    path("archives/", include("cases.archives.urls")),
    path("policies/", include("cases.policies.urls")),
    path("applications/", include("cases.applications.urls")),
    path("approvals/", include("cases.approvals.urls")),
    path("services/", include("cases.services.urls")),
    path("ledgers/", include("funds.ledgers.urls")),
    path("payments/", include("funds.payments.urls")),
]
if settings.DEBUG:
    urlpatterns += [path("gallery/", include("hardship.gallery.urls"))]

handler500 = "hardship.desk.views.errors.server_error"
