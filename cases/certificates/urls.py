from django.urls import path

from cases.certificates import views

app_name = "certificates"
urlpatterns = [
    path("", views.certificates, name="certificates"),
    path("certificates.xlsx", views.export, name="export"),
    path("new/<int:pk>/", views.certificate_new, name="certificate_new"),
    path("<uuid:uid>/", views.certificate, name="certificate"),
    path("<uuid:uid>/step/", views.step, name="step"),
    path("<uuid:uid>/use/", views.use, name="use"),
    path("<uuid:uid>/renew/", views.renew, name="renew"),
]
