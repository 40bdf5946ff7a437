"""What was decided outside this program: its document, checked and kept."""

from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep, StepScan
from cases.approvals.services.refusals import StepRefused
from hardship.kernel.files import Accepted


@dataclass(frozen=True)
class Outside:
    """The document of a decision: its number, day and issuer, and a scan of it where there is one."""

    number: str = ""
    on: date | None = None
    issuer: str = ""
    scan: Accepted | None = None


def require_document(application: Application, outside: Outside) -> None:
    """Raises StepRefused at the field that is missing or cannot be."""
    if not outside.number.strip():
        raise StepRefused(_("请填写对方批复的文号。"), "outside_number")
    if not outside.issuer.strip():
        raise StepRefused(_("请填写批复单位，例如：中华全国总工会。"), "outside_issuer")
    today, submitted = timezone.localdate(), timezone.localdate(application.submitted_at)
    if outside.on is None or not submitted <= outside.on <= today:
        text = _("请填写批复日期：不早于提交的 %(day)s，不晚于今天。")
        raise StepRefused(text % {"day": submitted.isoformat()}, "outside_on")


def keep_scan(step: ApprovalStep, scan: Accepted) -> StepScan:
    row = StepScan(
        step=step, name=scan.original_name[:120], media_type=scan.media_type, size=scan.size,
        sha256=scan.sha256,
    )  # fmt: skip
    row.file.save(f"file.{scan.extension}", ContentFile(scan.content), save=False)
    row.save()
    return row
