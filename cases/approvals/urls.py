from django.urls import path

from cases.approvals.views import batches, copies, deadlines, documents, inbox, many, overdue, paper, steps

app_name = "approvals"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("confirm/", many.confirm, name="confirm"),
    path("decide/", many.decide, name="decide"),
    path("outcome/", many.outcome, name="outcome"),
    path("outcome/summary.pdf", paper.outcome_summary, name="outcome_summary"),
    path("overdue/", overdue.overdue, name="overdue"),
    path("overdue/export/", overdue.export, name="overdue_export"),
    path("overdue/rule/", overdue.set_rule, name="overdue_rule"),
    path("copies/", copies.copies, name="copies"),
    path("copies/read/", copies.read, name="copies_read"),
    path("copies/<int:pk>/remove/", copies.remove, name="copy_remove"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("deadlines/export/", deadlines.export, name="deadlines_export"),
    path("deadlines/cases/", deadlines.handled, name="handled"),
    path("deadlines/cases/export/", deadlines.handled_export, name="handled_export"),
    path("supervisions/<int:pk>/answer/", overdue.answer_supervision, name="answer_supervision"),
    path("<int:pk>/supervise/", overdue.supervise, name="supervise"),
    path("batches/<uuid:uid>/summary.pdf", paper.batch_summary, name="batch_summary"),
    path("batches/<uuid:uid>/submit/", batches.submit, name="batch_submit"),
    path("<int:pk>/step/", steps.step, name="step"),
    path("<int:pk>/documents/<uuid:uid>/", documents.judge, name="judge"),
    path("<int:pk>/urge/", steps.urge, name="urge"),
    path("<int:pk>/scans/<int:scan>/", paper.scan, name="scan"),
    path("<int:pk>/form.pdf", paper.form_pdf, name="form_pdf"),
]
