from django.urls import path

from funds.payments.views import answers, batches, files, layouts, lines, prechecks, results, roster

app_name = "payments"
urlpatterns = [
    path("", batches.batch_list, name="list"),
    path("batches.xlsx", batches.export, name="export"),
    path("new/", batches.new, name="new"),
    path("prechecks/", prechecks.prechecks, name="prechecks"),
    path("prechecks.xlsx", prechecks.export, name="prechecks_export"),
    path("roster/", roster.roster, name="roster"),
    path("roster/find/", roster.find, name="roster_find"),
    path("roster/xlsx/", roster.roster_workbook, name="roster_xlsx"),
    path("<int:pk>/", batches.detail, name="detail"),
    path("<int:pk>/step/", batches.step, name="step"),
    path("<int:pk>/add/", lines.add, name="add"),
    path("<int:pk>/bank-list/", batches.bank_list, name="bank_list"),
    path("<int:pk>/signatures/", roster.signature_roster, name="signatures"),
    path("<int:pk>/results/", results.typed, name="results"),
    path("<int:pk>/results/file/", answers.uploaded, name="results_file"),
    path("<int:pk>/bank-file/", files.file, name="file"),
    path("bank-files/<int:pk>/", files.download, name="file_download"),
    path("layouts/", layouts.layouts, name="layouts"),
    path("layouts/new/", layouts.new_layout, name="layout_new"),
    path("layouts/<int:pk>/", layouts.layout, name="layout"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
    path("answers/<int:pk>/original/", answers.original, name="answer_original"),
    path("lines/<int:pk>/drop/", lines.drop, name="drop"),
    path("lines/<int:pk>/bounce/", lines.bounce, name="bounce"),
    path("lines/<int:pk>/account/", results.account, name="account"),
    path("lines/<int:pk>/reveal/", results.reveal, name="reveal"),
]
