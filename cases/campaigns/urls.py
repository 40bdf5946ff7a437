from django.urls import path

from cases.campaigns.views import editing, lists, pages, rows

app_name = "campaigns"
urlpatterns = [
    path("", pages.campaigns, name="list"),
    path("campaigns.xlsx", pages.export, name="export"),
    path("new/", editing.new, name="new"),
    path("lists/", lists.lists, name="lists"),
    path("lists/lists.xlsx", lists.export, name="lists_export"),
    path("lists/<int:pk>/", lists.people, name="people"),
    path("lists/<int:pk>/step/", lists.step, name="list_step"),
    path("lists/<int:pk>/issue/", lists.issue, name="issue"),
    path("lists/<int:pk>/remove/", lists.remove, name="remove"),
    path("lists/<int:pk>/people.xlsx", lists.sheet, name="people_sheet"),
    path("lists/<int:pk>/add/", rows.add, name="add"),
    path("lists/<int:pk>/files/", rows.files, name="files"),
    path("lists/<int:pk>/files/add/", rows.add_files, name="add_files"),
    path("lists/<int:pk>/off-file/", rows.off_file, name="off_file"),
    path("lists/<int:pk>/off-file/add/", rows.add_off_file, name="add_off_file"),
    path("beneficiaries/<int:pk>/", rows.beneficiary, name="beneficiary"),
    path("beneficiaries/<int:pk>/edit/", rows.edit, name="beneficiary_edit"),
    path("beneficiaries/<int:pk>/end/", rows.end, name="end"),
    path("beneficiaries/<int:pk>/lead/", rows.lead, name="lead"),
    path("<int:pk>/lists/begin/", lists.begin, name="begin"),
    path("<int:pk>/", pages.campaign, name="campaign"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/quotas/", editing.quotas, name="quotas"),
    path("<int:pk>/quotas.xlsx", pages.sheet, name="sheet"),
    path("<int:pk>/scan/", pages.scan, name="scan"),
    path("<int:pk>/step/", pages.step, name="step"),
]
