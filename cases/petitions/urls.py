from django.urls import path

from cases.petitions.views import pages, registering, steps, terms

app_name = "petitions"
urlpatterns = [
    path("", pages.petition_list, name="petitions"),
    path("petitions.xlsx", pages.export, name="export"),
    path("new/", registering.new, name="new"),
    path("phone-check/", registering.phone_check, name="phone_check"),
    path("id-check/", registering.id_check, name="id_check"),
    path("counts/", pages.counts, name="counts"),
    path("counts/counts.xlsx", pages.counts_sheet, name="counts_sheet"),
    path("terms/", terms.terms, name="terms"),
    path("terms/terms.xlsx", terms.export, name="terms_export"),
    path("terms/new/", terms.term_new, name="term_new"),
    path("<uuid:uid>/", pages.petition, name="petition"),
    path("<uuid:uid>/edit/", registering.edit, name="edit"),
    path("<uuid:uid>/step/", steps.step, name="step"),
    path("<uuid:uid>/helper/", steps.helper, name="helper"),
    path("<uuid:uid>/lead/", steps.lead, name="lead"),
    path("<uuid:uid>/aid/", steps.aid, name="aid"),
    path("<uuid:uid>/answer.pdf", pages.answer, name="answer"),
    path("<uuid:uid>/reveal/<slug:field>/", pages.reveal, name="reveal"),
]
