from django.urls import path

from cases.transfers import views

app_name = "transfers"
urlpatterns = [
    path("transfers/", views.transfers, name="transfers"),
    path("transfers/transfers.xlsx", views.export, name="export"),
    path("transfers/ask/", views.transfer_ask, name="ask"),
    path("transfers/<uuid:uid>/", views.transfer, name="transfer"),
    path("transfers/<uuid:uid>/urge/", views.transfer_urge, name="urge"),
    path("transfers/<uuid:uid>/step/", views.transfer_step, name="step"),
    path("<int:pk>/transfer/", views.transfer_new, name="new"),
]
