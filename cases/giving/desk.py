"""What instalments and services bring to the desk: what is due, their lists, names of what was done."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.archives.states import CASE_ROLES
from cases.giving.models import FollowUp, Fulfilment, Instalment, Roster
from cases.giving.selectors.follow_ups import list_to_follow
from cases.giving.selectors.fulfilments import list_to_fulfil
from cases.giving.selectors.plans import list_due
from cases.giving.selectors.rosters import list_photos_due, list_unsigned
from cases.giving.services.payables import UNPAID
from cases.giving.states import (
    FOLLOW_UP_TRANSITIONS,
    FULFILMENT_TRANSITIONS,
    OPEN,
    ROSTER_TRANSITIONS,
    TRANSITIONS,
    FollowUpState,
    FulfilmentState,
    RosterState,
    State,
)
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CASE_REVIEWER, CLERK, Role
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
    label_papers,
    label_steps,
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind

label_steps("instalment", TRANSITIONS)
label_steps("fulfilment", FULFILMENT_TRANSITIONS)
label_steps("follow_up", FOLLOW_UP_TRANSITIONS)
label_steps("roster", ROSTER_TRANSITIONS)
label_actions(
    {
        "instalment.plan": _("定分期计划"),
        "export.instalments": _("导出分期发放"),
        "fulfilment.plan": _("列入服务落实"),
        "follow_up.plan": _("列入回访"),
        "follow_up.visited": _("走访后办结回访"),
        "follow_up.end": _("撤销批准，不再回访"),
        "export.follow_ups": _("导出回访"),
        "fulfilment.hand_out": _("发放物资"),
        "export.fulfilments": _("导出服务落实"),
        "fulfilment.return_goods": _("登记退回物资"),
        "fulfilment.goods_back": _("物资已退回"),
        "roster.make": _("排集中发放花名册"),
        "roster.give": _("集中发放复核通过"),
        "roster.open_again": _("集中发放退回重新登记"),
        "roster.photo": _("上传签了字的花名册"),
        "export.rosters": _("导出集中发放"),
    }
)
label_papers("giving:rosters", _("每次集中发放"), {"roster": _("打印签领花名册")})
WORDS.add("instalment.state")(dict(State.choices))
WORDS.add("follow_up.state")(dict(FollowUpState.choices))
WORDS.add("fulfilment.state")(dict(FulfilmentState.choices))
WORDS.add("roster.state")(dict(RosterState.choices))
label_targets(
    {
        "giving.roster": Target(_("集中发放"), "giving:roster", naming=Naming(fields=("number",))),
        "giving.instalment": Target(
            _("分期"),
            "giving:instalment",
            naming=Naming(
                fields=("application__number", "number"),
                pattern="{}-{:02d}",
                person="application__household__head__name",
                is_numbered=True,
                household="application__household_id",
            ),
        ),
        "giving.followup": Target(
            _("回访"),
            "giving:follow_up",
            naming=Naming(
                fields=("application__number",),
                person="application__household__head__name",
                is_numbered=True,
                household="application__household_id",
            ),
        ),
        "giving.fulfilment": Target(
            _("服务落实"),
            "giving:fulfilment",
            naming=Naming(
                fields=("application__number",),
                person="application__household__head__name",
                is_numbered=True,
                household="application__household_id",
            ),
        ),
    }
)
PLACES.add("giving:list")(
    Place(_("分期发放"), "clock", NavGroup.AID, 47, frozenset((*CASE_ROLES, Role.FINANCE)))
)
PLACES.add("giving:fulfilments")(Place(_("服务落实"), "check", NavGroup.AID, 48, frozenset(CASE_ROLES)))
PLACES.add("giving:follow_ups")(Place(_("回访"), "return", NavGroup.AID, 51, frozenset(CASE_ROLES)))
PLACES.add("giving:rosters")(Place(_("集中发放"), "people", NavGroup.AID, 49, frozenset(CASE_ROLES)))
HELP.add("giving:rosters")(
    Help(
        purpose=_("批准的米、油、棉被等，一次发给许多户：一份花名册，一户一行，签领了再登记。"),
        then=_(
            "先排花名册、打印，发放那天请本人或代领人签名；回来登记谁签了、谁没有来，把签了字的每一页拍照上传。"
            "另一位对照签名复核物资单据以后，才从库存减去、计入各户的帮扶。"
        ),
        seen=_("发放工会和上级工会看得到，由发放工会的经办人办理。没有来领的物资还在库里，可以再排一份。"),
        year=(YearWork((1, 12), (Role.CLERK,), _("送温暖、两节慰问集中发放，三天内传好签领单照片。")),),
    )
)
HELP.add("giving:follow_ups")(
    Help(
        purpose=_(
            "政策要求批准、发放以后多少天做的事：打电话、上门看一看、补办什么。哪天到期、谁去、办了没有。"
        ),
        then=_("到期前 7 天列入待办。登记这一户的走访，电话回访、入户回访就自动办结；其他的写明办得怎样。"),
        seen=_("申报工会和上级工会看得到，由首问责任人或申报工会的经办人办理。办结以后不能改。"),
        year=(YearWork((), (Role.CLERK,), _("每周看一次到期的回访，问清到账没有、还有什么困难。")),),
    )
)
HELP.add("giving:fulfilments")(
    Help(
        purpose=_("就业援助、心理关怀、法律援助等不发钱的帮扶，批准以后由谁办、哪天前办完、办得怎样。"),
        then=_("先写明由谁办、哪天前办完；办完登记做了什么和结果，计入这户的帮扶记录。办不成的写明原因。"),
        seen=_("申报工会和上级工会看得到，由申报工会的经办人登记。登记办成以后不能再改。"),
        year=(YearWork((), (Role.CLERK,), _("每周看一次还没有落实的服务，快到期的催一催。")),),
    )
)
HELP.add("giving:list")(
    Help(
        purpose=_("按月、按季发放的帮扶，一期一行：哪天到期、多少钱、复核了没有、为什么暂停或停发。"),
        then=_(
            "到期的由审核工会复核：档案还在、类别没变、人还在，就可以发放；档案有变动的写明理由，或者暂停、停发。"
        ),
        seen=_("申报工会和上级工会看得到，由审核工会的审核人复核。暂停、停发的，占用的资金和限额随即释放。"),
        year=(YearWork((), (Role.REVIEWER,), _("每月月初复核当月到期的分期，赶上这个月的发放批次。")),),
    )
)
KINDS.add(UNPAID)(
    MessageKind(
        _("一期帮扶款银行没有付成，请核对姓名和账号"),
        _("看这一期"),
        lambda key: reverse("giving:instalment", args=[key]),
    )
)


def _item(row: Instalment) -> TodoItem:
    detail = f"{row.application.programme.name} · {row} · {row.union.name}"
    url = reverse("giving:instalment", args=[row.pk])
    return TodoItem(str(row.application.household), detail, url, row.due_on)


DUTIES.add("giving.due")(
    Duty(
        "giving:list",
        _("到期待复核的分期"),
        25,
        (CASE_REVIEWER,),
        lambda user: list_due(user=user),
        _item,
        "?show=due",
        ("due_on", "pk"),
    )
)


def _service_item(row: Fulfilment) -> TodoItem:
    detail = f"{row.application.programme.name} · {row.doer or gettext('还没有定由谁办')}"
    return TodoItem(
        str(row.application.household), detail, reverse("giving:fulfilment", args=[row.pk]), row.due_on
    )


DUTIES.add("giving.services")(
    Duty(
        "giving:fulfilments",
        _("等着落实的服务"),
        26,
        (CLERK,),
        lambda user: list_to_fulfil(user=user),
        _service_item,
        "?show=open",
        ("due_on", "pk"),
    )
)


def _follow_item(row: FollowUp) -> TodoItem:
    detail = f"{row.what} · {row.application.programme.name}"
    url = reverse("giving:follow_up", args=[row.pk])
    return TodoItem(str(row.application.household), detail, url, row.due_on)


DUTIES.add("giving.follow_ups")(
    Duty(
        "giving:follow_ups",
        _("回访到期"),
        36,
        (CLERK,),
        list_to_follow,
        _follow_item,
        "?show=soon",
        ("due_on", "pk"),
    )
)


def _roster_item(row: Roster) -> TodoItem:
    return TodoItem(str(row), row.place, reverse("giving:roster", args=[row.pk]), row.on)


DUTIES.add("giving.rosters")(
    Duty(
        "giving:rosters",
        _("等着登记签领的集中发放"),
        31,
        (CLERK,),
        list_unsigned,
        _roster_item,
        "?show=open",
        ("on", "pk"),
    )
)
DUTIES.add("giving.roster_photos")(
    Duty(
        "giving:rosters",
        _("签领单待上传"),
        32,
        (CLERK,),
        list_photos_due,
        _roster_item,
        urgent_first=("given_on", "pk"),
    )
)


@UNSETTLED.add("giving.services")
def open_services(union: Union) -> str:
    """Services that a union's clerks have not done yet."""
    count = Fulfilment.objects.filter(union=union, state=FulfilmentState.OPEN).count()
    return gettext("没有落实的服务 %(n)s 项") % {"n": count} if count else ""


@UNSETTLED.add("giving.follow_ups")
def open_follow_ups(union: Union) -> str:
    """Follow-ups that a union's clerks have not closed yet."""
    count = FollowUp.objects.filter(union=union, state=FollowUpState.OPEN).count()
    return gettext("没有办结的回访 %(n)s 项") % {"n": count} if count else ""


@UNSETTLED.add("giving.open")
def open_instalments(union: Union) -> str:
    """Instalments of a union's families, or that it is to look at, which wait or stand still."""
    here = Q(union=union) | Q(checker=union)
    count = Instalment.objects.filter(here, state__in=OPEN).count()
    return gettext("没有办结的分期 %(n)s 期") % {"n": count} if count else ""
