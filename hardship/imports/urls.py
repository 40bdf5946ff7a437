from django.urls import path

from hardship.imports.views import imports

app_name = "imports"
urlpatterns = [
    path("", imports.import_list, name="list"),
    path("new/<slug:kind>/", imports.import_new, name="new"),
    path("template/<slug:kind>/", imports.import_template, name="template"),
    path("export/<slug:kind>/", imports.import_export, name="export"),
    path("<uuid:uid>/", imports.import_detail, name="detail"),
    path("<uuid:uid>/columns/", imports.import_columns, name="columns"),
    path("<uuid:uid>/columns/forget/", imports.import_forget, name="forget"),
    path("<uuid:uid>/sheet/", imports.import_sheet, name="sheet"),
    path("<uuid:uid>/progress/", imports.import_progress, name="progress"),
    path("<uuid:uid>/check/", imports.import_step, {"action": "check"}, name="check"),
    path("<uuid:uid>/confirm/", imports.import_step, {"action": "import"}, name="confirm"),
    path("<uuid:uid>/drop/", imports.import_step, {"action": "drop"}, name="drop"),
    path("<uuid:uid>/undo/", imports.import_step, {"action": "undo"}, name="undo"),
    path("<uuid:uid>/errors/", imports.import_errors_file, name="errors_file"),
]
