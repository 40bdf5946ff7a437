from django.urls import path

from cases.campaigns.views import editing, pages

app_name = "campaigns"
urlpatterns = [
    path("", pages.campaigns, name="list"),
    path("campaigns.xlsx", pages.export, name="export"),
    path("new/", editing.new, name="new"),
    path("<int:pk>/", pages.campaign, name="campaign"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/quotas/", editing.quotas, name="quotas"),
    path("<int:pk>/quotas.xlsx", pages.sheet, name="sheet"),
    path("<int:pk>/scan/", pages.scan, name="scan"),
    path("<int:pk>/step/", pages.step, name="step"),
]
