from django.conf import settings
from django.urls import path

from hardship.desk.views import case, gallery, health, home, log, search, stands, statistics

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("search/", search.search, name="search"),
    path("audit/", log.log, name="log"),
    path("audit/export/", log.export, name="log_export"),
    path("statistics/", statistics.archive, name="statistics"),
    path("statistics/files/", stands.stands, name="statistics_files"),
    path("statistics/files/export/", stands.export, name="statistics_files_export"),
    path("statistics/export/", statistics.export, name="statistics_export"),
    # stands before the archives' own addresses: cases.archives names the page, the desk draws it
    path("archives/<int:pk>/", case.case, name="case"),
]

GALLERY = [
    path("gallery/", gallery.index, name="gallery"),
    path("gallery/case/", gallery.case, name="gallery_case"),
    path("gallery/inbox/", gallery.inbox, name="gallery_inbox"),
    path("gallery/entry/", gallery.entry, name="gallery_entry"),
]
if settings.DEBUG:
    urlpatterns += GALLERY
