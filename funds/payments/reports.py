"""What leaves the system of a batch: the bank list, the roster as workbook, the roster to sign on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.payments import selectors
from funds.payments.columns import BANK_LIST, ENVELOPES, RESULT
from funds.payments.models import Payment, PaymentBatch
from funds.payments.rules import (
    BankLine,
    Control,
    Layout,
    Problem,
    as_text,
    file_name,
    find_problems,
    write_file,
    write_rows,
)
from funds.payments.selectors.envelopes import Envelopes
from funds.payments.selectors.institutions import Bill
from funds.payments.states import BatchState, Shape
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import Column, values
from hardship.kernel.money import PIECES, format_yuan, in_words
from hardship.kernel.pdf import render_rows
from hardship.kernel.sheets import SheetHeader, write_sheet

PREVIEWED = 8  # payments of which a preview shows how they are told


@dataclass(frozen=True)
class ProgressStep:
    """One step of components/steps.html; `state` is done, current, todo or stopped."""

    label: str
    note: str
    state: str


def progress(batch: PaymentBatch) -> list[ProgressStep]:
    """制单、复核、放行、送银行、办结 as steps: who did which, what comes next."""
    people = {
        _("制单"): batch.hand("made"),
        _("复核"): batch.hand("checked"),
        _("放行"): batch.hand("released"),
        _("提取现金") if batch.is_cash else _("送银行"): _sent(batch),
        _("办结"): batch.settled_by,
    }
    if batch.settled_by:
        people[_("关账")] = batch.closed_by
    if batch.is_draft:
        first, *rest = people
        todo = [ProgressStep(label, "", "todo") for label in rest]
        return [ProgressStep(first, str(people[first]), "current"), *todo]
    steps = [ProgressStep(label, str(person), "done") for label, person in people.items() if person]
    left = [label for label, person in people.items() if not person]
    if batch.state == BatchState.CANCELLED:
        return [*steps, *(ProgressStep(label, "", "stopped") for label in left)]
    return [*steps, *(ProgressStep(label, "", "todo" if n else "current") for n, label in enumerate(left))]


def _sent(batch: PaymentBatch) -> str:
    """Who took the list to the bank, when and how; '' before."""
    if not batch.sent_on:
        return ""
    way = "" if batch.is_cash else batch.get_sent_way_display()
    return f"{batch.hand('sent')} {batch.sent_on:%Y-%m-%d} {way}".strip()


@dataclass(frozen=True)
class Preview:
    """How a list looks in a layout (`title`): the name of the file, the first rows of it as `cells` of a
    workbook or as `lines` of text, how many rows are left out, and what does not fit."""

    title: str
    name: str
    cells: list[list[str]]
    lines: list[str]
    more: int
    problems: list[Problem]


def preview(layout: Layout, control: Control, lines: Sequence[BankLine]) -> Preview:
    """The first rows of a list, with what its layout cannot hold."""
    problems, name = find_problems(layout, control, lines), file_name(layout, control)
    shown, more = lines[:PREVIEWED], max(len(lines) - PREVIEWED, 0)
    if layout.shape == Shape.WORKBOOK:
        cells = [[as_text(cell) for cell in row] for row in write_rows(layout, control, shown)]
        return Preview(layout.name, name, cells, [], more, problems)
    wrong = {problem.line for problem in problems}
    fitting = [line for line in shown if line.line not in wrong]
    text = "" if None in wrong else write_file(layout, control, fitting).decode(layout.encoding)
    return Preview(layout.name, name, [], text.splitlines(), more, problems)


def bank_list(batch: PaymentBatch) -> bytes:
    """The workbook for the bank, with control totals in figures and 大写; the same batch, the same bytes."""
    payments = batch.payments.select_related("payable", "other").order_by("line")
    columns = (*BANK_LIST, *RESULT)
    blank = [""] * len(RESULT)
    header = SheetHeader(
        title=_("银行代发名单"),
        lines=[
            _("批次号：%(number)s　发放工会：%(union)s")
            % {"number": batch.number, "union": batch.union.name},
            _("笔数：%(count)s　金额合计：%(total)s 元　大写：%(words)s")
            % {"count": batch.count, "total": format_yuan(batch.total), "words": in_words(batch.total)},
            _("制单：%(made)s　复核：%(checked)s　放行：%(released)s")
            % {name: batch.hand(name) or None for name in ("made", "checked", "released")},
        ],
    )
    rows = ([*values(BANK_LIST, payment, reveal=True), *blank] for payment in payments)
    return write_sheet(columns, rows, header=header, totals={"amount": batch.total}, in_words="amount")


def roster_workbook(
    rows: QuerySet[Payment],
    columns: Sequence[Column],
    *,
    user: User,
    filters: Mapping[str, str],
    reveal: bool,
) -> tuple[bytes, int]:
    """The roster as a workbook, with who made it and by which filter; returns the bytes and how many rows."""
    sums = selectors.total(rows)
    header = SheetHeader(
        title=_("困难职工帮扶资金发放花名册"),
        lines=[
            _("制表单位：%(union)s　制表人：%(user)s　时间：%(at)s")
            % {"union": user.union.name, "user": user.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
            _("筛选条件：%(filters)s") % {"filters": _in_words(filters)},
            _(
                "笔数：%(count)s　金额合计：%(total)s 元（%(words)s）　"
                "其中已到账：%(paid_count)s 人次 %(paid)s 元　失败或取消：%(lost_count)s 笔 %(lost)s 元"
            )
            % {
                "count": sums.count,
                "paid_count": sums.paid_count,
                "lost_count": sums.given_up_count,
                "lost": format_yuan(sums.given_up),
                "total": format_yuan(sums.amount),
                "words": in_words(sums.amount),
                "paid": format_yuan(sums.paid),
            },
        ],
    )
    lines = (values(columns, payment, reveal=reveal) for payment in rows.iterator(chunk_size=2000))
    totals = {"amount": sums.amount} if any(column.key == "amount" for column in columns) else {}
    content = write_sheet(columns, lines, header=header, totals=totals, in_words="".join(totals))
    return content, sums.count


def signature_roster(batch: PaymentBatch) -> bytes:
    """发放花名册 on A4 landscape: a line for each person, a column to sign, totals in 大写, seals."""
    payments = batch.payments.select_related("union", "payable__commitment__line__fund", "other")
    payments = payments.prefetch_related(selectors.PARTS).order_by("line")
    return render_rows(
        "pdf/signature_roster.html",
        {"batch": batch, "words": in_words(batch.total), "hands": _hands(batch)},
        payments,
        title=f"{_('发放花名册')} {batch.number}",
        landscape=True,
    )


def _hands(batch: PaymentBatch) -> list[tuple[str, str]]:
    """Who made, checked and released a batch, both names where they stood in; room to sign before."""
    steps = (("made", _("制单")), ("checked", _("复核")), ("released", _("放行")))
    return [(label, batch.hand(step) or "　　　　") for step, label in steps]


def institution_list(batch: PaymentBatch, bill: Bill) -> bytes:
    """What goes to one hospital or school with the money: for whom, how much, for what."""
    context = {"batch": batch, "bill": bill, "words": in_words(bill.total), "hands": _hands(batch)}
    title = f"{_('直接付款清单')} {batch.number}"
    return render_rows("pdf/institution_list.html", context, bill.payments, title=title)


def envelope_list(batch: PaymentBatch, found: Envelopes) -> bytes:
    """封袋清单 on A4 landscape: what goes into whose envelope, what is fetched from the bank."""
    rows = [(one.payment, [one.sheet.get(value, "") for value in found.sheet]) for one in found.rows]
    context = {"batch": batch, "found": found, "words": in_words(found.total), "hands": _hands(batch)}
    title = f"{_('封袋清单')} {batch.number}"
    return render_rows("pdf/envelopes.html", context, rows, title=title, landscape=True)


def envelope_workbook(batch: PaymentBatch, found: Envelopes, *, by: User) -> bytes:
    """The same as a workbook; its sums are those of the batch."""
    fetched = "、".join(f"{value} 元 {n}" for value, n in found.sheet.items())
    lines = [
        _("批次号：%(number)s　发放工会：%(union)s") % {"number": batch.number, "union": batch.union.name},
        _("向银行提取：%(fetched)s（张、枚）") % {"fetched": fetched},
    ]
    header = export_header(_("封袋清单"), by=by, conditions=(), lines=lines)
    counted = {f"p{place}": Decimal(found.sheet.get(value, 0)) for place, value in enumerate(PIECES)}
    rows = (values(ENVELOPES, row) for row in found.rows)
    totals = {"amount": found.total, **counted}
    return write_sheet(ENVELOPES, rows, header=header, totals=totals, in_words="amount")


def _in_words(filters: Mapping[str, str]) -> str:
    return "；".join(f"{name}={value}" for name, value in filters.items()) or _("无（全部）")
