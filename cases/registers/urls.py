from django.urls import path

from cases.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.students, name="students"),
    path("students.xlsx", views.students_export, name="students_export"),
    path("seekers/", views.seekers, name="seekers"),
    path("seekers.xlsx", views.seekers_export, name="seekers_export"),
]
