from django.urls import path

from cases.rosters.views import export, imports, layouts

app_name = "rosters"
urlpatterns = [
    path("export/", export.export, name="export"),
    path("layouts/", layouts.layout_list, name="layout_list"),
    path("layouts/new/", layouts.layout_form, name="layout_new"),
    path("layouts/<uuid:uid>/", layouts.layout_form, name="layout_edit"),
    path("layouts/<uuid:uid>/remove/", layouts.layout_remove, name="layout_remove"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/template/", imports.import_template, name="import_template"),
    path("imports/<uuid:uid>/", imports.import_detail, name="import_detail"),
    path("imports/<uuid:uid>/columns/", imports.import_mapping, name="import_mapping"),
    path("imports/<uuid:uid>/columns/forget/", imports.import_forget, name="import_forget"),
    path("imports/<uuid:uid>/sheet/", imports.import_sheet, name="import_sheet"),
    path("imports/<uuid:uid>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<uuid:uid>/check/", imports.import_check, name="import_check"),
    path("imports/<uuid:uid>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<uuid:uid>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<uuid:uid>/errors/", imports.import_errors_file, name="import_errors_file"),
]
