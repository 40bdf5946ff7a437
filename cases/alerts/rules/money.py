"""Warnings of money: what did not arrive, runs out, lies idle, is late, was given twice."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cases.alerts.rules.kinds import YUAN, Limit, alert_kind
from cases.alerts.states import Circle, Severity

# The file that a subject of the money rooms names (archives.rules.subjects), of {row}.
HOME = "CASE WHEN {row}.subject LIKE 'household:%%' THEN split_part({row}.subject, ':', 2)::bigint END"
FAILED_ON = "(max(pay.resolved_at) AT TIME ZONE 'Asia/Shanghai')::date"
# What a line was given, and what of it is still there.
LINES = """
(SELECT account.line_id,
        sum(balance.debit - balance.credit) FILTER (WHERE account.bucket = 'source') AS given,
        sum(balance.credit - balance.debit) FILTER (WHERE account.bucket = 'available') AS rest
   FROM ledgers_account account JOIN ledgers_balance balance ON balance.account_id = account.id
  GROUP BY account.line_id)"""


@alert_kind(
    "instalment_failed",
    _("分期没有发成"),
    why=_("%(number)s 的一期 %(amount)s 元在 %(on)s 没有付成，到现在没有重新发放。"),
    first=Limit(_("超过多少天"), Decimal(3)),
    severity=Severity.RED,
)
def instalment_failed() -> str:
    """Instalments that the bank could not pay, and that are in no batch since."""
    return f"""
SELECT owed.union_id, 'payable:' || owed.id AS subject,
       {HOME.format(row="owed")} AS household_id, '' AS label,
       jsonb_build_object('number', owed.number, 'amount', to_char(owed.amount, {YUAN}),
                          'on', {FAILED_ON}) AS figures
  FROM payments_payable owed JOIN payments_payment pay ON pay.payable_id = owed.id AND pay.state = 'failed'
  JOIN limits ON limits.union_id = owed.union_id
 WHERE owed.state = 'open' AND owed.source LIKE 'giving.instalment:%%'
   AND NOT EXISTS (SELECT 1 FROM payments_payment live
                    WHERE live.payable_id = owed.id AND live.state IN ('ready', 'sent', 'paid'))
 GROUP BY owed.id, limits.first
HAVING {FAILED_ON} <= %(today)s::date - limits.first::int"""  # noqa: S608


@alert_kind(
    "call_overdue",
    _("到账以后没有回访"),
    why=_("%(paid)s 到账，应当在 %(due)s 回访，到现在没有做。"),
    first=Limit(_("超过期限多少天"), Decimal(15)),
    page="callbacks:callback",
    severity=Severity.YELLOW,
)
def call_overdue() -> str:
    """Calls after payments that are late."""
    return """
SELECT ask.union_id, 'callback:' || ask.id AS subject, ask.household_id, owed.number AS label,
       jsonb_build_object('paid', pay.paid_on, 'due', ask.due_on) AS figures
  FROM callbacks_callback ask JOIN payments_payment pay ON pay.id = ask.payment_id
  JOIN payments_payable owed ON owed.id = pay.payable_id
  JOIN limits ON limits.union_id = ask.union_id
 WHERE ask.state IN ('due', 'unreached') AND ask.due_on < %(today)s::date - limits.first::int"""


@alert_kind(
    "twice_aided",
    _("两个工会帮扶同一个人"),
    why=_("今年有 %(unions)s 个工会给这个人发过钱，一共 %(amount)s 元，请核对有没有重复。"),
    first=Limit(_("达到几个工会"), Decimal(2)),
    severity=Severity.RED,
)
def twice_aided() -> str:
    """People to whom several unions paid in one year; at the union that paid last. Of who is in no file the
    label is the number of the last payment: it is read in the log, where no name stands in full."""
    return f"""
SELECT last.union_id, 'person:' || last.key AS subject, last.household_id,
       CASE WHEN last.household_id IS NULL THEN last.number ELSE '' END AS label,
       jsonb_build_object('unions', last.unions, 'amount', to_char(last.amount, {YUAN})) AS figures
  FROM (SELECT left(encode(owed.id_number_index, 'hex'), 40) AS key,
               (array_agg(owed.union_id ORDER BY pay.id DESC))[1] AS union_id,
               (array_agg({HOME.format(row="owed")} ORDER BY pay.id DESC))[1] AS household_id,
               (array_agg(owed.number ORDER BY pay.id DESC))[1] AS number,
               count(DISTINCT owed.union_id) AS unions, sum(pay.amount) AS amount
          FROM payments_payment pay JOIN payments_payable owed ON owed.id = pay.payable_id
         WHERE pay.state = 'paid' AND pay.paid_on >= date_trunc('year', %(today)s::date)
           AND owed.id_number_index IS NOT NULL
         GROUP BY 1 HAVING count(DISTINCT owed.union_id) > 1) last
  JOIN limits ON limits.union_id = last.union_id
 WHERE last.unions >= limits.first"""  # noqa: S608


@alert_kind(
    "line_used",
    _("指标快用完"),
    why=_("收到 %(given)s 元，可用的只剩 %(rest)s 元。"),
    first=Limit(_("用去百分之几以上"), Decimal(90)),
    circle=Circle.MONEY,
    page="ledgers:line",
)
def line_used() -> str:
    """Lines of the year of which little is left, but for those that lend: theirs comes back; and for those
    that got only what was held already at the turn of the year."""
    return f"""
SELECT line.union_id, 'line:' || line.id AS subject, NULL::bigint AS household_id,
       fund.name || ' ' || use.name AS label,
       jsonb_build_object('given', to_char(sums.given, {YUAN}), 'rest', to_char(sums.rest, {YUAN})) AS figures
  FROM ledgers_budgetline line JOIN {LINES} sums ON sums.line_id = line.id
  JOIN ledgers_fund fund ON fund.id = line.fund_id JOIN ledgers_use use ON use.code = line.use_id
  JOIN limits ON limits.union_id = line.union_id
 WHERE line.year = date_part('year', %(today)s::date) AND sums.given > 0 AND line.use_id <> 'revolving'
   AND (sums.given - sums.rest) * 100 > sums.given * limits.first
   AND EXISTS (SELECT FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
               JOIN ledgers_journal j ON j.id = p.journal_id
               WHERE a.line_id = line.id AND a.bucket = 'source' AND j.event <> 'carry_held')"""  # noqa: S608


@alert_kind(
    "fund_idle",
    _("资金快到期还没有用"),
    why=_("使用期限到 %(until)s，收到 %(given)s 元，还有 %(rest)s 元没有安排。"),
    first=Limit(_("到期前多少天"), Decimal(60)),
    second=Limit(_("还剩百分之几以上"), Decimal(20)),
    circle=Circle.MONEY,
    page="ledgers:fund",
)
def fund_idle() -> str:
    """Funds that end soon with much left."""
    return f"""
SELECT fund.union_id, 'fund:' || fund.id AS subject, NULL::bigint AS household_id, fund.name AS label,
       jsonb_build_object('until', fund.use_by, 'given', to_char(sum(sums.given), {YUAN}),
                          'rest', to_char(sum(sums.rest), {YUAN})) AS figures
  FROM ledgers_fund fund JOIN ledgers_budgetline line ON line.fund_id = fund.id
  JOIN {LINES} sums ON sums.line_id = line.id
  JOIN limits ON limits.union_id = fund.union_id
 WHERE fund.use_by BETWEEN %(today)s::date AND %(today)s::date + limits.first::int
 GROUP BY fund.id, limits.second
HAVING sum(sums.given) > 0 AND sum(sums.rest) * 100 > sum(sums.given) * limits.second"""  # noqa: S608


@alert_kind(
    "loan_overdue",
    _("周转金逾期"),
    why=_("应当在 %(due)s 还的没有还清，还有 %(left)s 元在外。"),
    first=Limit(_("超过期限多少天"), Decimal(1)),
    circle=Circle.MONEY,
    page="loans:loan",
)
def loan_overdue() -> str:
    """Loans of which a part that was due did not come."""
    return f"""
SELECT loan.union_id, 'loan:' || loan.id AS subject,
       {HOME.format(row="loan")} AS household_id, loan.number AS label,
       jsonb_build_object('due', min(part.due_on),
                          'left', to_char(loan.amount - loan.repaid, {YUAN})) AS figures
  FROM loans_loan loan JOIN loans_loanpart part ON part.loan_id = loan.id AND part.upto > loan.repaid
  JOIN limits ON limits.union_id = loan.union_id
 WHERE loan.state = 'lent' AND part.due_on < %(today)s::date - limits.first::int
 GROUP BY loan.id"""  # noqa: S608
