"""What mutual aid brings to the desk: its lists, claims that wait, a tab of the case."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_TABS, CaseTab, ShownCase
from cases.mutual.models import MutualClaim, MutualEnrolment
from cases.mutual.selectors import covers_of, list_to_check, list_to_pay
from cases.mutual.states import CLAIM_TRANSITIONS, OPEN_CLAIMS, ClaimState
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CASE_REVIEWER, CASE_WORKERS, CLERK, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_steps,
    label_targets,
)
from hardship.trees.models import UnionChange
from hardship.trees.selectors import MOVABLES, Movable

label_steps("mutual_claim", CLAIM_TRANSITIONS)
label_actions(
    {
        "mutual_period.open": _("建立医疗互助期次"),
        "mutual.enrol": _("登记医疗互助参保"),
        "mutual.import": _("导入医疗互助参保名单"),
        "mutual.leave": _("退出医疗互助"),
        "mutual_claim.file": _("登记医疗互助给付"),
        "export.mutual_periods": _("导出医疗互助期次"),
        "export.mutual_enrolments": _("导出医疗互助参保名单"),
        "export.mutual_claims": _("导出医疗互助给付台账"),
        "export.mutual_uncovered": _("导出没有参保的大病户"),
    }
)
WORDS.add("mutual_claim.state")(dict(ClaimState.choices))
label_targets(
    {
        "mutual.mutualperiod": Target(_("医疗互助期次"), naming=Naming(fields=("product", "number"))),
        "mutual.mutualenrolment": Target(_("医疗互助参保"), naming=Naming(person="name")),
        "mutual.mutualclaim": Target(
            _("医疗互助给付"), naming=Naming(fields=("treated_on",), person="enrolment__name")
        ),
    }
)
PLACES.add("mutual:periods")(Place(_("医疗互助"), "wallet", NavGroup.SERVICES, 24, CASE_WORKERS))
PLACES.add("mutual:claims")(
    Place(_("医疗互助给付"), "wallet", NavGroup.SERVICES, 25, CASE_WORKERS, tab_of="mutual:periods")
)
HELP.add("mutual:periods")(
    Help(
        purpose=_(
            "职工医疗互助：每一期的交费、保障期和分档比例，谁参加了，谁申请给付，哪些大病户还没有参保。"
        ),
        then=_("参保名单可以整批导入；给付按期次的比例算出，审核工会复核，互助会付了钱再登记。"),
        seen=_("本工会和上级工会看得到；钱由互助会付，不进帮扶资金的账。"),
        year=(YearWork((1, 12), (Role.CLERK,), _("新一期开始前报名；大病户一户不漏。")),),
    )
)
HELP.add("mutual:claims")(
    Help(
        purpose=_(
            "参保人申请的给付：个人自付多少，按期次的比例算出多少，办到哪一步；已给付的按金额分档合计。"
        ),
        then=_("经办人登记，审核工会复核，互助会付了钱，经办人再登记给付单位和日期。"),
        seen=_("本工会和上级工会看得到。复核的人不能是登记的人。"),
        year=(YearWork((), (Role.CLERK,), _("出院结算以后尽快申请，过了最迟日期不再受理。")),),
    )
)


def _item(row: MutualClaim) -> TodoItem:
    url = reverse("mutual:claim", args=[row.uid])
    return TodoItem(
        row.enrolment.name, str(row.enrolment.period), url, since_on=timezone.localdate(row.created_at)
    )


DUTIES.add("mutual.check")(
    Duty(
        "mutual:claims",
        _("医疗互助给付待复核"),
        24,
        (CASE_REVIEWER,),
        list_to_check,
        _item,
        f"?show={ClaimState.FILED}",
    )
)
DUTIES.add("mutual.pay")(
    Duty("mutual:claims", _("医疗互助给付待登记"), 146, (CLERK,), list_to_pay, _item,
         f"?show={ClaimState.CHECKED}")
)  # fmt: skip


def _tab(shown: ShownCase) -> dict[str, Any]:
    return {"covers": covers_of(shown.household)}


CASE_TABS.add("mutual")(CaseTab(_("医疗互助"), 88, "desk/_case_mutual.html", _tab))


def _move(rows: QuerySet[MutualEnrolment], target: Union, _change: UnionChange) -> None:
    """Who is covered, with what they claimed and is not settled: the clerks there go on with it."""
    MutualClaim.objects.filter(enrolment__in=rows.values("pk"), state__in=OPEN_CLAIMS).update(union=target)
    rows.update(union=target)


MOVABLES.add("mutual.enrolments")(
    Movable(
        label=_("医疗互助参保人"), order=66, move=_move, settles=("mutual.open",),
        rows=lambda union: MutualEnrolment.objects.filter(
            union=union, cancelled_at__isnull=True
        ).order_by("pk"),
    )
)  # fmt: skip


@UNSETTLED.add("mutual.open")
def open_claims(union: Union) -> str:
    """Claims of people whom a union enrolled that are not paid and not refused."""
    count = MutualClaim.objects.filter(union=union, state__in=OPEN_CLAIMS).count()
    return _now("没有办完的医疗互助给付 %(n)s 件") % {"n": count} if count else ""
