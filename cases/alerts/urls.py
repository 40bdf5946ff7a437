from django.urls import path

from cases.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.alerts, name="list"),
    path("alerts.xlsx", views.export, name="export"),
    path("find/", views.find, name="find"),
    path("rules/", views.rules, name="rules"),
    path("rules/set/", views.set_rule, name="set_rule"),
    path("<int:pk>/", views.alert, name="alert"),
    path("<int:pk>/step/", views.step, name="step"),
]
