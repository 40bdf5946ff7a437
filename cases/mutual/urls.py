from django.urls import path

from cases.mutual.views import claims, enrolments, periods

app_name = "mutual"
urlpatterns = [
    path("", periods.periods, name="periods"),
    path("periods.xlsx", periods.export, name="periods_export"),
    path("new/", periods.period_new, name="period_new"),
    path("<uuid:uid>/", periods.period, name="period"),
    path("<uuid:uid>/enrol/", periods.enrol, name="enrol"),
    path("enrolments/", enrolments.enrolments, name="enrolments"),
    path("enrolments/enrolments.xlsx", enrolments.export, name="enrolments_export"),
    path("enrolments/<uuid:uid>/", enrolments.enrolment, name="enrolment"),
    path("enrolments/<uuid:uid>/leave/", enrolments.leave, name="leave"),
    path("enrolments/<uuid:uid>/claim/", enrolments.claim_new, name="claim_new"),
    path("uncovered/", enrolments.uncovered, name="uncovered"),
    path("uncovered/uncovered.xlsx", enrolments.uncovered_export, name="uncovered_export"),
    path("claims/", claims.claims, name="claims"),
    path("claims/claims.xlsx", claims.export, name="claims_export"),
    path("claims/<uuid:uid>/", claims.claim, name="claim"),
    path("claims/<uuid:uid>/step/", claims.step, name="step"),
    path("claims/<uuid:uid>/pay/", claims.pay, name="pay"),
]
