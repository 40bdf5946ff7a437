from django.urls import path

from cases.leads.views import calls, checks, leads, public, questionnaire, questionnaires

app_name = "leads"
urlpatterns = [
    path("", leads.lead_list, name="leads"),
    path("leads.xlsx", leads.export, name="export"),
    path("new/", leads.lead_new, name="lead_new"),
    path("questionnaire.pdf", questionnaire.questionnaire, name="questionnaire"),
    path("questionnaires/", questionnaires.questionnaire_list, name="questionnaires"),
    path("questionnaires/questionnaires.xlsx", questionnaires.export, name="questionnaires_export"),
    path("questionnaires/new/", questionnaires.questionnaire_new, name="questionnaire_new"),
    path("questionnaires/<uuid:uid>/", questionnaires.questionnaire_detail, name="questionnaire_detail"),
    path("questionnaires/<uuid:uid>/step/", questionnaires.questionnaire_step, name="questionnaire_step"),
    path("questionnaires/<uuid:uid>/poster.pdf", questionnaires.poster, name="poster"),
    # without login
    path("fill/<slug:token>/", public.fill, name="fill"),
    path("fill/<slug:token>/done/", public.filled, name="filled"),
    path("id-check/", checks.id_check, name="id_check"),
    path("phone-check/", checks.phone_check, name="phone_check"),
    path("calls/", calls.call_list, name="calls"),
    path("calls/calls.xlsx", calls.list_export, name="calls_export"),
    path("calls/new/", calls.call_new, name="call_new"),
    path("calls/<uuid:uid>/", calls.call, name="call"),
    path("calls/<uuid:uid>/edit/", calls.call_edit, name="call_edit"),
    path("calls/<uuid:uid>/step/", calls.call_step, name="call_step"),
    path("calls/<uuid:uid>/urge/", calls.call_urge, name="call_urge"),
    path("calls/<uuid:uid>/answer/", calls.call_answer, name="call_answer"),
    path("calls/<uuid:uid>/answers.xlsx", calls.export, name="call_export"),
    path("calls/<uuid:uid>/attachment/", calls.attachment, name="call_attachment"),
    path("<uuid:uid>/", leads.lead, name="lead"),
    path("<uuid:uid>/edit/", leads.lead_edit, name="lead_edit"),
    path("<uuid:uid>/step/", leads.lead_step, name="lead_step"),
    path("<uuid:uid>/known/", checks.known, name="known"),
    path("<uuid:uid>/reveal/<slug:field>/", leads.reveal, name="reveal"),
    path("<uuid:uid>/<uuid:answer>/reveal/<slug:field>/", leads.reveal_answer, name="reveal_answer"),
]
