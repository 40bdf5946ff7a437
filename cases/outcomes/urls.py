from django.urls import path

from cases.outcomes.views import papers

app_name = "outcomes"
urlpatterns = [
    path("blank.pdf", papers.blank, name="blank"),
    path("<int:pk>/papers/<slug:kind>.pdf", papers.paper_pdf, name="paper"),
    path("meetings/<uuid:uid>/annex.pdf", papers.minutes_annex, name="minutes_annex"),
]
