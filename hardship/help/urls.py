from django.urls import path

from hardship.help import views

app_name = "help"
urlpatterns = [
    path("", views.index, name="index"),
    path("words/", views.words, name="words"),
    path("found/", views.found, name="found"),
    path("<slug:room>/<slug:page>/", views.topic, name="topic"),
]
