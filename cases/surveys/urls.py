from django.urls import path

from cases.surveys.views import periods, spotchecks, survey_files, surveys

app_name = "surveys"
urlpatterns = [
    path("", surveys.survey_list, name="surveys"),
    path("new/", surveys.survey_new, name="survey_new"),
    path("units/<uuid:uid>/step/", survey_files.survey_unit_step, name="survey_unit_step"),
    path("<uuid:uid>/", surveys.survey, name="survey"),
    path("<uuid:uid>/edit/", surveys.survey_edit, name="survey_edit"),
    path("<uuid:uid>/step/", surveys.survey_step, name="survey_step"),
    path("<uuid:uid>/progress/", surveys.survey_progress_export, name="survey_progress"),
    path("<uuid:uid>/files/", survey_files.survey_files, name="survey_files"),
    path("<uuid:uid>/files/verify/", survey_files.survey_verify, name="survey_verify"),
    path("<uuid:uid>/files/return/", survey_files.survey_return, name="survey_return"),
    path("<uuid:uid>/files/export/", survey_files.survey_files_export, name="survey_files_export"),
    path("<uuid:uid>/files/sheets/", survey_files.survey_sheets, name="survey_sheets"),
    path("<uuid:uid>/files/<int:pk>/excuse/", survey_files.survey_excuse, name="survey_excuse"),
    path("spot-checks/", spotchecks.spot_checks, name="spot_checks"),
    path("spot-checks/<uuid:uid>/", spotchecks.spot_check, name="spot_check"),
    path("spot-checks/<uuid:uid>/export/", spotchecks.spot_check_export, name="spot_check_export"),
    path("spot-checks/<uuid:uid>/sheets/", spotchecks.spot_check_sheets, name="spot_check_sheets"),
    path("spot-checks/<uuid:uid>/<int:position>/", spotchecks.spot_finding, name="spot_finding"),
    path("review-periods/", periods.periods, name="periods"),
    path("review-periods/new/", periods.period_new, name="period_new"),
]
