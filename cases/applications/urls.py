from django.urls import path

from cases.applications.views import batches, detail, entry, guides, lists, receiving, unfiled, waivers

app_name = "applications"
urlpatterns = [
    path("", lists.application_list, name="list"),
    path("export/", lists.export, name="export"),
    path("find/", lists.find, name="find"),
    path("new/", entry.new, name="new"),
    path("guides/", guides.guides, name="guides"),
    path("guides/<int:pk>/", guides.guide, name="guide"),
    path("guides/<int:pk>/guide.pdf", guides.guide_paper, name="guide_paper"),
    path("guides/<int:pk>/publish/", guides.guide_publish, name="guide_publish"),
    path("guides/published/<int:pk>/step/", guides.guide_step, name="guide_step"),
    # without login
    path("guides/open/<slug:token>/<slug:version>/", guides.guide_public, name="guide_public"),
    path("off-file/", unfiled.off_file, name="off_file"),
    path("batches/", batches.batch_list, name="batches"),
    path("batches/export/", batches.export, name="batches_export"),
    path("batches/new/", batches.batch_new, name="batch_new"),
    path("batches/<uuid:uid>/", batches.batch, name="batch"),
    path("batches/<uuid:uid>/households/", batches.candidates, name="batch_candidates"),
    path("batches/<uuid:uid>/add/", batches.add, name="batch_add"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/edit/", entry.edit, name="edit"),
    path("<int:pk>/figures/", entry.figures, name="figures"),
    path("<int:pk>/check/", entry.check, name="check"),
    path("<int:pk>/offer/", receiving.offer, name="offer"),
    path("<int:pk>/unfiled/", unfiled.leave_unfiled, name="leave_unfiled"),
    path("<int:pk>/waive/", waivers.waive, name="waive"),
    path("<int:pk>/waiver/", waivers.waiver_step, name="waiver_step"),
    path("<int:pk>/take/", receiving.take, name="take"),
    path("<int:pk>/keep/", receiving.keep, name="keep"),
    path("<int:pk>/receipt/", receiving.receipt, name="receipt"),
    path("<int:pk>/receipts/<int:receipt_pk>/", receiving.receipt_pdf, name="receipt_pdf"),
]
