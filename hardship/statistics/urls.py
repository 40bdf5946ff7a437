from django.urls import path

from hardship.statistics.views import statistics, status_periods

app_name = "statistics"
urlpatterns = [
    path("", statistics.archive, name="archive"),
    path("export/", statistics.export, name="archive_export"),
    path("files/", status_periods.status_periods, name="files"),
    path("files/export/", status_periods.export, name="files_export"),
]
