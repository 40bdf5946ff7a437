"""What the desk itself brings: home and log, and the tabs of a case that no one room below could draw."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.aid.columns import aid_rows
from cases.aid.selectors import get_uids
from cases.aid.states import STATEMENT_READERS
from cases.archives.models import Household
from cases.archives.rules.subjects import subject_of
from cases.archives.selectors.case_page import (
    CASE_EVENTS,
    CASE_PARTS,
    CASE_TABS,
    CaseTab,
    ShownCase,
    count_rows,
)
from cases.archives.selectors.history import get_history
from cases.archives.states import CASE_ROLES
from funds.payments.selectors import paid_to
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.states import Kind
from hardship.desk.selectors import case as reads
from hardship.desk.selectors.digest import list_lines
from hardship.desk.selectors.log import describe, list_records
from hardship.kernel.desk import (
    FIGURES,
    FIRST_STEPS,
    HELP,
    PLACES,
    WORDS,
    Figures,
    FirstStep,
    Help,
    NavGroup,
    Place,
    Tile,
    YearWork,
    label_actions,
    label_papers,
)
from hardship.kernel.searches import KIND_LABELS
from hardship.messaging.services import DIGEST_LINES

DIGEST_LINES.add("desk")(list_lines)
DAYS = 7
LOG_ROWS = 100
L = gettext_lazy

label_actions(
    {
        "log.search": L("在操作日志中查找"),
        "people.check": L("按名单查询"),
    }
)
label_papers("lists:files", L("每份档案"), {"access": L("打印查阅记录")})
label_papers("desk:log", L("按条件"), {"audit_log": L("导出操作日志")})
label_papers("desk:people_check", L("每份名单"), {"people_check": L("导出名单查询结果")})
WORDS.add("search")(KIND_LABELS)
PLACES.add("desk:home")(Place(L("工作台"), "home", NavGroup.HOME, 10))
PLACES.add("desk:log")(
    Place(L("操作日志"), "clock", NavGroup.ADMINISTRATION, 50, frozenset({Role.ADMINISTRATOR, Role.AUDITOR}))
)
PLACES.add("desk:todo")(Place(L("我的待办"), "check", NavGroup.HOME, 12))
HELP.add("desk:todo")(
    Help(
        purpose=L(
            "等您办的事不分业务排在一张表里：档案、变更、申请、名单、异议、预算、批次等，先到期的在前。"
        ),
        then=L(
            "按 J、K 上下移动，按回车打开；办完的自动从这里消失。选一种事项，可以再按工会筛选，一页一页看完。"
        ),
        seen=L("只有您自己看得到自己的待办，件数和工作台一样。"),
        year=(YearWork((), (), L("每天把当天到期的办掉。")),),
    )
)
HELP.add("desk:home")(
    Help(
        purpose=L(
            "登录后先看这一页。等您办的事按时限排好，快到期和已经超期的排在前面；右边是新手的第一"
            "步和您最近办过的。"
        ),
        then=L("点哪一件就进哪一件。办完以后它自动从这里消失，转到下一位的工作台。"),
        seen=L("只有您自己看得到自己的待办。别人的工作台上是他们各自的事。"),
        year=(YearWork((), (), L("每天上班先看工作台，把快到期的办掉。")),),
    )
)
HELP.add("desk:log")(
    Help(
        purpose=L(
            "查谁在什么时候看过、改过、导出过什么，从哪台机器登录的。日志只会增加，谁也改不了、删不掉。"
        ),
        then=L("发现异常先问本人；需要留底的，按条件筛选以后导出。导出本身也会记一条。"),
        seen=L("管理员和审计人员看得到本工会和下级工会的日志，别的岗位看不到。"),
        year=(
            YearWork(
                (3, 6, 9, 12),
                (Role.ADMINISTRATOR, Role.AUDITOR),
                L("抽看一个季度的日志：谁显示过完整号码，谁导出过名册，有没有不明的登录失败。"),
            ),
        ),
    )
)
PLACES.add("desk:people_check")(
    Place(L("按名单查询"), "search", NavGroup.QUERIES, 25, frozenset({Role.ADMINISTRATOR, Role.AUDITOR}))
)
PLACES.add("desk:printing")(Place(L("报表与花名册"), "download", NavGroup.QUERIES, 15))
HELP.add("desk:printing")(
    Help(
        purpose=L("能导出的名册台账和能打印的文书表格都列在这里，按用途分开，写明在哪个页面、一份是什么。"),
        then=L(
            "名册先在页面上筛选，看到的就是导出的；文书在它那一件的页面上打印。每次导出、打印都记入操作日志。"
        ),
        seen=L("各人只列出自己打得开的。"),
        year=(YearWork((1, 12), (Role.AUDITOR, Role.FINANCE), L("年终备齐花名册、凭证和决算表。")),),
    )
)
HELP.add("desk:people_check")(
    Help(
        purpose=L("把一批身份证号贴进来或传一张表，逐人看有没有档案、归哪个工会、受过多少帮扶。"),
        then=L("结果在页面上看，也可以导出。号码不对的、没有记录的都逐行说明。"),
        seen=L("只查得到本人管辖范围内的人。每次查询要写用途，谁在何时查了多少人记入操作日志。"),
        year=(YearWork((), (Role.AUDITOR,), L("核对外部名单时用它，不必一个一个搜索。")),),
    )
)
FIRST_STEPS.add("desk.people_check")(
    FirstStep(
        Role.AUDITOR,
        30,
        L("按名单查询"),
        L("粘贴身份证号，逐人看在档情况和受助"),
        "desk:people_check",
    )
)
FIRST_STEPS.add("desk.log")(
    FirstStep(Role.AUDITOR, 20, L("查看操作日志"), L("谁在何时看过、改过、导出过什么"), "desk:log")
)


def _traces(user: User) -> Iterator[Tile]:
    since = timezone.now() - timedelta(days=DAYS)
    rows: Any = list_records(user=user).select_related(None).filter(at__gte=since)
    found = rows.aggregate(
        exports=Count("pk", filter=Q(kind=Kind.EXPORT)),
        reveals=Count("pk", filter=Q(action="reveal")),
        failures=Count("pk", filter=Q(action__in=("login.fail", "login.locked"))),
    )
    url, note = reverse("desk:log"), _("近 %(n)s 天") % {"n": DAYS}
    yield Tile(_("导出"), f"{found['exports']:,}", _("次"), note, f"{url}?kind={Kind.EXPORT}")
    yield Tile(_("显示完整号码"), f"{found['reveals']:,}", _("次"), note, f"{url}?action=reveal")
    kind = "warning" if found["failures"] else ""
    yield Tile(_("登录失败"), f"{found['failures']:,}", _("次"), note, f"{url}?action=login.fail", kind)


FIGURES.add("desk.traces_for_auditors")(Figures(Role.AUDITOR, 30, _traces))
FIGURES.add("desk.traces_for_administrators")(Figures(Role.ADMINISTRATOR, 20, _traces))


def _paid_this_year(household: Household) -> Coalesce:
    """What reached the household this year, yuan."""
    year = timezone.localdate().year
    paid = paid_to(subject_of(household.pk)).filter(paid_on__year=year)
    summed = paid.order_by().annotate(all=Value(1)).values("all").annotate(n=Sum("amount")).values("n")
    return Coalesce(Subquery(summed), Decimal(0), output_field=DecimalField())


CASE_PARTS.add("applications")(lambda household: count_rows(household.applications.all()))
CASE_EVENTS.add("applications")(lambda shown: reads.application_events(shown.household))
CASE_PARTS.add("paid_this_year")(_paid_this_year)


def _aid(shown: ShownCase) -> dict[str, Any]:
    rows = reads.list_aid(household=shown.household, user=shown.user)
    given = get_history(shown.household)
    opened = {application.pk for application in rows}
    may = {row.pk for row in rows if getattr(row, "may_open", False)}
    receipts = {row.pk: row.invoice_words for row in rows if row.invoices and row.pk in may}
    drawn = aid_rows(get_uids(given.records, shown.user), own=opened, but="union", receipts=receipts)
    return {
        "applications": rows,
        "aid_total": reads.aid_total(household=shown.household),
        "given": given,
        "may_record": shown.user.has_role(Role.CLERK),
        "may_state": shown.user.has_role(*STATEMENT_READERS),
        "may_bind": shown.user.has_role(*CASE_ROLES) and any(row.number for row in rows),
        **drawn.context(given.records),
    }


def _log(shown: ShownCase) -> dict[str, Any]:
    rows = reads.list_log(household=shown.household, user=shown.user)[:LOG_ROWS]
    return {
        "log": describe(rows, is_masked=False, most=None),
        "log_rows": LOG_ROWS,
        "may_print_access": shown.user.has_role(*CASE_ROLES),
    }


CASE_TABS.add("aid")(
    CaseTab(
        L("帮扶记录"),
        70,
        "desk/_case_aid.html",
        _aid,
        lambda shown: shown.parts["applications"] + shown.parts["external_aid"],
    )
)
CASE_TABS.add("log")(CaseTab(L("变更日志"), 90, "desk/_case_log.html", _log))
