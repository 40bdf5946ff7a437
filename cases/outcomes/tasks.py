"""The dossier of a case, or of a family, as a job; what happens every hour to
results that nobody told, or that nobody came for."""

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.archives.models import Household
from cases.archives.states import CASE_ROLES
from cases.outcomes.reports.dossier import dossier_pdf, family_dossier_pdf
from cases.outcomes.services import DOSSIER, FAMILY_DOSSIER, OutcomeRefused, tell_of_untold
from cases.outcomes.services.lapsing import lapse_uncollected
from hardship.audit import services as audit
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, chores, job

chores.add("outcomes.untold")(tell_of_untold)
chores.add("outcomes.lapsing")(lapse_uncollected)


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
    content, pages = dossier_pdf(application, by=job.person, tell=lambda done: lease.report(done=done))
    _finish(job, lease, content, pages, application, number=application.number or str(application.pk))


def _page_of_family(job: Job) -> str:
    return reverse("archives:case", args=[job.params["household"]])


def _find_family(job: Job) -> Household | None:
    """The file of a job, while its owner may still see it."""
    rows = Household.objects.visible_to(job.person).select_related("head", "union")
    found: Household | None = rows.filter(pk=job.params["household"]).first()
    return found


def _may_fetch_family(job: Job) -> bool:
    return job.person.has_role(*CASE_ROLES) and _find_family(job) is not None


@job(FAMILY_DOSSIER, label=gettext_lazy("装订全部卷宗"), page=_page_of_family, may_fetch=_may_fetch_family)
def family_dossier_job(job: Job, lease: Lease) -> None:
    """Every application of a family over all years as one PDF."""
    household = _find_family(job)
    if household is None or not job.person.has_role(*CASE_ROLES):
        raise OutcomeRefused(_("您现在看不到这户的档案，不能装订卷宗。"))
    content, pages = family_dossier_pdf(household, by=job.person, tell=lambda done: lease.report(done=done))
    _finish(job, lease, content, pages, household, number=household.file_no or str(household.pk))


def _finish(job: Job, lease: Lease, content: bytes, pages: int, target: Model, *, number: str) -> None:
    purpose = job.params["purpose"]  # '' for whose work the file is
    with lease.chunk():
        audit.record_export(
            "dossier", by=job.person, content=content, rows=pages, target=target,
            **({"purpose": purpose} if purpose else {}),
        )  # fmt: skip
        lease.advance(done=pages, total=pages)
    name = _("卷宗_%(number)s.pdf") % {"number": number}
    lease.finish_with(message=_("共 %(pages)s 页。") % {"pages": pages}, name=name, content=content)
