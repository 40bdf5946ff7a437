from django.urls import path

from cases.leads.views import checks, leads

app_name = "leads"
urlpatterns = [
    path("", leads.lead_list, name="leads"),
    path("leads.xlsx", leads.export, name="export"),
    path("new/", leads.lead_new, name="lead_new"),
    path("id-check/", checks.id_check, name="id_check"),
    path("phone-check/", checks.phone_check, name="phone_check"),
    path("<uuid:uid>/", leads.lead, name="lead"),
    path("<uuid:uid>/edit/", leads.lead_edit, name="lead_edit"),
    path("<uuid:uid>/step/", leads.lead_step, name="lead_step"),
    path("<uuid:uid>/reveal/<slug:field>/", leads.reveal, name="reveal"),
]
