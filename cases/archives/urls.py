from django.urls import path

from cases.archives.views import assessments, case, paper, remarks, review, viewer
from cases.archives.views.entry import (
    checks,
    consents,
    evidence,
    people,
    questions,
    sections,
    start,
    tasks,
)
from cases.archives.views.life import changes, leaving, verifying

app_name = "archives"
urlpatterns = [
    path("<int:pk>/", case.elsewhere, name="case"),
    path("<int:pk>/form.pdf", paper.archive_form, name="form_pdf"),
    path("<int:pk>/people/<uuid:uid>/<slug:field>/", case.reveal, name="reveal"),
    # entry and review
    path("new/", start.new, name="new"),
    path("id-check/", checks.id_check, name="id_check"),
    path("<int:pk>/tasks/", tasks.tasks, name="tasks"),
    path("<int:pk>/returned/<int:number>/", tasks.answer_return, name="answer_return"),
    path("<int:pk>/entry/members/<uuid:uid>/", people.member, name="member"),
    path("<int:pk>/entry/<slug:section>/", sections.section, name="section"),
    path("<int:pk>/entry/<slug:section>/autosave/", sections.autosave, name="autosave"),
    path("<int:pk>/preview/", checks.preview, name="preview"),
    path("<int:pk>/check/", review.check, name="check"),
    path("<int:pk>/review/", review.review, name="review"),
    path("<int:pk>/remarks/", remarks.remarks, name="remarks"),
    path("<int:pk>/remarks/<slug:fingerprint>/holder/", remarks.holder, name="remark_holder"),
    path("<int:pk>/step/", review.step, name="step"),
    path("<int:pk>/urge/", case.urge, name="urge"),
    path("<int:pk>/changes/urge/", changes.urge, name="urge_changes"),
    # the life of a file
    path("<int:pk>/leaving/", leaving.leaving, name="leaving"),
    path("<int:pk>/months/", leaving.record_months, name="months"),
    path("<int:pk>/cause/", leaving.save_cause, name="cause"),
    path("<int:pk>/changes/", changes.changes, name="changes"),
    path("<int:pk>/verify/", verifying.verify, name="verify"),
    path("changes/<int:pk>/step/", changes.change_step, name="change_step"),
    path("<int:pk>/reopen/", leaving.reopen, name="reopen"),
    path("<int:pk>/assessments/<int:number>/sheet.pdf", assessments.sheet, name="assessment_sheet"),
    path("<int:pk>/questions/", questions.questions, name="questions"),
    path("<int:pk>/override/", assessments.override, name="override"),
    path("<int:pk>/override/request/", assessments.override_request, name="override_request"),
    path("<int:pk>/override/<int:number>/", assessments.override_decide, name="override_decide"),
    path("<int:pk>/evidence/", evidence.add, name="evidence_add"),
    path("<int:pk>/evidence/<uuid:uid>/remove/", evidence.remove, name="evidence_remove"),
    path("<int:pk>/evidence/<uuid:uid>/restore/", evidence.restore, name="evidence_restore"),
    path("<int:pk>/evidence/bundle/", evidence.bundle, name="evidence_bundle"),
    path("<int:pk>/evidence/<uuid:uid>/refile/", evidence.refile, name="evidence_refile"),
    path("<int:pk>/evidence/<uuid:uid>/view/", viewer.view, name="evidence_view"),
    path("<int:pk>/evidence/<uuid:uid>/rotate/", viewer.rotate, name="evidence_rotate"),
    path("<int:pk>/authorisation/", evidence.authorisation, name="authorisation"),
    path("<int:pk>/consent/", consents.consent, name="consent"),
    path("<int:pk>/consent/withdraw/", consents.withdraw, name="consent_withdraw"),
    path("evidence/<uuid:uid>/", evidence.evidence_file, name="evidence_file"),
    path("evidence/<uuid:uid>/pages/<int:number>/", evidence.evidence_pdf_page, name="evidence_page"),
]
