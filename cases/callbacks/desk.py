"""What 到账回访 brings to the desk: whom to ask, what does not agree with the books; a note of the case."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from cases.archives.selectors.case_page import (
    CASE_EVENTS,
    CASE_NOTES,
    CASE_PARTS,
    EVENTS,
    CaseNote,
    Event,
    ShownCase,
    count_rows,
)
from cases.callbacks.models import Callback, Difference
from cases.callbacks.selectors import (
    due,
    list_answered,
    list_of_household,
    list_of_payments,
    list_open_differences,
    list_to_call,
)
from cases.callbacks.states import (
    DIFFERENCE_TRANSITIONS,
    READERS,
    DifferenceState,
    Outcome,
    State,
)
from cases.outcomes.selectors.dossier import ASKED
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CLERK, REVIEWER, Role
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
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)
from hardship.kernel.money import format_yuan

label_steps("callback_difference", DIFFERENCE_TRANSITIONS)
label_actions(
    {
        "callback.draw": L("抽取到账回访"),
        "callback.rule": L("设定回访规则"),
        "callback.try": L("登记没有联系上"),
        "callback.record": L("登记到账回访"),
        "callback.end": L("不再回访"),
        "export.callbacks": L("导出到账回访台账"),
        "export.callback_differences": L("导出回访金额不符台账"),
    }
)
label_papers("callbacks:list", L("每次回访"), {"callback_form": L("打印到账回访记录表")})
label_papers("callbacks:list", L("按条件"), {"callback_sheet": L("打印到账回访名单")})
WORDS.add("callback.state")(dict(State.choices))
WORDS.add("callback_difference.state")(dict(DifferenceState.choices))
WORDS.add("callback_difference.outcome")(dict(Outcome.choices))
label_targets(
    {
        "callbacks.callback": Target(
            L("到账回访"),
            "callbacks:callback",
            naming=Naming(
                fields=("payment__payable__number",), person="payment__payee", is_numbered=True,
                household="household_id",
            ),
        ),
        "callbacks.difference": Target(
            L("回访金额不符"),
            "callbacks:difference",
            naming=Naming(
                fields=("callback__payment__payable__number",), person="callback__payment__payee",
                is_numbered=True, household="callback__household_id",
            ),
        ),
        "callbacks.callbackrule": Target(L("回访规则"), naming=Naming(fields=("valid_from", "union__name"))),
    }
)  # fmt: skip
PLACES.add("callbacks:list")(Place(L("到账回访"), "return", NavGroup.SERVICES, 30, frozenset(READERS)))
PLACES.add("callbacks:differences")(
    Place(L("回访金额不符"), "warning", NavGroup.SERVICES, 32, frozenset({Role.AUDITOR}))
)
HELP.add("callbacks:list")(
    Help(
        purpose=L("钱到账以后问一问本人：收到没有、多少、谁领的、用在哪里、满意不满意、还有什么困难。"),
        then=L(
            "按回访规则抽中的，到期列入待办。联系不上的记一次，三次都联系不上的单独列出来，改为上门；"
            "上门也找不到人的，由审核人写明理由，不再回访。"
            "本人说的金额和账上不一样的，自动转审计人员查。"
        ),
        seen=L("发放工会和上级工会看得到。批准过、办理过这笔款的人不能回访；金额不符只有审计人员看得到。"),
        year=(YearWork((), (Role.CLERK, Role.REVIEWER), L("每周打完到期的回访电话，多次联系不上的上门。")),),
    )
)
HELP.add("callbacks:differences")(
    Help(
        purpose=L("回访时本人说收到的金额和账上发放的不一样，在这里查：记错了、分几次到的，还是真的少了。"),
        then=L("写明结果和情况就办结，不能再改。确实少收、被截留的，转财务追回。"),
        seen=L("只有审计人员看得到管辖范围内的，付款和批准的人看不到。"),
        year=(YearWork((3, 6, 9, 12), (Role.AUDITOR,), L("查清本季度的回访金额不符。")),),
    )
)


def _call_item(row: Callback) -> TodoItem:
    return TodoItem(
        row.payment.payee, f"{row.payment.payable.purpose} · {row.union.name}",
        reverse("callbacks:callback", args=[row.pk]), row.due_on,
    )  # fmt: skip


DUTIES.add("callbacks.due")(
    Duty(
        "callbacks:list",
        L("到期的到账回访"),
        301,
        (CLERK, Post(Role.DEPARTMENT), REVIEWER),
        list_to_call,
        _call_item,
        "?show=due",
        ("due_on", "pk"),
    )
)


def _difference_item(row: Difference) -> TodoItem:
    detail = _("账上 %(booked)s 元，本人说 %(said)s 元") % {
        "booked": format_yuan(row.booked), "said": format_yuan(row.said),
    }  # fmt: skip
    return TodoItem(str(row.callback), detail, reverse("callbacks:difference", args=[row.pk]))


DUTIES.add("callbacks.differences")(
    Duty(
        "callbacks:differences",
        L("回访金额不符待查"),
        302,
        (Post(Role.AUDITOR),),
        list_open_differences,
        _difference_item,
        "?show=open",
        ("opened_on", "pk"),
    )
)


@ASKED.add("callbacks")
def say_asked(sources: Collection[str], by: User) -> list[str]:
    """The calls after what an application paid, for its dossier, for whom their list shows them."""
    rows = list_of_payments(sources) if by.has_role(*READERS) else []
    return [
        _("%(day)s %(mode)s回访（%(who)s）：说收到 %(yuan)s 元，%(effect)s，满意度 %(score)s。%(opinion)s")
        % {
            "day": row.on, "mode": row.get_mode_display(), "who": row.caller, "score": row.score,
            "yuan": format_yuan(row.said_amount or Decimal(0)), "effect": row.get_effect_display(),
            "opinion": row.opinion,
        }
        for row in rows
    ]  # fmt: skip


CASE_PARTS.add("callbacks")(lambda household: count_rows(household.callbacks.all()))


def _event(row: Callback) -> Event:
    said = _("满意度 %(score)s，%(effect)s") % {"score": row.score, "effect": row.get_effect_display()}
    return Event(_("到账回访"), row.signed_at or timezone.now(), row.caller, said)


@CASE_EVENTS.add("callbacks")
def list_events(shown: ShownCase) -> list[Event]:
    """What a family said last."""
    return [_event(row) for row in list_answered(shown.household)[:EVENTS]]


def _rows(case: ShownCase) -> list[Any]:
    return list_of_household(case.household) if case.parts["callbacks"] else []


CASE_NOTES.add("callbacks")(CaseNote(62, "callbacks/_case.html", _rows, is_below=True))


@UNSETTLED.add("callbacks.open")
def open_callbacks(union: Union) -> str:
    """Calls that a union has to make now; what is due later, or was tried in vain, keeps it from nothing."""
    count = due(Callback.objects.filter(union=union, state=State.DUE)).count()
    return _("到期没有办结的到账回访 %(n)s 项") % {"n": count} if count else ""
