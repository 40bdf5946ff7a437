from django.urls import path

from hardship.yearplans import views

app_name = "yearplans"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("export/", views.export, name="export"),
    path("new/", views.entry_new, name="entry_new"),
    path("guide/", views.take_guide, name="take_guide"),
    path("copy/", views.copy_year, name="copy_year"),
    path("<uuid:uid>/", views.entry, name="entry"),
    path("<uuid:uid>/edit/", views.entry_edit, name="entry_edit"),
    path("<uuid:uid>/end/", views.entry_end, name="entry_end"),
]
