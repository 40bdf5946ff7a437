from django.urls import path

from cases.policies.views import pages

app_name = "policies"
urlpatterns = [
    path("", pages.policies, name="list"),
    path("standards/", pages.standards, name="standards"),
    path("standards/new/", pages.standard_new, name="standard_new"),
    path("calendar/", pages.calendar, name="calendar"),
    path("calendar/set/", pages.day_set, name="day_set"),
    path("calendar/remove/", pages.day_remove, name="day_remove"),
]
