from django.urls import path

from cases.outreach.views import activities, events

app_name = "outreach"
urlpatterns = [
    path("", events.events, name="events"),
    path("events.xlsx", events.export, name="export"),
    path("new/", events.new, name="new"),
    path("counts/", events.counts, name="counts"),
    path("counts/counts.xlsx", events.counts_sheet, name="counts_sheet"),
    path("terms/", events.terms, name="terms"),
    path("terms/terms.xlsx", events.terms_sheet, name="terms_sheet"),
    path("activities/", activities.activities, name="activities"),
    path("activities/activities.xlsx", activities.export, name="activities_export"),
    path("activities/new/", activities.new, name="activity_new"),
    path("activities/counts/", activities.counts, name="activity_counts"),
    path("activities/counts/counts.xlsx", activities.counts_sheet, name="activity_counts_sheet"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("<uuid:uid>/", events.event, name="event"),
    path("<uuid:uid>/step/", events.step, name="step"),
    path("<uuid:uid>/reveal/", events.reveal, name="reveal"),
]
