from django.urls import path

from cases.archives.views import (
    browse,
    case,
    checks,
    entry,
    evidence,
    export,
    imports,
    leaving,
    paper,
    review,
    saved,
)

app_name = "archives"
urlpatterns = [
    path("", browse.file_list, name="list"),
    path("find/", browse.find, name="find"),
    path("export/", export.export, name="export"),
    path("filters/", saved.saved_filters, name="saved_filters"),
    path("filters/save/", saved.save, name="filter_save"),
    path("filters/<int:pk>/", saved.change, name="filter_change"),
    path("filters/<int:pk>/<slug:action>/", saved.act, name="filter_act"),
    path("<int:pk>/", case.elsewhere, name="case"),
    path("<int:pk>/form.pdf", paper.archive_form, name="form_pdf"),
    path("<int:pk>/people/<uuid:uid>/<slug:field>/", case.reveal, name="reveal"),
    # entry and review
    path("new/", entry.new, name="new"),
    path("id-check/", checks.id_check, name="id_check"),
    path("<int:pk>/tasks/", entry.tasks, name="tasks"),
    path("<int:pk>/entry/<slug:section>/", entry.section, name="section"),
    path("<int:pk>/entry/<slug:section>/autosave/", entry.autosave, name="autosave"),
    path("<int:pk>/preview/", checks.preview, name="preview"),
    path("<int:pk>/check/", review.check, name="check"),
    path("<int:pk>/review/", review.review, name="review"),
    path("<int:pk>/step/", review.step, name="step"),
    # the life of a file
    path("<int:pk>/leaving/", leaving.leaving, name="leaving"),
    path("<int:pk>/months/", leaving.save_months, name="months"),
    path("<int:pk>/cause/", leaving.save_cause, name="cause"),
    path("<int:pk>/reopen/", leaving.reopen, name="reopen"),
    path("<int:pk>/evidence/", evidence.add, name="evidence_add"),
    path("<int:pk>/evidence/<uuid:uid>/remove/", evidence.remove, name="evidence_remove"),
    path("<int:pk>/authorisation/", evidence.authorisation, name="authorisation"),
    path("evidence/<uuid:uid>/", evidence.evidence_file, name="evidence_file"),
    # imports
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/template/", imports.import_template, name="import_template"),
    path("imports/<uuid:uid>/", imports.import_detail, name="import_detail"),
    path("imports/<uuid:uid>/columns/", imports.import_mapping, name="import_mapping"),
    path("imports/<uuid:uid>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<uuid:uid>/check/", imports.import_check, name="import_check"),
    path("imports/<uuid:uid>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<uuid:uid>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<uuid:uid>/errors/", imports.import_errors_file, name="import_errors_file"),
]
