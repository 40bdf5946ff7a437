from django.urls import path

from cases.pairings.views import helpers, pairings, rules

app_name = "pairings"
urlpatterns = [
    path("", pairings.pairings, name="pairings"),
    path("pairings.xlsx", pairings.export, name="export"),
    path("new/<int:pk>/", pairings.pairing_new, name="pairing_new"),
    path("<uuid:uid>/", pairings.pairing, name="pairing"),
    path("<uuid:uid>/step/", pairings.step, name="step"),
    path("<uuid:uid>/hand-over/", pairings.hand_over, name="hand_over"),
    path("<uuid:uid>/note/", pairings.note, name="note"),
    path("<uuid:uid>/target/", pairings.target, name="target"),
    path("<uuid:uid>/judge/", pairings.judge, name="judge"),
    path("helpers/", helpers.helpers, name="helpers"),
    path("helpers/helpers.xlsx", helpers.export, name="helpers_export"),
    path("helpers/<uuid:uid>/", helpers.helper, name="helper"),
    path("helpers/<uuid:uid>/leave/", helpers.leave, name="leave"),
    path("helpers/<uuid:uid>/mention/", helpers.mention, name="mention"),
    path("helpers/<uuid:uid>/booklet.pdf", helpers.booklet, name="booklet"),
    path("rules/", rules.rules, name="rules"),
]
