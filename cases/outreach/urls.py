from django.urls import path

from cases.outreach import views

app_name = "outreach"
urlpatterns = [
    path("", views.events, name="events"),
    path("events.xlsx", views.export, name="export"),
    path("new/", views.new, name="new"),
    path("counts/", views.counts, name="counts"),
    path("counts/counts.xlsx", views.counts_sheet, name="counts_sheet"),
    path("terms/", views.terms, name="terms"),
    path("terms/terms.xlsx", views.terms_sheet, name="terms_sheet"),
    path("<uuid:uid>/", views.event, name="event"),
    path("<uuid:uid>/step/", views.step, name="step"),
    path("<uuid:uid>/reveal/", views.reveal, name="reveal"),
]
