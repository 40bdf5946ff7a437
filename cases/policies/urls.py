from django.urls import path

from cases.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.policies, name="list"),
    path("standards/", views.standards, name="standards"),
    path("standards/new/", views.standard_new, name="standard_new"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/set/", views.day_set, name="day_set"),
    path("calendar/remove/", views.day_remove, name="day_remove"),
]
