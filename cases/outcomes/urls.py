from django.urls import path

from cases.outcomes.views import appeals, dossier, papers, results, slips

app_name = "outcomes"
urlpatterns = [
    path("", results.results, name="results"),
    path("export/", results.export, name="export"),
    path("<int:pk>/tell/", results.tell, name="tell"),
    path("tellings/<int:pk>/slips/", slips.slip_add, name="slip_add"),
    path("<int:pk>/slips/<int:slip>/", slips.slip, name="slip"),
    path("<int:pk>/appeal/", appeals.appeal, name="appeal"),
    path("appeals/<int:pk>/answer/", appeals.answer, name="answer"),
    path("blank.pdf", papers.blank, name="blank"),
    path("blank/<slug:kind>.pdf", papers.blank, name="blank_of"),
    path("<int:pk>/dossier/", dossier.dossier, name="dossier"),
    path("families/<int:pk>/dossier/", dossier.family_dossier, name="family_dossier"),
    path("<int:pk>/papers/<slug:kind>.pdf", papers.paper_pdf, name="paper"),
    path("meetings/<uuid:uid>/annex.pdf", papers.minutes_annex, name="minutes_annex"),
]
