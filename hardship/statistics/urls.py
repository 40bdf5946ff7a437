from django.urls import path

from hardship.statistics.views import stands, statistics

app_name = "statistics"
urlpatterns = [
    path("", statistics.archive, name="archive"),
    path("export/", statistics.export, name="archive_export"),
    path("files/", stands.stands, name="files"),
    path("files/export/", stands.export, name="files_export"),
]
