"""Referrals to departments: sent, answered, settled, taken back; what departments offer."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cases.aid.models import ExternalAid
from cases.aid.services import Given, cancel_aid, record_aid
from cases.archives.models import Household, Member
from cases.policies.selectors.dated import get_calendar
from cases.referrals.models import DepartmentService, ReferralCounter, ReferralStep, ServiceReferral
from cases.referrals.selectors import WITH, in_use, list_offered, may_keep, start_blocker, step_blocker
from cases.referrals.states import MOST_BACK, TRANSITIONS, WRITERS
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.numbers import next_number
from hardship.kernel.writes import writes
from hardship.trees.models import UnionChange


class ReferralRefused(workflow.Refused):
    """A write that may not be made; the message says what to do."""


referral_write = writes(
    ReferralRefused,
    {
        "department_service_once": (_lazy("这一天起的这项服务已经登记，请改启用日期。"), "from_on"),
        "service_referral_open_once": (_lazy("这个人的同一项服务已经转介，还没有办结。"), "service"),
    },
)


@dataclass(frozen=True)
class Offer:
    """What a department offers."""

    department: str
    name: str
    giver_kind: str
    aid_kind: str
    from_on: date
    days: int
    contact: str = ""
    telephone: str = ""
    place: str = ""
    bring: str = ""
    document: str = ""


@dataclass(frozen=True)
class Sending:
    """To what somebody is referred and why; `department` leads where it is not the service's own."""

    service: DepartmentService
    reason: str
    sent_on: date
    department: str = ""


@dataclass(frozen=True)
class Result:
    """What was said and won on a day; yuan, None for no sum."""

    on: date | None = None
    comment: str = ""
    won: Decimal | None = None


@referral_write
def enter_service(*, offer: Offer, by: User) -> DepartmentService:
    """Of the own union and all below it; one of the same name takes the place of the one before. Raises
    ReferralRefused."""
    if not may_keep(by):
        raise ReferralRefused(_("部门服务由经办人或审核人登记。"))
    made: DepartmentService = DepartmentService.objects.create(union=by.union, entered_by=by, **vars(offer))
    audit.record("department_service.enter", target=made, by=by)
    return made


@referral_write
def end_service(*, service_id: int, until_on: date, by: User) -> DepartmentService:
    """The last day of a service, today at the earliest. Raises ReferralRefused, and
    DepartmentService.DoesNotExist for one of another union."""
    row: DepartmentService = workflow.lock(DepartmentService.objects.filter(union=by.union_id), service_id)
    if not may_keep(by):
        raise ReferralRefused(_("部门服务由经办人或审核人停用。"))
    if row.until_on is not None:
        raise ReferralRefused(_("这项服务已经停用。"))
    if until_on < max(row.from_on, timezone.localdate()):
        raise ReferralRefused(_("停用日期不能早于今天，也不能早于启用日期。"), "until_on")
    row.until_on, row.ended_at, row.ended_by = until_on, timezone.now(), by
    row.save(update_fields=["until_on", "ended_at", "ended_by"])
    audit.record("department_service.end", target=row, by=by)
    return row


def move_services(rows: QuerySet[DepartmentService], target: Union, _change: UnionChange) -> None:
    """They go to another union when theirs ends; what that one entered of the same day stays behind, with the
    letters that name it. The caller is in a transaction."""
    same = {name: OuterRef(name) for name in ("department", "name", "from_on")}
    rows.filter(~Exists(DepartmentService.objects.filter(union=target, **same))).update(union=target)


@referral_write
def send(
    *, household_id: int, member: Member, sending: Sending, by: User, key: uuid.UUID | None = None
) -> ServiceReferral:
    """Refers somebody of a household; of one form sent twice, with its `key`, the first. Raises
    ReferralRefused; Household.DoesNotExist outside the scope."""
    files = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = files.select_for_update(of=("self",)).get(pk=household_id)
    key = key or uuid.uuid4()
    if first := ServiceReferral.objects.filter(uid=key, household=household).first():
        return first
    _require_sound(household, member, sending, by)
    service = sending.service
    number = next_number(ReferralCounter, union_id=by.union_id, year=sending.sent_on.year)
    due_on = get_calendar().fix_workday(sending.sent_on, service.days, guesses=True)
    made: ServiceReferral = ServiceReferral.objects.create(
        uid=key, number=f"{by.union.code}-ZJ{sending.sent_on.year}-{number:04d}", household=household,
        issuer=household.union, member=member, service=service, reason=sending.reason,
        department=sending.department or service.department, sent_on=sending.sent_on, due_on=due_on,
        worker=by.stands_for or by, created_by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("service_referral.send", target=made, by=by, household=household.pk, service=service.pk)
    return made


@referral_write
def take_step(*, referral_id: int, action: str, by: User, result: Result | None = None) -> ServiceReferral:
    """Takes one row of states.TRANSITIONS. Raises Refused, ServiceReferral.DoesNotExist out of scope."""
    row: ServiceReferral = workflow.lock(
        ServiceReferral.objects.visible_to(by).select_related(*WITH, "aid"), referral_id
    )
    told = result or Result()

    def enter(step: workflow.Step[ServiceReferral]) -> None:
        on = timezone.localdate() if action == "take_back" else _day(row, action, told.on)
        if told.won is not None and action != "win":
            raise ReferralRefused(_("办成的才登记争取金额。"), "won")
        step.trace = ReferralStep.objects.create(
            referral=row, action=action, source=step.source, target=step.row.target, on=on,
            comment=step.comment, won=told.won, by=by, stood_in_for=stood_in_for(by),
        )  # fmt: skip
        if row.worker_id not in {by.pk, by.stands_for and by.stands_for.pk}:
            row.worker = by.stands_for or by
        if action == "answer":
            row.answered_on, row.answer = on, step.comment
        elif action == "take_back":
            _take_back(row, step.comment, by)
        else:
            row.settled_on, row.why = on, step.comment
            if told.won is not None:
                row.won, row.aid = told.won, _record(row, told.won, on, by)

    def log(step: workflow.Step[ServiceReferral]) -> ServiceReferral:
        audit.record(f"service_referral.{action}", target=row, by=by, step=step.trace.pk)
        return row

    return workflow.take(
        TRANSITIONS, row, action=action, by=by, comment=told.comment, blocker=step_blocker, effect=enter,
        log=log,
    )  # fmt: skip


def follow_aid(old: ExternalAid, new: ExternalAid) -> None:
    """What was won is what the record of aid says; the caller is in a transaction."""
    ServiceReferral.objects.filter(aid=old).update(aid=new, won=new.value)


def receive(row: ServiceReferral, to: User) -> None:
    """The receiver records from now on what comes of it; the caller is in a transaction."""
    row.worker = to
    row.save(update_fields=["worker"])


def receive_blocker(_row: ServiceReferral, to: User) -> str:
    """Why a colleague may not have a referral, or ''."""
    return "" if to.has_role(*WRITERS) else _("转介由经办人登记结果。")


def _require_sound(household: Household, member: Member, sending: Sending, by: User) -> None:
    if why := start_blocker(household, by):
        raise ReferralRefused(why)
    if member.household_id != household.pk or member.removed_at is not None:
        raise ReferralRefused(_("请选择这户的家庭成员。"), "member")
    today = timezone.localdate()
    if not today - timedelta(days=MOST_BACK) <= sending.sent_on <= today:
        raise ReferralRefused(_("发出日期在今天以前、一年之内。"), "sent_on")
    usable = {row.pk for row in list_offered(household.union, today)}
    old = in_use(DepartmentService.objects.filter(union__in=household.union.lineage), sending.sent_on)
    if sending.service.pk not in usable and not old.filter(pk=sending.service.pk).exists():
        raise ReferralRefused(_("请从部门服务清单里选，清单里没有的先登记。"), "service")


def _day(row: ServiceReferral, action: str, on: date | None) -> date:
    """The day of an answer or a result. Raises ReferralRefused."""
    first = row.sent_on if action in ("answer", "drop") else row.answered_on or row.sent_on
    if on is None or not first <= on <= timezone.localdate():
        raise ReferralRefused(_("日期不能早于发出、答复的日期，不能晚于今天。"), "on")
    return on


def _record(row: ServiceReferral, won: Decimal, on: date, by: User) -> ExternalAid:
    """What the department gives stands in the history of aid at once."""
    if won <= 0:
        raise ReferralRefused(_("金额要大于零；没有金额的不填。"), "won")
    if not row.member.id_number:
        raise ReferralRefused(_("这个人没有身份证号，先在档案里补上，再登记金额。"), "won")
    given = Given(
        row.service.giver_kind, row.service.aid_kind, won, on, giver=row.department,
        programme=row.service.name, is_won=True, proof=row.number,
    )  # fmt: skip
    return record_aid(
        union=row.household.union, name=row.member.name, id_number=row.member.id_number, given=given, by=by
    )


def _take_back(row: ServiceReferral, comment: str, by: User) -> None:
    """The result holds no more, nor does the record of aid that came of it, as long as it stands."""
    current: ExternalAid | None = row.aid
    if current is not None and current.is_current:
        if not ExternalAid.objects.visible_to(by).filter(pk=current.pk).exists():
            words = {"union": current.union.name}
            raise ReferralRefused(_("帮扶记录是“%(union)s”登记的，请它先作废这条记录。") % words)
        cancel_aid(record_id=current.pk, comment=comment[:200], by=by)
    row.settled_on, row.why, row.won, row.aid = None, "", None, None
