from django.urls import path

from hardship.seals import views

app_name = "seals"
urlpatterns = [
    path("", views.seals, name="seals"),
    path("check/", views.check, name="check"),
    path("verify/", views.verify, name="verify"),
    path("export/", views.export, name="export"),
]
