"""Addresses of the gallery; the site includes them only with DEBUG."""

from django.urls import path

from hardship.gallery.views import gallery

app_name = "gallery"
urlpatterns = [
    path("", gallery.index, name="index"),
    path("case/", gallery.case, name="case"),
    path("inbox/", gallery.inbox, name="inbox"),
    path("entry/", gallery.entry, name="entry"),
    path("jobs/<int:place>/", gallery.job, name="job"),
]
