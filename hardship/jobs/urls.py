from django.urls import path

from hardship.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/progress/", views.progress, name="progress"),
    path("<uuid:uid>/file/", views.file, name="file"),
    path("<uuid:uid>/cancel/", views.act, {"action": "cancel"}, name="cancel"),
    path("<uuid:uid>/retry/", views.act, {"action": "retry"}, name="retry"),
]
