from django.urls import path

from cases.referrals.views import catalogue, referrals

app_name = "referrals"
urlpatterns = [
    path("", referrals.referrals, name="referrals"),
    path("referrals.xlsx", referrals.export, name="export"),
    path("new/<int:pk>/", referrals.new, name="new"),
    path("counts/", referrals.counts, name="counts"),
    path("counts/counts.xlsx", referrals.counts_sheet, name="counts_sheet"),
    path("services/", catalogue.listed, name="services"),
    path("services/services.xlsx", catalogue.export, name="services_export"),
    path("services/new/", catalogue.new, name="service_new"),
    path("services/<uuid:uid>/", catalogue.service, name="service"),
    path("services/<uuid:uid>/end/", catalogue.end, name="service_end"),
    path("<uuid:uid>/", referrals.referral, name="referral"),
    path("<uuid:uid>/step/", referrals.step, name="step"),
    path("<uuid:uid>/letter.pdf", referrals.letter, name="letter"),
]
