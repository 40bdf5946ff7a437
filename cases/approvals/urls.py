from django.urls import path

from cases.approvals.views import batches, inbox, many, notices, paper, steps

app_name = "approvals"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("confirm/", many.confirm, name="confirm"),
    path("decide/", many.decide, name="decide"),
    path("outcome/", many.outcome, name="outcome"),
    path("batches/<uuid:uid>/submit/", batches.submit, name="batch_submit"),
    path("<int:pk>/step/", steps.step, name="step"),
    path("<int:pk>/urge/", steps.urge, name="urge"),
    path("<int:pk>/form.pdf", paper.form_pdf, name="form_pdf"),
    path("notices/", notices.notices, name="notices"),
    path("notices/notices.xlsx", notices.export, name="notices_export"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/notice.pdf", paper.notice_pdf, name="notice_pdf"),
    path("notices/<int:pk>/conclude/", notices.conclude, name="notice_conclude"),
    path("notices/<int:pk>/objections/", notices.objection, name="objection"),
    path("objections/<int:pk>/answer/", notices.answer, name="answer"),
]
