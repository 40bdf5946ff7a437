"""The kinds of work that wait for somebody: who has it, which rows, how one of them reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.applications.states import State as ApplicationState
from cases.approvals.models import PublicNotice
from cases.approvals.states import NoticeState
from cases.archives.models import ChangeRequest, Household, Transfer
from cases.archives.selectors.lifecycle import due_for_review
from cases.archives.states import IN_FORCE_STATES, ChangeState, TransferState
from cases.archives.states import State as FileState
from cases.crosschecks.models import CrossCheckHit
from cases.crosschecks.states import HitState
from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.selectors import with_sides
from cases.duplicates.states import DuplicateState
from cases.plans.models import Measure
from cases.plans.selectors import list_due_measures
from cases.surveys.models import SpotRow, SurveyEntry, SurveyUnit
from cases.surveys.selectors.spotchecks import list_findings
from cases.surveys.selectors.surveys import list_open_entries, list_submitted_units
from funds.payments.models import Payment, PaymentBatch
from funds.payments.states import LIVE_STATES, BatchState
from hardship.accounts.models import User
from hardship.accounts.states import Level, Role


@dataclass(frozen=True)
class TodoItem:
    """One thing to do: whom it is about, where to do it, until when (working days left, or None)."""

    title: str
    detail: str
    url: str
    due_on: date | None = None
    days: int | None = None


@dataclass(frozen=True)
class Duty:
    """A kind of work: who has it, which rows, and how one of them reads."""

    place: str
    label: Any
    applies: Callable[[User], bool]
    rows: Callable[[User], QuerySet[Any]]
    item: Callable[[Any], TodoItem]
    state: str = ""
    query: str = ""


def is_clerk(user: User) -> bool:
    return user.has_role(Role.CLERK)


def is_county_reviewer(user: User) -> bool:
    return user.has_role(Role.REVIEWER) and user.union.level == Level.COUNTY


def is_city_approver(user: User) -> bool:
    return user.has_role(Role.APPROVER) and user.union.level == Level.CITY


def _files(user: User, *states: str) -> QuerySet[Household]:
    return Household.objects.visible_to(user).filter(state__in=states).select_related("head", "union")


def _applications(user: User, *states: str) -> QuerySet[Application]:
    rows = Application.objects.visible_to(user).filter(state__in=states)
    return rows.select_related("household__head", "programme", "union")


def _batches(user: User, state: str) -> QuerySet[PaymentBatch]:
    return PaymentBatch.objects.visible_to(user).filter(state=state, union=user.union)


def unpaid(user: User) -> QuerySet[Application]:
    """Approved applications of the user's scope that no live payment pays yet."""
    live = Payment.objects.filter(application=OuterRef("pk"), state__in=LIVE_STATES)
    return _applications(user, ApplicationState.APPROVED).filter(~Exists(live))


def ended_notices(user: User) -> QuerySet[PublicNotice]:
    """The county's notices whose days are over and that nobody has concluded."""
    rows = PublicNotice.objects.visible_to(user).filter(state=NoticeState.RUNNING)
    return rows.filter(ends_on__lt=timezone.localdate(), union=user.union)


def due_files(user: User) -> QuerySet[Household]:
    """Files of the scope whose re-verification is due; a clerk's own union's."""
    rows = due_for_review(_files(user, *IN_FORCE_STATES))
    return rows if is_county_reviewer(user) else rows.filter(union=user.union)


def _changes(user: User) -> QuerySet[ChangeRequest]:
    rows = ChangeRequest.objects.visible_to(user).filter(state=ChangeState.PENDING)
    return rows.exclude(asked_by=user).select_related("household__head", "union")


def _transfers(user: User, side: str) -> QuerySet[Transfer]:
    rows = Transfer.objects.visible_to(user).filter(state=TransferState.OFFERED, **{side: user.union})
    return rows.select_related("household__head", "source", "target")


def _hits(user: User, state: str) -> QuerySet[CrossCheckHit]:
    """Differences on the clerk's own union's files: they ask the family, or change the file."""
    rows = CrossCheckHit.objects.visible_to(user).filter(state=state, household__union=user.union)
    return rows.select_related("household__head", "crosscheck")


# A pair is the work of the lowest union that sees both sides: of a city only what no county of it sees whole.
BELOW = {Level.PROVINCE: "city", Level.CITY: "county"}


def _pairs(user: User) -> QuerySet[DuplicateSuspicion]:
    """Pairs nobody has decided on, both sides in scope, that no single union below could decide."""
    column, union = f"{user.union.scope_column}_id", user.union_id
    sides = {f"{side}__household__{column}": union for side in ("first", "second")}
    rows = DuplicateSuspicion.objects.filter(state=DuplicateState.OPEN, **sides)
    below = BELOW.get(Level(user.union.level))
    if below:
        rows = rows.exclude(
            **{f"first__household__{below}_id": F(f"second__household__{below}_id")},
        )
    return with_sides(rows)


def _hit_item(row: CrossCheckHit) -> TodoItem:
    detail = f"{row.get_difference_display()} · {row.crosscheck.department}"
    return TodoItem(str(row.household), detail, reverse("crosschecks:hit", args=[row.uid]))


def _pair_item(row: DuplicateSuspicion) -> TodoItem:
    title = f"{row.first.household} · {row.second.household}"
    return TodoItem(title, row.get_reason_display(), reverse("duplicates:suspicion", args=[row.uid]))


def _measure_item(row: Measure) -> TodoItem:
    url = reverse("plans:plan", args=[row.plan.uid])
    return TodoItem(str(row.plan.household), f"{row.get_kind_display()} · {row.who}", url, row.due_on)


def _due_item(file: Household) -> TodoItem:
    url = reverse("archives:changes", args=[file.pk])
    return TodoItem(str(file), file.union.name, url, file.review_due_on)


def _change_item(row: ChangeRequest) -> TodoItem:
    detail = f"{row.get_section_display()} · {row.union.name}"
    return TodoItem(str(row.household), detail, reverse("archives:changes", args=[row.household_id]))


def _transfer_item(row: Transfer) -> TodoItem:
    detail = f"{row.source.name} → {row.target.name}"
    return TodoItem(str(row.household), detail, reverse("archives:transfer", args=[row.uid]))


def _finding_item(row: SpotRow) -> TodoItem:
    return TodoItem(str(row.household), row.note, reverse("archives:changes", args=[row.household_id]))


def _entry_item(row: SurveyEntry) -> TodoItem:
    detail = row.return_reason or row.survey.title
    return TodoItem(
        str(row.household), detail, reverse("archives:changes", args=[row.household_id]), row.survey.to_on
    )


def _unit_item(row: SurveyUnit) -> TodoItem:
    url = reverse("surveys:survey_files", args=[row.survey.uid])
    return TodoItem(row.union.name, row.survey.title, f"{url}?union={row.union_id}", row.survey.to_on)


def _file_item(name: str) -> Callable[[Household], TodoItem]:
    def item(file: Household) -> TodoItem:
        return TodoItem(str(file), file.union.name, reverse(name, args=[file.pk]), file.due_on)

    return item


def _application_item(row: Application) -> TodoItem:
    return TodoItem(
        str(row.household),
        f"{row.programme.name} · {row.union.name}",
        reverse("applications:detail", args=[row.pk]),
        row.due_on,
    )


def _notice_item(row: PublicNotice) -> TodoItem:
    return TodoItem(row.number, row.union.name, reverse("approvals:notice", args=[row.pk]), row.ends_on)


def _batch_item(row: PaymentBatch) -> TodoItem:
    detail = _("%(count)s 人 · %(total)s 元") % {"count": row.count, "total": f"{row.total:,.2f}"}
    return TodoItem(row.number, detail, reverse("payments:detail", args=[row.pk]))


def _payment_item(row: Payment) -> TodoItem:
    return TodoItem(row.payee, row.failure, reverse("payments:detail", args=[row.batch_id]))


L = gettext_lazy
DUTIES = (
    Duty("approvals:inbox", L("待我审批的申请"), is_city_approver,
         lambda user: _applications(user, ApplicationState.CITY_APPROVAL), _application_item),
    Duty("approvals:inbox", L("待审核的申请"), is_county_reviewer,
         lambda user: _applications(user, ApplicationState.COUNTY_REVIEW), _application_item),
    Duty("archives:list", L("待审核的档案"), is_county_reviewer,
         lambda user: _files(user, FileState.UNDER_REVIEW), _file_item("archives:review"),
         FileState.UNDER_REVIEW),
    Duty("archives:list", L("待审核的档案变更"), is_county_reviewer, _changes, _change_item,
         query="?changing=1"),
    Duty("archives:list", L("核查到期的档案"), lambda user: is_clerk(user) or is_county_reviewer(user),
         due_files, _due_item, query="?view=to_verify"),
    Duty("surveys:surveys", L("年度核查：还没有核查的档案"), is_clerk, list_open_entries, _entry_item),
    Duty("surveys:surveys", L("年度核查：待验收的清单"), is_county_reviewer,
         list_submitted_units, _unit_item),
    Duty("archives:list", L("抽查有出入，等您改正"), is_clerk, list_findings, _finding_item,
         query="?differing=1"),
    Duty("archives:transfers", L("转来待接收的档案"), is_clerk,
         lambda user: _transfers(user, "target"), _transfer_item),
    Duty("archives:transfers", L("转出等待对方接收的档案"), is_clerk,
         lambda user: _transfers(user, "source"), _transfer_item),
    Duty("crosschecks:hit_list", L("信息核对：待核实的差异"), is_clerk,
         lambda user: _hits(user, HitState.OPEN), _hit_item, HitState.OPEN),
    Duty("crosschecks:hit_list", L("信息核对：属实待变更"), is_clerk,
         lambda user: _hits(user, HitState.TO_CHANGE), _hit_item, HitState.TO_CHANGE),
    Duty("duplicates:suspicion_list", L("疑似重复的档案"),
         lambda user: user.has_role(Role.CLERK, Role.REVIEWER), _pairs, _pair_item, DuplicateState.OPEN),
    Duty("plans:plans", L("到期的帮扶措施"), lambda user: user.has_role(Role.CLERK, Role.REVIEWER),
         list_due_measures, _measure_item, query="?state=agreed"),
    Duty("approvals:notices", L("公示期满待办"), is_county_reviewer, ended_notices, _notice_item,
         NoticeState.RUNNING),
    Duty("payments:list", L("待复核的发放批次"), lambda user: user.has_role(Role.REVIEWER),
         lambda user: _batches(user, BatchState.MADE), _batch_item, BatchState.MADE),
    Duty("payments:list", L("待放行的发放批次"), lambda user: user.has_role(Role.APPROVER),
         lambda user: _batches(user, BatchState.CHECKED), _batch_item, BatchState.CHECKED),
    Duty("payments:new", L("已批准待发放"), lambda user: user.has_role(Role.FINANCE),
         unpaid, _application_item),
    Duty("payments:list", L("待登记银行结果"), lambda user: user.has_role(Role.FINANCE),
         lambda user: _batches(user, BatchState.RELEASED), _batch_item, BatchState.RELEASED),
    Duty("archives:list", L("退回补正的档案"), is_clerk,
         lambda user: _files(user, FileState.RETURNED).filter(union=user.union),
         _file_item("archives:tasks"), FileState.RETURNED),
    Duty("applications:list", L("退回补正的申请"), is_clerk,
         lambda user: _applications(user, ApplicationState.RETURNED).filter(union=user.union),
         _application_item, ApplicationState.RETURNED),
)  # fmt: skip
DRAFTS = (
    Duty("archives:list", L("未提交的档案"), is_clerk,
         lambda user: _files(user, FileState.DRAFT).filter(union=user.union), _file_item("archives:tasks"),
         FileState.DRAFT),
    Duty("applications:list", L("未提交的申请"), is_clerk,
         lambda user: _applications(user, ApplicationState.DRAFT).filter(union=user.union),
         _application_item, ApplicationState.DRAFT),
)  # fmt: skip
