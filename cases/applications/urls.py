from django.urls import path

from cases.applications.views import detail, entry, lists

app_name = "applications"
urlpatterns = [
    path("", lists.application_list, name="list"),
    path("export/", lists.export, name="export"),
    path("find/", lists.find, name="find"),
    path("new/", entry.new, name="new"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/edit/", entry.edit, name="edit"),
    path("<int:pk>/figures/", entry.figures, name="figures"),
    path("<int:pk>/check/", entry.check, name="check"),
]
