from django.urls import path

from hardship.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.index, name="messages"),
    path("read/", views.read_all, name="read_all"),
    path("read/undo/", views.undo, name="undo"),
    path("digest/", views.digest, name="digest"),
    path("<int:pk>/open/", views.open_message, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
]
