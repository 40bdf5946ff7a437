from django.urls import path

from cases.care.views import cases, figures

app_name = "care"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("care.xlsx", cases.export, name="export"),
    path("new/", cases.new, name="new"),
    path("watched/", cases.watched, name="watched"),
    path("advice/", figures.advice, name="advice"),
    path("advice/advice.xlsx", figures.advice_sheet, name="advice_sheet"),
    path("arrears/", figures.arrears, name="arrears"),
    path("arrears/arrears.xlsx", figures.arrears_sheet, name="arrears_sheet"),
    path("figures/", figures.figures, name="figures"),
    path("figures/figures.xlsx", figures.figures_sheet, name="figures_sheet"),
    path("<uuid:uid>/", cases.case, name="case"),
    path("<uuid:uid>/note/", cases.add_note, name="note"),
    path("<uuid:uid>/step/", cases.step, name="step"),
    path("<uuid:uid>/reveal/<slug:field>/", cases.reveal, name="reveal"),
]
