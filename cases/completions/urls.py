from django.urls import path

from cases.completions import views

app_name = "completions"
urlpatterns = [
    path("", views.completions, name="list"),
    path("export/", views.export, name="export"),
    path("<int:pk>/", views.completion, name="completion"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/step/", views.step, name="step"),
]
