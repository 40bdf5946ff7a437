from django.urls import path

from hardship.packages import views

app_name = "packages"
urlpatterns = [
    path("", views.packages, name="packages"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("verify.py", views.verifier, name="verifier"),
    path("export/", views.export, name="export"),
]
