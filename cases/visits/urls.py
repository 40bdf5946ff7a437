from django.urls import path

from cases.visits.views import papers, visits

app_name = "visits"
urlpatterns = [
    path("", visits.visit_list, name="visit_list"),
    path("visits.xlsx", visits.export, name="export"),
    path("blank.pdf", papers.visit_blank, name="visit_blank"),
    path("blanks/", papers.visit_blanks, name="visit_blanks"),
    path("checklist/", papers.visit_checklist, name="visit_checklist"),
    path("<uuid:uid>/", visits.visit, name="visit"),
    path("<uuid:uid>/form.pdf", papers.visit_pdf, name="visit_pdf"),
    path("<int:pk>/new/", visits.visit_new, name="visit_new"),
    path("<int:pk>/draft/", visits.visit_draft, name="visit_draft"),
    path("<int:pk>/blank.pdf", papers.visit_blank_of, name="visit_blank_of"),
]
