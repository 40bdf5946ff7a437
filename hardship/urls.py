"""Addresses of the whole site: only includes."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("hardship.desk.urls")),
    path("statistics/", include("hardship.statistics.urls")),
    path("accounts/", include("hardship.accounts.urls")),
    path("jobs/", include("hardship.jobs.urls")),
    path("imports/", include("hardship.imports.urls")),
    path("handovers/", include("hardship.handovers.urls")),
    path("unions/", include("hardship.trees.urls")),
    path("help/", include("hardship.help.urls")),
    path("messages/", include("hardship.messaging.urls")),
    path("unsent/", include("hardship.unsent.urls")),
    path("archives/", include("cases.lists.urls")),
    path("archives/", include("cases.transfers.urls")),
    path("archives/", include("cases.archives.urls")),
    path("people/", include("cases.people.urls")),
    path("rosters/", include("cases.rosters.urls")),
    path("visits/", include("cases.visits.urls")),
    path("surveys/", include("cases.surveys.urls")),
    path("crosschecks/", include("cases.crosschecks.urls")),
    path("duplicates/", include("cases.duplicates.urls")),
    path("registers/", include("cases.registers.urls")),
    path("employers/", include("cases.employers.urls")),
    path("aid/", include("cases.aid.urls")),
    path("offices/", include("cases.offices.urls")),
    path("bodies/", include("cases.bodies.urls")),
    path("leads/", include("cases.leads.urls")),
    path("selections/", include("cases.selections.urls")),
    path("intakes/", include("cases.intakes.urls")),
    path("trials/", include("cases.trials.urls")),
    path("policies/", include("cases.policies.urls")),
    path("applications/", include("cases.applications.urls")),
    path("giving/", include("cases.giving.urls")),
    path("completions/", include("cases.completions.urls")),
    path("notices/", include("cases.notices.urls")),
    path("approvals/", include("cases.approvals.urls")),
    path("outcomes/", include("cases.outcomes.urls")),
    path("campaigns/", include("cases.campaigns.urls")),
    path("petitions/", include("cases.petitions.urls")),
    path("plans/", include("cases.plans.urls")),
    path("ledgers/", include("funds.ledgers.urls")),
    path("payments/", include("funds.payments.urls")),
    path("donations/", include("funds.donations.urls")),
    path("recoveries/", include("funds.recoveries.urls")),
    path("loans/", include("funds.loans.urls")),
    path("goods/", include("funds.goods.urls")),
    path("plans-of-use/", include("funds.budgets.urls")),
    path("books/", include("funds.books.urls")),
    path("publications/", include("funds.publications.urls")),
]
if settings.DEBUG:
    urlpatterns += [path("gallery/", include("hardship.gallery.urls"))]

handler500 = "hardship.desk.views.errors.server_error"
