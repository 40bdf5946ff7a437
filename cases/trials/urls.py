from django.urls import path

from cases.trials import views

app_name = "trials"
urlpatterns = [
    path("<uuid:policy>/", views.what_if, name="what_if"),
    path("runs/<uuid:uid>/", views.what_if_run, name="what_if_run"),
    path("runs/<uuid:uid>/roster/", views.what_if_roster, name="what_if_roster"),
]
