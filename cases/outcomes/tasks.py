"""The dossier of a case as a job; what is told every hour of results that nobody told."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.archives.states import CASE_ROLES
from cases.outcomes.reports.dossier import dossier_pdf
from cases.outcomes.services import DOSSIER, OutcomeRefused, tell_of_untold
from hardship.audit import services as audit
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, chores, job

chores.add("outcomes.untold")(tell_of_untold)


def _page(job: Job) -> str:
    return reverse("applications:detail", args=[job.params["application"]])


def _find(job: Job) -> Application | None:
    """The application of a job, while its owner may still see it."""
    rows = Application.objects.visible_to(job.person).select_related(
        "household__head", "household__union", "programme__policy", "union", "member", "created_by"
    )
    found: Application | None = rows.filter(pk=job.params["application"]).first()
    return found


def _may_fetch(job: Job) -> bool:
    return job.person.has_role(*CASE_ROLES) and _find(job) is not None


@job(DOSSIER, label=gettext_lazy("装订卷宗"), page=_page, may_fetch=_may_fetch)
def dossier_job(job: Job, lease: Lease) -> None:
    """Everything about one application as one PDF; the page that is bound is told as it comes."""
    application = _find(job)
    if application is None or not job.person.has_role(*CASE_ROLES):
        raise OutcomeRefused(_("您现在看不到这份申请，不能装订卷宗。"))
    purpose = job.params["purpose"]  # '' for whose work the file is
    content, pages = dossier_pdf(application, by=job.person, tell=lambda done: lease.report(done=done))
    with lease.chunk():
        audit.record_export(
            "dossier", by=job.person, content=content, rows=pages, target=application,
            **({"purpose": purpose} if purpose else {}),
        )  # fmt: skip
        lease.advance(done=pages, total=pages)
    name = _("卷宗_%(number)s.pdf") % {"number": application.number or application.pk}
    lease.finish_with(message=_("共 %(pages)s 页。") % {"pages": pages}, name=name, content=content)
