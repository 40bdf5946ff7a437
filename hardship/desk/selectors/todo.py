"""What waits for one person: the same rows feed the desk, the top bar and the navigation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.applications.states import State as ApplicationState
from cases.approvals.models import PublicNotice
from cases.approvals.states import NoticeState
from cases.archives.models import Household
from cases.archives.states import State as FileState
from cases.policies.selectors import get_calendar
from funds.payments.models import Payment, PaymentBatch
from funds.payments.states import LIVE_STATES, BatchState
from hardship.accounts.models import User
from hardship.accounts.states import Level, Role
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind

SHOWN = 6
RECENT_PAGES = {"archives.household": "archives:case", "applications.application": "applications:detail"}


@dataclass(frozen=True)
class TodoItem:
    """One thing to do: whom it is about, where to do it, until when (working days left, or None)."""

    title: str
    detail: str
    url: str
    due_on: date | None = None
    days: int | None = None


@dataclass
class TodoGroup:
    """Things of one kind: how many wait, the most urgent of them, and where all are.

    `query` narrows the list at `place` to them; a draft is one's own and waits for nobody."""

    place: str
    label: str
    count: int
    items: list[TodoItem] = field(default_factory=list)
    query: str = ""
    is_draft: bool = False
    url: str = ""


@dataclass(frozen=True)
class RecentItem:
    """Something this person worked on: whose, what it is now, where, when."""

    title: str
    detail: str
    url: str
    at: datetime


@dataclass(frozen=True)
class Duty:
    """A kind of work: who has it, which rows, and how one of them reads."""

    place: str
    label: Any
    applies: Callable[[User], bool]
    rows: Callable[[User], QuerySet[Any]]
    item: Callable[[Any], TodoItem]
    state: str = ""


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


def list_todo(user: User) -> list[TodoGroup]:
    """Everything that waits for this person, the most urgent first in each group; empty groups left out."""
    calendar, today = get_calendar(), timezone.localdate()

    def dated(item: TodoItem) -> TodoItem:
        if item.due_on is None:
            return item
        days = calendar.days_left(item.due_on, today)
        return TodoItem(item.title, item.detail, item.url, item.due_on, days)

    groups = []
    for duty in _duties(user, (*DUTIES, *DRAFTS)):
        rows = duty.rows(user)
        count = rows.count()
        if count:
            shown = [dated(duty.item(row)) for row in _urgent_first(rows)[:SHOWN]]
            query = f"?state={duty.state}" if duty.state else ""
            groups.append(TodoGroup(duty.place, str(duty.label), count, shown, query, duty in DRAFTS))
    return groups


def count_todo(user: User) -> dict[str, int]:
    """How much waits at each place of the navigation, drafts left out; one query for all of them."""
    duties = _duties(user, DUTIES)
    if not duties:
        return {}
    columns = {f"duty{place}": _count(duty.rows(user)) for place, duty in enumerate(duties)}
    row = User.objects.filter(pk=user.pk).annotate(**columns).values_list(*columns).get()
    counts: dict[str, int] = {}
    for duty, count in zip(duties, row, strict=True):
        counts[duty.place] = counts.get(duty.place, 0) + count
    return counts


def _count(rows: QuerySet[Any]) -> Coalesce:
    """The number of rows as an expression of another query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def list_recent(user: User) -> list[RecentItem]:
    """The last files and applications that this person worked on, each once, newest first."""
    rows = AuditRecord.objects.filter(by=user, kind=Kind.WRITE, target_type__in=RECENT_PAGES)
    seen: dict[tuple[str, str], AuditRecord] = {}
    for row in rows.order_by("-at", "-pk")[:60]:
        seen.setdefault((row.target_type, row.target_id), row)
    touched = list(seen.values())[:SHOWN]
    targets = _targets(user, touched)
    return [
        RecentItem(*targets[row.target_type, row.target_id], row.at)
        for row in touched
        if (row.target_type, row.target_id) in targets
    ]


def _targets(user: User, rows: list[AuditRecord]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Title, detail and address of each object that these rows are about and that is in scope."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for model, related in ((Household, ("head", "union")), (Application, ("household__head", "programme"))):
        label = model._meta.label_lower
        ids = [int(row.target_id) for row in rows if row.target_type == label]
        for target in model.objects.visible_to(user).filter(pk__in=ids).select_related(*related):
            title = str(target if label == "archives.household" else target.household)
            detail = str(target.get_state_display())
            if label == "applications.application":
                detail = f"{target.programme.name} · {detail}"
            found[label, str(target.pk)] = (title, detail, reverse(RECENT_PAGES[label], args=[target.pk]))
    return found


def _duties(user: User, duties: Iterable[Duty]) -> list[Duty]:
    return [duty for duty in duties if duty.applies(user)]


def _urgent_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    names = {field.name for field in rows.model._meta.get_fields()}
    order = next((name for name in ("due_on", "ends_on") if name in names), None)
    return rows.order_by(order, "pk") if order else rows.order_by("pk")
