from django.urls import path

from funds.payments.views import batches, results, roster

app_name = "payments"
urlpatterns = [
    path("", batches.batch_list, name="list"),
    path("batches.xlsx", batches.export, name="export"),
    path("new/", batches.new, name="new"),
    path("roster/", roster.roster, name="roster"),
    path("roster/find/", roster.find, name="roster_find"),
    path("roster/xlsx/", roster.roster_workbook, name="roster_xlsx"),
    path("<int:pk>/", batches.detail, name="detail"),
    path("<int:pk>/step/", batches.step, name="step"),
    path("<int:pk>/bank-list/", batches.bank_list, name="bank_list"),
    path("<int:pk>/signatures/", roster.signature_roster, name="signatures"),
    path("<int:pk>/results/", results.typed, name="results"),
    path("<int:pk>/results/file/", results.uploaded, name="results_file"),
    path("lines/<int:pk>/account/", results.account, name="account"),
    path("lines/<int:pk>/reveal/", results.reveal, name="reveal"),
]
