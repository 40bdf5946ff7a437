from django.urls import path

from cases.transfers.views import moving, requests

app_name = "transfers"
urlpatterns = [
    path("transfers/", moving.transfers, name="transfers"),
    path("transfers/transfers.xlsx", moving.export, name="export"),
    path("transfers/ask/", requests.ask, name="ask"),
    path("transfers/requests/", requests.requests, name="requests"),
    path("transfers/requests/requests.xlsx", requests.requests_export, name="requests_export"),
    path("transfers/requests/asked/", requests.asked, name="asked"),
    path("transfers/requests/asked/asked.xlsx", requests.asked_export, name="asked_export"),
    path("transfers/requests/<uuid:uid>/", requests.request_page, name="request"),
    path("transfers/requests/<uuid:uid>/step/", requests.request_step, name="request_step"),
    path("transfers/<uuid:uid>/", moving.transfer, name="transfer"),
    path("transfers/<uuid:uid>/urge/", moving.transfer_urge, name="urge"),
    path("transfers/<uuid:uid>/step/", moving.transfer_step, name="step"),
    path("<int:pk>/transfer/", moving.transfer_new, name="new"),
]
