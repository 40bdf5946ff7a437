from django.urls import path

from cases.employment.views import courses, openings, people, referrals

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
    path("openings/", openings.openings, name="openings"),
    path("openings/export/", openings.export, name="openings_export"),
    path("openings/new/", openings.new, name="opening_new"),
    path("openings/<int:pk>/", openings.opening, name="opening"),
    path("openings/<int:pk>/edit/", openings.edit, name="opening_edit"),
    path("openings/<int:pk>/close/", openings.close, name="opening_close"),
    path("openings/<int:pk>/match/", openings.match, name="match"),
    path("openings/<int:pk>/introduce/", openings.introduce, name="introduce"),
    path("openings/<int:pk>/off-file/", openings.match_off_file, name="match_off_file"),
    path("openings/<int:pk>/off-file/introduce/", openings.introduce_off_file, name="introduce_off_file"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/export/", referrals.export, name="referrals_export"),
    path("referrals/<int:pk>/", referrals.referral, name="referral"),
    path("referrals/<int:pk>/letter.pdf", referrals.letter, name="letter"),
    path("referrals/<int:pk>/<slug:action>/", referrals.step, name="referral_step"),
    path("job-checks/<int:pk>/", referrals.check, name="job_check"),
]
