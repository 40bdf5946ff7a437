"""Keeps what a worker signed when they were told of a result."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.outcomes.models import Slip, Telling
from cases.outcomes.rules import MOST_SLIPS
from cases.outcomes.selectors.telling import teller_blocker
from cases.outcomes.services.refusals import OutcomeRefused
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.files import Accepted


@transaction.atomic
def add_slip(*, telling_id: int, accepted: Accepted, by: User) -> Slip:
    """One more page of what was signed (kernel.files.accept_upload). Raises OutcomeRefused for somebody of
    another union, the same file twice and more than MOST_SLIPS; Telling.DoesNotExist outside the scope."""
    scope = Application.objects.visible_to(by).values("pk")
    rows = Telling.objects.select_for_update(of=("self",)).select_related("step__application")
    telling = rows.get(pk=telling_id, step__application__in=scope)
    if why := teller_blocker(telling.step.application, by):
        raise OutcomeRefused(why)
    row = keep_slip(telling, accepted, by=by)
    audit.record("application.slip", target=telling.step.application, by=by, sha256=accepted.sha256)
    return row


def keep_slip(telling: Telling, accepted: Accepted, *, by: User) -> Slip:
    """Raises OutcomeRefused at the field `slip`."""
    if telling.slips.filter(sha256=accepted.sha256).exists():
        raise OutcomeRefused(_("这个文件已经上传过。"), "slip")
    if telling.slips.count() >= MOST_SLIPS:
        raise OutcomeRefused(_("一次告知最多 %(n)s 个文件。") % {"n": MOST_SLIPS}, "slip")
    row = Slip(
        telling=telling, name=accepted.original_name[:120], media_type=accepted.media_type,
        size=accepted.size, sha256=accepted.sha256, by=by,
    )  # fmt: skip
    row.file.save(f"file.{accepted.extension}", ContentFile(accepted.content), save=False)
    row.save()
    return row
