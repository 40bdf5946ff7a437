from django.urls import path

from hardship.imports.views import imports

app_name = "imports"
urlpatterns = [
    path("sheets/<uuid:uid>/", imports.detail, name="detail"),
    path("sheets/<uuid:uid>/columns/", imports.columns, name="columns"),
    path("sheets/<uuid:uid>/progress/", imports.progress, name="progress"),
    path("sheets/<uuid:uid>/confirm/", imports.confirm, name="confirm"),
    path("sheets/<uuid:uid>/undo/", imports.undo, name="undo"),
    path("sheets/<uuid:uid>/errors/", imports.errors_file, name="errors_file"),
    path("<slug:kind>/", imports.import_list, name="list"),
    path("<slug:kind>/new/", imports.import_new, name="new"),
    path("<slug:kind>/template.xlsx", imports.template, name="template"),
]
