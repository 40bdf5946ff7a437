from django.urls import path

from cases.lists.views import browse, saved

app_name = "lists"
urlpatterns = [
    path("", browse.file_list, name="files"),
    path("find/", browse.find, name="find"),
    path("filters/", saved.saved_filters, name="saved_filters"),
    path("filters/save/", saved.save, name="filter_save"),
    path("filters/<int:pk>/", saved.change, name="filter_change"),
    path("filters/<int:pk>/<slug:action>/", saved.act, name="filter_act"),
]
