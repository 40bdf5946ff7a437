"""A drive is drawn up by finance, opened by the approver, closed when its time is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from funds.donations.models import Donation, Drive
from funds.donations.services.refusals import DonationRefused, require_finance
from funds.donations.states import DRIVE_TRANSITIONS, OPEN
from funds.ledgers.states import Source
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken

STAMPS: Mapping[str, str] = {"open": "opened", "close": "closed", "drop": "dropped"}


@dataclass(frozen=True)
class Plan:
    """What a drive is to be; `subject` is whom it is for, where the money is only held for one household."""

    name: str
    kind: str
    purpose: str
    source: str
    use: str
    from_on: date
    until_on: date
    target: Decimal | None = None
    document_no: str = ""
    subject: str = ""


@transaction.atomic
def draw_up(*, plan: Plan, by: User) -> Drive:
    """拟定: a drive of the person's own union, which the approver opens. Raises DonationRefused."""
    require_finance(by)
    if (plan.source == Source.ENTRUSTED) != bool(plan.subject):
        raise DonationRefused(_("为职工募捐的要写明为谁募捐，捐给工会的不写。"), "file_no")
    told = {name: value for name, value in vars(plan).items() if name != "use"}
    drive = Drive(union=by.union, use_id=plan.use, made_by=by, made_for=stood_in_for(by), **told)
    try:
        with transaction.atomic():
            drive.save()
    except IntegrityError as error:
        if broken(error) != "drive_name_once":
            raise
        raise DonationRefused(_("本工会已有同名的活动，请在名称里加上年度。"), "name") from error
    audit.record("drive.draw_up", target=drive, by=by)
    return drive


@transaction.atomic
def take_drive_step(*, drive_id: int, action: str, by: User, comment: str = "") -> Drive:
    """批准开始、不办了、结束: takes one row of states.DRIVE_TRANSITIONS. Raises Refused with a sentence."""
    drive: Drive = workflow.lock(Drive.objects.visible_to(by).select_related("union"), drive_id)
    workflow.take(
        DRIVE_TRANSITIONS,
        drive,
        action=action,
        by=by,
        comment=comment,
        blocker=drive_blocker,
        stamp=STAMPS.get(action, ""),
        effect=_effect,
        log=lambda step: audit.record(f"drive.{action}", target=drive, by=by),
    )
    return drive


def _effect(step: workflow.Step[Drive]) -> None:
    if step.row.action == "open":
        step.record.opened_for = stood_in_for(step.by)
    if step.row.action == "drop":
        step.record.why = step.comment


def drive_blocker(drive: Drive, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if drive.union_id != by.union_id:
        return _("只能办理本工会的募捐活动。")
    made = {drive.made_by_id, drive.made_for_id}
    if row.action == "open" and not made.isdisjoint(people_of(by)):
        return _("活动是您拟定的，要由另一个人批准。")
    waiting = Donation.objects.filter(drive=drive, state__in=OPEN).count()
    if row.action == "close" and waiting:
        return _("还有 %(n)s 笔捐赠没有确认，先办完再结束。") % {"n": waiting}
    return ""


def require_running(drive: Drive | None, *, source: str, use: str, on: date) -> None:
    """Raises DonationRefused where a drive does not take a gift of that source, use and day."""
    if drive is None:
        return
    if not drive.is_open:
        raise DonationRefused(_("“%(name)s”没有在进行，不能再记入。") % {"name": drive.name})
    if not drive.from_on <= on <= drive.until_on:
        raise DonationRefused(
            _("“%(name)s”从 %(start)s 到 %(end)s，捐赠日期不在其中。")
            % {"name": drive.name, "start": drive.from_on.isoformat(), "end": drive.until_on.isoformat()},
            "given_on",
        )
    if (drive.source, drive.use_id) != (source, use):
        words = {"name": drive.name, "use": drive.use.name}
        raise DonationRefused(_("“%(name)s”的款项用于%(use)s，资金性质和用途要一致。") % words)
