"""What the applications bring to the desk: what came back to the clerk, drafts."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.selectors import list_in_states
from cases.applications.selectors.lists import list_offered
from cases.applications.selectors.unfiled import file_by, list_unfiled
from cases.applications.selectors.waivers import list_to_waive
from cases.applications.services.receiving import OFFER, receive_handed
from cases.applications.services.waivers import ANSWERED, ASKED
from cases.applications.states import (
    GUIDE_TRANSITIONS,
    HELD_STATES,
    OPEN_STATES,
    WAIVER_TRANSITIONS,
    ContactAct,
    State,
)
from cases.archives.models import Household
from cases.archives.selectors.extensions import HANGING, NEEDED_DRAFTS
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import UNION, UNSETTLED, somebody
from hardship.accounts.states import CLERK, Level, Role
from hardship.handovers.selectors import HOLDINGS, Holding
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
    Post,
    Recent,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_targets,
)
from hardship.kernel.statements import IsAnyOf, ObjectStatement, compile_objects
from hardship.messaging.services import KINDS, MessageKind

KEYS = [9_100_000_000_000_000_005]  # stands in for the keys of some applications

label_actions(
    {
        "application.start": _("发起申请"),
        "application.save": _("保存申请内容"),
        "application.leave_unfiled": _("登记不建档的原因"),
        "application.waiver_ask": _("申请免交材料"),
        **{f"application.waiver_{row.action}": row.label for row in WAIVER_TRANSITIONS},
        "application.attach": _("添加申请材料"),
        "application.detach": _("移除申请材料"),
        "export.applications": _("导出帮扶申请"),
        "application.receipt": _("开受理回执"),
        "application.batch": _("新建批量申请"),
        "export.application_batches": _("导出批量申请"),
        "guide.publish": _("公开办事指南"),
        **{f"guide.{row.action}": _("办事指南：停止公开") for row in GUIDE_TRANSITIONS},
        **{f"application.contact_{act}": act.label for act in ContactAct},
    }
)
label_papers("applications:list", _("每份申请"), {"application_receipt": _("打印受理回执")})
label_papers("applications:guides", _("每个帮扶项目"), {"guide": _("打印办事指南")})
WORDS.add("application.state")(dict(State.choices))
PLACES.add("applications:list")(Place(_("帮扶申请"), "file", NavGroup.AID, 20))
HELP.add("applications:list")(
    Help(
        purpose=_("困难职工家庭申请某一个帮扶项目。金额由系统按现行政策算出，缺什么材料也会列出来。"),
        then=_("提交以后审核，通过的公示，没有异议报审批；批准的由财务发放。退回的改好再提交。"),
        seen=_("申报工会和审核、审批的上级工会看得到。草稿不要了，点“作废草稿”。"),
        year=(
            YearWork((8, 9), (Role.CLERK,), _("助学救助：凭录取通知书、缴费单申请，赶在当地截止日之前。")),
            YearWork((), (Role.CLERK,), _("大病、意外、生活困难随时申请。")),
        ),
    )
)

PLACES.add("applications:guides")(Place(_("办事指南"), "clipboard", NavGroup.AID, 18))
HELP.add("applications:guides")(
    Help(
        purpose=_("每个帮扶项目给职工看的说明：谁可以申请、给多少、带什么材料、多久办好、到哪里问。"),
        then=_(
            "来问的职工，打印一份交给他；“打印上墙”是一张 A4 纸，贴在接待窗口和公告栏。管理员或者审批人"
            "公开以后，这张纸带二维码，职工扫码就能看到当天的规定，不用登录。"
        ),
        seen=_(
            "登录的人都可以看，公开的谁都可以看。内容由现行政策和帮扶中心的登记自动生成，不用另写；政策改了就重新打印。"
        ),
    )
)


@NEEDED_DRAFTS.add("applications")
def need_draft(household: Household) -> str:
    """A draft says who gets aid off file as long as that is under way or approved."""
    over = (State.WITHDRAWN, State.REJECTED, State.REVOKED, State.LAPSED)
    if household.applications.filter(off_file=True).exclude(state__in=over).exists():
        return gettext("这份草稿上有没有建档的临时救助，不能作废；申请撤回或不予帮扶以后才可以。")
    return ""


@HANGING.add("applications")
def name_applications(household: Household) -> str:
    """The applications that rest on a file and were not taken back themselves."""
    rows = household.applications.exclude(state=State.WITHDRAWN).select_related("programme").order_by("pk")
    return "、".join(gettext("帮扶申请“%(name)s”") % {"name": row.programme.name} for row in rows)


def application_item(row: Application) -> TodoItem:
    """An application as a thing to do."""
    detail = f"{row.programme.name} · {row.union.name}"
    return TodoItem(str(row.household), detail, reverse("applications:detail", args=[row.pk]), row.due_on)


def unfiled_item(row: Application) -> TodoItem:
    """A person without a file as a thing to do, until the day by which there is to be one."""
    detail = f"{row.programme.name} · {gettext('补建档案')}"
    return TodoItem(str(row.household), detail, reverse("applications:detail", args=[row.pk]), file_by(row))


def _own(state: State, order: int, label: Any, *, is_draft: bool = False) -> Duty:
    def rows(user: User) -> QuerySet[Application]:
        return list_in_states(user, state).filter(union=user.union)

    return Duty(
        "applications:list", label, order, (CLERK,), rows, application_item, f"?state={state}",
        ("due_on", "pk"), is_draft,
    )  # fmt: skip


DUTIES.add("applications.returned")(_own(State.RETURNED, 210, _("退回补正的申请")))
DUTIES.add("applications.unfiled")(
    Duty(
        "applications:list",
        _("临时救助以后要补建的档案"),
        212,
        (CLERK,),
        list_unfiled,
        unfiled_item,
        "?unfiled=open",
        ("decided_at", "pk"),
    )
)
DUTIES.add("applications.offered")(
    Duty(
        "applications:list",
        _("请您接手的申请"),
        205,
        (CLERK,),
        list_offered,
        application_item,
        "?contact=offered",
        ("due_on", "pk"),
    )
)
KINDS.add(OFFER)(
    MessageKind(
        _("同事请您接手一份申请"), _("看申请"), lambda key: reverse("applications:detail", args=[key])
    )
)
DUTIES.add("applications.waivers")(
    Duty(
        "applications:list",
        _("待批的免交材料"),
        213,
        (Post(Role.APPROVER),),
        list_to_waive,
        application_item,
        "?waiver=open",
        ("due_on", "pk"),
    )
)
for name, label in ((ASKED, _("有一份材料申请免交")), (ANSWERED, _("申请的免交有了答复"))):
    KINDS.add(name)(MessageKind(label, _("看申请"), lambda key: reverse("applications:detail", args=[key])))
DUTIES.add("applications.drafts")(_own(State.DRAFT, 230, _("未提交的申请"), is_draft=True))


def _describe(user: User, keys: list[int]) -> Mapping[int, Recent]:
    rows = _described(user.union.level).objects(user.union_id, keys)
    return {
        row.pk: Recent(str(row.household), f"{row.programme.name} · {row.get_state_display()}")
        for row in rows
    }


@lru_cache(maxsize=len(Level.values))
def _described(level: str) -> ObjectStatement[Application]:
    """Applications by their keys with what names them, as far as somebody of this level sees them; compiled
    once."""
    rows = Application.objects.visible_to(somebody(level)).filter(IsAnyOf("pk", KEYS))
    named = rows.select_related("household__head", "programme").only(
        "state", "household__head__household", "household__head__name", "programme__name"
    )
    return compile_objects("applications_named", named, UNION, KEYS)


label_targets(
    {
        "applications.publishedguide": Target(_("公开的办事指南"), naming=Naming(fields=("name",))),
        "applications.application": Target(
            _("申请"),
            "applications:detail",
            naming=Naming(
                fields=("number",), person="household__head__name", is_numbered=True, household="household_id"
            ),
            describe=_describe,
        ),
    }
)
HOLDINGS.add("applications.contact")(
    Holding(
        label=_("首问负责的申请"), order=10, roles=frozenset({Role.CLERK}),
        rows=lambda: Application.objects.filter(state__in=HELD_STATES).select_related(
            "household", "programme", "union", "desk"
        ),
        holder="contact_id", unions=("union", "desk"),
        name=lambda row: f"{row.number or gettext('未编号')} {row.programme.name}",
        page=lambda row: reverse("applications:detail", args=[row.pk]), move=receive_handed,
    )
)  # fmt: skip


@UNSETTLED.add("applications.open")
def open_applications(union: Union) -> str:
    """Applications of a union's families, or begun at its desk, on which nobody has decided."""
    here = Q(union=union) | Q(desk=union)
    count = Application.objects.filter(here, state__in=OPEN_STATES).count()
    return gettext("没有办结的申请 %(n)s 份") % {"n": count} if count else ""
