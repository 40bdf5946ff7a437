from django.urls import path

from cases.approvals.views import batches, inbox, many, paper, steps

app_name = "approvals"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("confirm/", many.confirm, name="confirm"),
    path("decide/", many.decide, name="decide"),
    path("outcome/", many.outcome, name="outcome"),
    path("batches/<uuid:uid>/submit/", batches.submit, name="batch_submit"),
    path("<int:pk>/step/", steps.step, name="step"),
    path("<int:pk>/urge/", steps.urge, name="urge"),
    path("<int:pk>/scans/<int:scan>/", paper.scan, name="scan"),
    path("<int:pk>/form.pdf", paper.form_pdf, name="form_pdf"),
]
