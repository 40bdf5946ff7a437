from django.urls import path

from cases.lists.views import browse, panels, saved

app_name = "lists"
urlpatterns = [
    path("", browse.file_list, name="files"),
    path("find/", browse.find, name="find"),
    path("panels/conditions/", panels.conditions, name="panel_conditions"),
    path("panels/chips/", panels.chips, name="panel_chips"),
    path("panels/columns/", panels.columns, name="panel_columns"),
    path("panels/export/", panels.export, name="panel_export"),
    path("panels/filter/", panels.keep, name="panel_filter"),
    path("filters/", saved.saved_filters, name="saved_filters"),
    path("filters/save/", saved.save, name="filter_save"),
    path("filters/<int:pk>/", saved.change, name="filter_change"),
    path("filters/<int:pk>/<slug:action>/", saved.act, name="filter_act"),
]
