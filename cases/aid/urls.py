from django.urls import path

from cases.aid.views import lists, records, statements

app_name = "aid"
urlpatterns = [
    path("", lists.aid_list, name="list"),
    path("aid.xlsx", lists.export, name="export"),
    path("cases/<int:pk>/new/", records.record_new, name="record_new"),
    path("cases/<int:pk>/aid.xlsx", lists.family_export, name="family_export"),
    path("cases/<int:pk>/statement/", statements.statement, name="statement"),
    path("cases/<int:pk>/statement.xlsx", statements.statement_export, name="statement_export"),
    path("cases/<int:pk>/statement.pdf", statements.statement_pdf, name="statement_pdf"),
    path("people/<uuid:uid>/statement/", statements.person_statement, name="person_statement"),
    path("<uuid:uid>/", records.record, name="record"),
    path("<uuid:uid>/correct/", records.record_correct, name="record_correct"),
    path("<uuid:uid>/cancel/", records.record_cancel, name="record_cancel"),
]
