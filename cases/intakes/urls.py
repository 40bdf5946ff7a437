from django.urls import path

from cases.intakes.views import lists, missing, scans

app_name = "intakes"
urlpatterns = [
    path("", lists.intake_list, name="intakes"),
    path("hand-in/<uuid:uid>/", lists.hand_in, name="hand_in"),
    path("missing/", missing.missing, name="missing"),
    path("missing/files/", missing.missing_files, name="missing_files"),
    path("missing/list.xlsx", missing.missing_export, name="missing_export"),
    path("files/<int:pk>/complete/", missing.complete, name="complete"),
    path("scans/", scans.batches, name="batches"),
    path("scans/<uuid:uid>/", scans.batch, name="batch"),
    path("scans/<uuid:uid>/progress/", scans.batch_progress, name="batch_progress"),
    path("scans/one/<uuid:uid>/", scans.scan, name="scan"),
    path("scans/one/<uuid:uid>/place/", scans.scan_place, name="scan_place"),
    path("scans/one/<uuid:uid>/throw/", scans.scan_throw, name="scan_throw"),
    path("scans/one/<uuid:uid>/page/", scans.scan_page, name="scan_page"),
    path("scans/one/<uuid:uid>/file/", scans.scan_file, name="scan_file"),
    path("<uuid:uid>/", lists.intake, name="intake"),
    path("<uuid:uid>/step/", lists.intake_step, name="intake_step"),
    path("<uuid:uid>/out/", lists.take_out, name="take_out"),
    path("<uuid:uid>/samples/<int:position>/", lists.sample, name="sample"),
    path("<uuid:uid>/list.xlsx", lists.export, name="export"),
]
