"""Why something of a bank account may not be written; what the database raised is translated here."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.kernel.writes import writes


class BooksRefused(Refused):
    """Something of a bank account that may not be written; the message says what to do."""


class RowsRefused(BooksRefused):
    """Rows of a statement that say nothing or do not add up; `problems` are (row, sentence), row 0 for the
    whole file. Nothing was taken in."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__(_("对账单有 %(n)s 处问题，没有导入任何一行。") % {"n": len(problems)})
        self.problems = list(problems)


# Constraint → its sentence, and the field of the form that it is about.
SENTENCES: dict[str, tuple[Any, str | None]] = {
    "bank_account_once": (gettext_lazy("这个账号已经登记。"), "number"),
    "bank_account_by_another": (gettext_lazy("登记和确认必须是两个人。"), None),
    "fund_comes_empty": (
        gettext_lazy("这项资金在本户期初有余额，或在已签字的月份里有收付，不能再归入本户。"), "fund",
    ),
    "fund_into_account_in_use": (gettext_lazy("账户没有启用或已经销户，不能归入资金。"), "fund"),
    "fund_stays_in_its_account": (gettext_lazy("这项资金已有收付，不能移出本户。"), None),
    "books_accountfund_fund_id_key": (gettext_lazy("这项资金已经归入一个账户。"), "fund"),
    "fund_in_its_unions_account": (gettext_lazy("只能归入本工会的资金。"), "fund"),
    "statement_waits_once": (gettext_lazy("本户还有一份对账单等着确认，请先确认或放弃它。"), "file"),
    "statement_file_once": (gettext_lazy("这份对账单已经上传过。"), "file"),
    "statement_line_once": (gettext_lazy("有的交易已在别的对账单里，没有导入。"), "file"),
    "statement_adds_up": (gettext_lazy("对账单与上一份接不上，可能刚由别人导入了一份，请刷新后再看。"), None),
    "statement_withdrawn_unused": (
        gettext_lazy(
            "只能退回最近一份对账单，而且它的流水没有对上、没有补记、没有签字；已经对上的，请先撤销对账，"
            "补记入账的，请先冲销凭证或退回补记。"
        ),
        None,
    ),
    "statement_withdrawn_by_another": (
        gettext_lazy("这份对账单是您导入的，要由另一位财务或审批人退回。"), None,
    ),
    "bank_account_closes_settled": (
        gettext_lazy("余额为零、逐笔对上、各月都签字以后才能销户，请刷新后再看。"), None,
    ),
    "match_not_of_own_sheet": (
        gettext_lazy("有的流水在您签字的余额调节表上是未达账项，没有凭证的，要由另一位财务对上。"), None,
    ),
    "line_booking_of_an_open_line": (gettext_lazy("这笔流水刚有变化，请刷新后再看。"), None),
    "line_booking_plausible": (gettext_lazy("这笔流水不像利息或手续费，请查清后与账上对上。"), "reason"),
    "cash_box_once": (gettext_lazy("本工会已经启用现金日记账。"), None),
    "cash_not_overdrawn": (
        gettext_lazy(
            "账上的现金不够减去这一笔。提取的现金还没有登记的，请先登记；要冲销的，请先冲销用掉它的那一笔。"
        ),
        "amount",
    ),
    "cash_entry_in_order": (gettext_lazy("现金日记账按日期顺序登记，日期不能早于上一笔。"), "on"),
    "cash_entry_after_opening": (gettext_lazy("现金日记账启用以前的现金不在这里登记。"), "on"),
    "cash_ceiling": (gettext_lazy("限额必须大于零，而且少于一亿元。"), "ceiling"),
    "books_cashentry_uid_key": (gettext_lazy("这一笔已经登记，请刷新后再看。"), None),
    "cash_payout_before_its_voucher": (
        gettext_lazy(
            "这张凭证不在同一个月，或者已按银行收付记账。请改登记一笔同样金额的“存回银行”（收到的登记“提取现金”），"
            "摘要写明名册号或收据号，把银行和现金调过来。"
        ),
        "journal",
    ),
    "cash_undo_of_its_entry": (gettext_lazy("只能整笔冲销提取、发放、收款、存回，并写明原因。"), "entry"),
    "cash_undo_by_another": (gettext_lazy("这一笔是您登记的，要由另一位财务或审批人冲销。"), "entry"),
    "cash_undo_before_the_count": (
        gettext_lazy(
            "这一笔之后的盘点已经把差额登记为长款或短款，再冲销就记了两次。请按那次盘点的处理意见办理。"
        ),
        "entry",
    ),
    "cash_undo_after_its_voucher": (
        gettext_lazy("这是以前月份的发放，凭证还没有生成，现在冲销就不能再登记。请先生成那个月的记账凭证，再冲销。"),
        "entry",
    ),
    "books_cashentry_reverses_id_key": (gettext_lazy("这一笔已经冲销。"), "entry"),
    "cash_entry_in_open_month": (gettext_lazy("这个月已经结账，请用之后的日期登记。"), "on"),
    "cash_payout_of_its_journal": (
        gettext_lazy("现金由出纳登记，记这张凭证的人不能登记；金额、日期要与凭证相符。"), "journal",
    ),
    "cash_gift_of_its_donation": (
        gettext_lazy("只能登记用现金收到、收据有效的捐款，由出纳登记，金额、日期要与凭证相符。"), "journal",
    ),
    "cash_count_waits_once": (gettext_lazy("还有一次盘点等着监盘确认。"), None),
    "cash_count_of_the_books": (gettext_lazy("盘点以后又登记了现金，请重新盘点。"), None),
    "cash_count_by_two": (gettext_lazy("盘点和监盘必须是两个人。"), None),
    "cash_payout_once": (gettext_lazy("这张凭证已经登记过。"), "journal"),
    "match_of_a_signed_month": (gettext_lazy("这个月的余额调节表已经签字，对账结果不能再改。"), None),
    "match_comes_to_the_same": (gettext_lazy("银行和账上的合计不相等，没有对上。"), None),
    "match_without_journal_explained": (gettext_lazy("只有银行流水、没有凭证的，请写明理由。"), None),
    "books_matchedline_line_id_key": (gettext_lazy("有的银行流水已经对上，请刷新后再看。"), None),
    "journal_matched_once": (gettext_lazy("有的凭证已经对上，请刷新后再看。"), None),
    "line_booked_once": (gettext_lazy("这笔流水已经提出补记入账。"), None),
    "reconciliation_once": (gettext_lazy("这个月已经签字。"), None),
    "reconciliation_in_order": (gettext_lazy("请按月份顺序签字，先签之前的月份。"), None),
    "reconciliation_of_what_is_there": (gettext_lazy("余额刚有变化，请刷新后再签字。"), None),
    "reconciliation_by_another": (
        gettext_lazy("本月的对账单是您导入的，要由另一位财务或审批人签字。"), None,
    ),
    "reconciliation_not_of_own_word": (
        gettext_lazy("本月有的流水是您没有凭证就对上或放在一边的，要由另一位财务或审批人签字。"), None,
    ),
    "voucher_checked_by_another": (gettext_lazy("审核的不能是制单或记账的人。"), None),
    "voucher_stays": (gettext_lazy("凭证已经审核，不能再改。"), None),
    "voucher_papers_stay": (gettext_lazy("凭证已经审核，附件不能再改。"), None),
    "voucher_paper_once": (gettext_lazy("这种附件已经列了，请改它的张数。"), "name"),
    "voucher_paper_counted": (gettext_lazy("附件的张数是 1 到 30000。"), "count"),
    "voucher_attachments": (gettext_lazy("一张凭证的附件合计最多 30000 张。"), None),
    "books_voucher_journal_id_key": (gettext_lazy("有的收付刚由别人记账，请刷新后再看。"), None),
    "journal_of_a_signed_month": (
        gettext_lazy("这一天所在月份的余额调节表已经签字，请改用之后的日期记账。"), None,
    ),
}  # fmt: skip


books_write = writes(BooksRefused, SENTENCES, looks_at_once=True)


def require_of(union: Union, by: User, *roles: Role) -> None:
    """Raises BooksRefused for who has none of these roles in this union."""
    if by.union_id != union.pk or not by.has_role(*roles):
        names = "、".join(str(role.label) for role in roles)
        raise BooksRefused(_("只有“%(union)s”的%(roles)s可以办理。") % {"union": union.name, "roles": names})
