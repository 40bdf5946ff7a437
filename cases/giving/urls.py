from django.urls import path

from cases.giving.views import fulfilments, goods, instalments

app_name = "giving"
urlpatterns = [
    path("", instalments.instalments, name="list"),
    path("export/", instalments.export, name="export"),
    path("confirm/", instalments.confirm, name="confirm"),
    path("services/", fulfilments.fulfilments, name="fulfilments"),
    path("services/export/", fulfilments.export, name="export_fulfilments"),
    path("services/<int:pk>/", fulfilments.fulfilment, name="fulfilment"),
    path("services/<int:pk>/step/", fulfilments.step, name="fulfilment_step"),
    path("services/<int:pk>/goods/", goods.hand_out, name="hand_out"),
    path("<int:pk>/", instalments.instalment, name="instalment"),
    path("<int:pk>/step/", instalments.step, name="step"),
]
