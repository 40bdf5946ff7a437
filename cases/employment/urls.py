from django.urls import path

from cases.employment.views import courses, people

app_name = "employment"
urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/export/", courses.export, name="export"),
    path("courses/results/", courses.results, name="results"),
    path("courses/results/export/", courses.results_export, name="results_export"),
    path("courses/new/", courses.new, name="new"),
    path("courses/<int:pk>/", courses.course, name="course"),
    path("courses/<int:pk>/edit/", courses.edit, name="edit"),
    path("courses/<int:pk>/step/", courses.step, name="step"),
    path("courses/<int:pk>/sheet/", courses.sheet, name="sheet"),
    path("courses/<int:pk>/seekers/", people.seekers, name="seekers"),
    path("courses/<int:pk>/seekers/add/", people.add_seekers, name="add_seekers"),
    path("courses/<int:pk>/off-file/", people.off_file, name="off_file"),
    path("courses/<int:pk>/off-file/add/", people.add_off_file, name="add_off_file"),
    path("enrolments/<int:pk>/", people.enrolment, name="enrolment"),
    path("enrolments/<int:pk>/result/", people.result, name="result"),
    path("checks/<int:pk>/", people.check, name="check"),
]
