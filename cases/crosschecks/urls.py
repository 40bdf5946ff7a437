from django.urls import path

from cases.crosschecks.views import hits, lists

app_name = "crosschecks"
urlpatterns = [
    path("", hits.hit_list, name="hit_list"),
    path("hits.xlsx", hits.export, name="hits_export"),
    path("lists.xlsx", lists.export, name="export"),
    path("unauthorised.xlsx", lists.unauthorised_export, name="unauthorised_export"),
    path("hits/<uuid:uid>/", hits.hit, name="hit"),
    path("hits/<uuid:uid>/step/", hits.hit_step, name="hit_step"),
    path("lists/", lists.crosscheck_list, name="crosscheck_list"),
    path("lists/new/", lists.crosscheck_new, name="crosscheck_new"),
    path("lists/<uuid:uid>/", lists.crosscheck, name="crosscheck"),
    path("lists/<uuid:uid>/columns/", lists.crosscheck_columns, name="crosscheck_columns"),
    path("lists/<uuid:uid>/columns/forget/", lists.crosscheck_forget, name="crosscheck_forget"),
    path("lists/<uuid:uid>/sheet/", lists.crosscheck_sheet, name="crosscheck_sheet"),
    path("lists/<uuid:uid>/progress/", lists.crosscheck_progress, name="crosscheck_progress"),
    path("lists/<uuid:uid>/discard/", lists.crosscheck_discard, name="crosscheck_discard"),
    path("unauthorised/", lists.crosscheck_unauthorised, name="crosscheck_unauthorised"),
    path("people/", lists.crosscheck_people, name="crosscheck_people"),
]
