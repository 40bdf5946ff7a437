from django.urls import path

from cases.giving import views

app_name = "giving"
urlpatterns = [
    path("", views.instalments, name="list"),
    path("export/", views.export, name="export"),
    path("confirm/", views.confirm, name="confirm"),
    path("<int:pk>/", views.instalment, name="instalment"),
    path("<int:pk>/step/", views.step, name="step"),
]
