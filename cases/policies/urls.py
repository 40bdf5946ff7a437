from django.urls import path

from cases.policies.views import pages, standards

app_name = "policies"
urlpatterns = [
    path("", pages.policies, name="list"),
    path("standards/", standards.standards, name="standards"),
    path("standards/new/", standards.standard_new, name="standard_new"),
    path("wages/", standards.wages, name="wages"),
    path("wages/new/", standards.wage_new, name="wage_new"),
    path("calendar/", pages.calendar, name="calendar"),
    path("calendar/set/", pages.day_set, name="day_set"),
    path("calendar/remove/", pages.day_remove, name="day_remove"),
]
