"""What the payments bring to the desk: batches that wait for each hand, what is approved and not yet paid."""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.payments.models import Payable, PaymentBatch
from funds.payments.selectors import list_own_unpaid, list_roster, list_to_mend, total
from funds.payments.selectors.envelopes import list_pages_due
from funds.payments.selectors.others import list_others_to_decide
from funds.payments.states import (
    CHECKERS,
    READERS,
    TRANSITIONS,
    UNDER_WAY_STATES,
    BatchState,
    Method,
    OtherState,
    PayableState,
)
from hardship.accounts.models import Union, User, people_of
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import APPROVER, CASHIER, CLERK, FINANCE, REVIEWER, Role
from hardship.handovers.selectors import HOLDINGS, Holding
from hardship.kernel.desk import (
    DUTIES,
    FIGURES,
    FIRST_STEPS,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Figures,
    FirstStep,
    Help,
    Naming,
    NavGroup,
    Place,
    Post,
    Recent,
    Target,
    Tile,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)
from hardship.kernel.money import format_yuan

L = gettext_lazy

label_steps("batch", TRANSITIONS)
label_actions(
    {
        "batch.make": L("制作发放批次"),
        "batch.answer": L("上传银行结果文件"),
        "batch.drop_answer": L("放弃银行结果文件"),
        "batch.bank_file": L("生成银行文件"),
        "batch.drop_line": L("从批次草稿移出款项"),
        "batch.add_lines": L("向批次草稿编入款项"),
        "batch.bounce": L("登记退汇"),
        "batch.page": L("上传签了字的花名册"),
        "bank_layout.save": L("保存银行文件格式"),
        "batch.paid": L("登记到账"),
        "batch.failed": L("登记发放失败"),
        "payment.correct_account": L("更正收款账号"),
        "other_payee.ask": L("申请由他人代收"),
        "other_payee.approve": L("同意由他人代收"),
        "other_payee.decline": L("不同意由他人代收"),
        "other_payee.void": L("撤销代收"),
        "export.other_payees": L("导出代收申请"),
        "payable.create": L("形成应付款项"),
        "payable.void": L("取消应付款项"),
        "export.batches": L("导出发放批次台账"),
        "export.prechecks": L("导出待发放预检"),
    }
)
label_papers(
    "payments:list",
    L("每个批次"),
    {
        "bank_answer": L("下载银行结果文件"),
        "bank_file": L("下载银行文件"),
        "bank_list": L("导出银行名单"),
        "envelopes": L("导出封袋清单"),
        "envelopes_paper": L("打印封袋清单"),
        "institution_list": L("打印直接付款清单"),
        "signature_roster": L("打印发放花名册"),
    },
)
label_papers("payments:others", L("每份代收申请"), {"other_proof": L("查看代收证明")})
label_papers("payments:roster", L("按条件"), {"payment_roster": L("导出发放花名册")})


def _describe(user: User, keys: list[int]) -> Mapping[int, Recent]:
    return {
        row.pk: Recent(
            row.title, f"{row.number} · {row.get_state_display()}", reverse("payments:detail", args=[row.pk])
        )
        for row in PaymentBatch.objects.visible_to(user).filter(pk__in=keys)
    }


label_targets(
    {
        "payments.paymentbatch": Target(
            L("批次"), naming=Naming(fields=("number",), is_numbered=True), describe=_describe
        ),
        "payments.payment": Target(
            L("发放"),
            naming=Naming(
                fields=("batch__number", "line"),
                pattern="{}-{:04d}",
                person="payee",
                is_numbered=True,
                subject="payable__subject",
            ),
        ),
        "payments.otherpayee": Target(
            L("代收申请"),
            "payments:other",
            naming=Naming(
                fields=("payable__number",), person="name", is_numbered=True, subject="payable__subject"
            ),
        ),
        "payments.banklayout": Target(L("银行文件格式"), naming=Naming(fields=("name",), is_numbered=True)),
        "payments.payable": Target(
            L("应付款项"),
            naming=Naming(fields=("number",), person="payee", is_numbered=True, subject="subject"),
        ),
    }
)
WORDS.add("batch.state")(dict(BatchState.choices))
WORDS.add("other_payee.state")(dict(OtherState.choices))
PLACES.add("payments:list")(Place(L("发放批次"), "roster", NavGroup.MONEY, 20, frozenset(READERS)))
PLACES.add("payments:prechecks")(
    Place(L("待发放预检"), "check", NavGroup.MONEY, 22, frozenset(CHECKERS), tab_of="payments:list")
)
HELP.add("payments:prechecks")(
    Help(
        purpose=L(
            "已批准还没有发的款项，编入批次以前先查一遍：人还在不在、卡号对不对、有没有重复、公示和核对办完没有。"
        ),
        then=L(
            "按“怎么办”一项补正，补好的自动不再列出；“不能发”的补正以前编不进批次，“要核对”的核对无误可以照发。待办里的笔数每小时更新。"
        ),
        seen=L("经办人看得到本工会的，财务、出纳、审核人、审批人和审计人员看得到管辖范围内的。"),
        year=(YearWork((), (Role.CLERK,), L("每周看一次，家里人电话问一下账户有没有变。")),),
    )
)
PLACES.add("payments:others")(Place(L("代收申请"), "swap", NavGroup.MONEY, 23, frozenset(CHECKERS)))
HELP.add("payments:others")(
    Help(
        purpose=L(
            "帮扶款不能付给本人的，由配偶、父母、监护人代收，或者直接付给医院、学校：先申请，另一人审批。"
        ),
        then=L(
            "同意以后编入批次，名单、花名册上写明替谁代收；付给医院、学校的，批次里有一份清单随款交给它。换人换账户的撤销以后重新申请。"
        ),
        seen=L("经办人看得到本工会的，财务、出纳、审核人、审批人和审计人员看得到管辖范围内的。"),
    )
)
PLACES.add("payments:roster")(Place(L("发放花名册"), "download", NavGroup.QUERIES, 20, frozenset(READERS)))
HELP.add("payments:list")(
    Help(
        purpose=L("把已批准、还没有付的帮扶款做成一批，交银行代发或者用现金发放。制单、复核、放行要三个人。"),
        then=L("把名单送银行；银行回来结果以后逐笔登记或者传结果文件。付不成的改好账号，下一批再付。"),
        seen=L("财务、出纳、审核人、审批人和审计人员看得到。经办人会收到付成、没付成的消息。"),
        year=(
            YearWork((), (Role.FINANCE,), L("每周做一批；银行的结果当天登记。")),
            YearWork((), (Role.CASHIER,), L("放行以后把名单送银行；银行的结果当天登记，退票的告诉财务。")),
            YearWork((12,), (Role.FINANCE,), L("年底最后一批留出退票重付的时间。")),
        ),
    )
)
HELP.add("payments:roster")(
    Help(
        purpose=L("付出去的钱一笔一行：谁、多少、哪一批、哪天到账，与账上逐笔相符。"),
        then=L("按时间和项目筛选，导出给审计或上级。"),
        seen=L("财务、出纳、审核人、审批人和审计人员看得到；导出要留记录。"),
        year=(YearWork((1,), (Role.FINANCE, Role.AUDITOR), L("导出上一年度的发放花名册，与账核对后归档。")),),
    )
)
FIRST_STEPS.add("payments.new")(
    FirstStep(Role.FINANCE, 20, L("制作发放批次"), L("已批准的申请生成银行名单"), "payments:new")
)
FIRST_STEPS.add("payments.results")(
    FirstStep(Role.CASHIER, 10, L("登记银行结果"), L("名单送银行，到账和退票逐笔登记"), "payments:list")
)
FIRST_STEPS.add("payments.roster")(
    FirstStep(Role.AUDITOR, 10, L("导出发放花名册"), L("与台账逐笔相符"), "payments:roster")
)


def unpaid(user: User) -> QuerySet[Payable]:
    """Payables that no live payment pays yet and that are for the user's own union to pay."""
    return list_own_unpaid(user=user)


def _unpaid_item(row: Payable) -> TodoItem:
    return TodoItem(row.payee, f"{row.purpose} · {row.union.name}", row.link, row.due_on)


def _batch_item(row: PaymentBatch) -> TodoItem:
    detail = _("%(count)s 人 · %(total)s 元") % {"count": row.count, "total": f"{row.total:,.2f}"}
    return TodoItem(row.number, detail, reverse("payments:detail", args=[row.pk]))


def _batches(order: int, label: Any, state: BatchState, *posts: Post, is_draft: bool = False) -> Duty:
    def rows(user: User) -> QuerySet[PaymentBatch]:
        found: QuerySet[PaymentBatch] = PaymentBatch.objects.visible_to(user)
        mine = found.filter(state=state, union=user.union)
        if state == BatchState.SENT and not user.has_role(Role.FINANCE):
            mine = mine.exclude(method=Method.CASH)  # who holds the cash does not say who got it
        people = sorted(people_of(user))
        if state == BatchState.SENT:
            mine = mine.exclude(Q(sent_by__in=people) | Q(sent_for__in=people), method=Method.CASH)
        hands = ("made_by", "made_for", "checked_by", "checked_for")
        own = reduce(or_, (Q(**{f"{hand}__in": people}) for hand in hands))
        return mine.exclude(own) if FINANCE not in posts else mine

    return Duty("payments:list", label, order, posts, rows, _batch_item, f"?state={state}", is_draft=is_draft)


DUTIES.add("payments.prechecks")(
    Duty("payments:prechecks", L("待发放的款项要补正"), 29, (CLERK, REVIEWER, FINANCE), list_to_mend,
         _unpaid_item)
)  # fmt: skip
DUTIES.add("payments.pages")(
    Duty("payments:list", L("签了字的花名册待上传"), 192, (FINANCE,), list_pages_due, _batch_item)
)
DUTIES.add("payments.others")(
    Duty(
        "payments:others", L("代收申请待审批"), 157, (APPROVER,), list_others_to_decide,
        lambda row: TodoItem(row.words, row.payable.payee, reverse("payments:other", args=[row.pk])),
        "?state=asked",
    )
)  # fmt: skip
DUTIES.add("payments.drafts")(
    _batches(158, L("没有锁定的发放批次"), BatchState.DRAFT, FINANCE, is_draft=True)
)
DUTIES.add("payments.settled")(_batches(191, L("等着关账的发放批次"), BatchState.SETTLED, FINANCE))
DUTIES.add("payments.made")(_batches(160, L("待复核的发放批次"), BatchState.MADE, REVIEWER))
DUTIES.add("payments.checked")(_batches(170, L("待放行的发放批次"), BatchState.CHECKED, APPROVER))
DUTIES.add("payments.unpaid")(
    Duty(
        "payments:new", L("已批准待发放"), 180, (FINANCE,), unpaid, _unpaid_item,
        urgent_first=("due_on", "created_at", "pk"),
    )
)  # fmt: skip
DUTIES.add("payments.released")(_batches(189, L("已放行，待送银行"), BatchState.RELEASED, FINANCE, CASHIER))
DUTIES.add("payments.sent")(_batches(190, L("待登记银行结果"), BatchState.SENT, FINANCE, CASHIER))


def _money(user: User) -> Iterator[Tile]:
    year = timezone.localdate().year
    sums = total(list_roster(user=user).filter(batch__year=year))
    url, note = reverse("payments:roster"), _("%(n)s 笔明细") % {"n": sums.count}
    yield Tile(_("本年已发放"), format_yuan(sums.paid), _("元"), note, url)
    kind = "warning" if sums.sent else ""
    yield Tile(_("已送银行，没有结果"), format_yuan(sums.sent), _("元"), "", url, kind)


FIGURES.add("payments.year")(Figures(Role.AUDITOR, 10, _money))


def _keeps_batch(row: PaymentBatch, to: User) -> str:
    """Whoever checked or released a batch, or had it done in their place, does not go on as its maker."""
    if to.pk not in (row.checked_by_id, row.checked_for_id, row.released_by_id, row.released_for_id):
        return ""
    return _("“%(name)s”复核或放行过这一批，不能再接制单人的事。") % {"name": to.name}


HOLDINGS.add("payments.batches")(
    Holding(
        label=L("没有办结的发放批次"), order=60, roles=frozenset({Role.FINANCE}),
        rows=lambda: PaymentBatch.objects.filter(state__in=UNDER_WAY_STATES).select_related("union"),
        holder="made_by_id", unions=("union",), name=lambda row: row.number,
        page=lambda row: reverse("payments:detail", args=[row.pk]), blocker=_keeps_batch,
    )
)  # fmt: skip


@UNSETTLED.add("payments.open")
def open_payments(union: Union) -> str:
    """What a union owes its families and has not paid, and batches of its own that are under way."""
    owed = Payable.objects.filter(union=union, state=PayableState.OPEN).count()
    batches = PaymentBatch.objects.filter(union=union, state__in=UNDER_WAY_STATES).count()
    texts = (_("没有发放的款项 %(n)s 笔") % {"n": owed}, _("没有办结的发放批次 %(n)s 个") % {"n": batches})
    return "、".join(text for text, count in zip(texts, (owed, batches), strict=True) if count)
