from django.urls import path

from hardship.unsent import views

app_name = "unsent"
urlpatterns = [
    path("keep/", views.keep, name="keep"),
    path("find/", views.find, name="find"),
    path("forget/", views.forget, name="forget"),
]
