"""What accounts and vouchers must agree on with the books, registered for check_ledger."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.books.models import Reconciliation
from funds.books.selectors.balances import get_bank_balance, get_book_balance
from funds.ledgers.selectors import Difference, ledger_check
from funds.ledgers.selectors.checking import Unions, rows


@ledger_check("bank_months", gettext_lazy("签字的余额调节表与对账单、账面重新计算相符"))
def check_months(unions: Unions) -> Iterator[Difference]:
    """Both balances of every month that was signed, computed again."""
    found = Reconciliation.objects.select_related("account").order_by("account", "month")
    for row in found if unions is None else found.filter(union__in=unions):
        now = tuple(ask(row.account, until=row.until_on) for ask in (get_bank_balance, get_book_balance))
        if now != (row.bank_balance, row.book_balance):
            where = _("%(account)s %(month)s") % {"account": row.account, "month": row}
            said = _("银行 %s 元，账面 %s 元")
            yield Difference(where, said % (row.bank_balance, row.book_balance), said % now)


@ledger_check("goods_vouchers", gettext_lazy("物资的记账凭证与单据逐张相符"))
def check_goods(unions: Unions) -> Iterator[Difference]:
    """Every voucher of goods beside what its slip moves of its union."""
    sql = """
        SELECT v.month, v.number, e.net, e.stock, books_goods_moved(v.slip_id, v.union_id)
        FROM books_voucher v LEFT JOIN (
            SELECT voucher_id, sum(CASE side WHEN 'D' THEN amount ELSE -amount END) AS net,
                   sum(CASE side WHEN 'D' THEN amount ELSE -amount END)
                   FILTER (WHERE subject = '141') AS stock
            FROM books_voucherentry GROUP BY voucher_id
        ) e ON e.voucher_id = v.id
        WHERE v.union_id IN (SELECT id FROM scope) AND v.slip_id IS NOT NULL
          AND (e.net, e.stock) IS DISTINCT FROM (0, books_goods_moved(v.slip_id, v.union_id))
        ORDER BY v.union_id, v.month, v.number"""
    for month, number, net, stock, moved in rows(sql, unions):
        where = _("记账凭证 %(month)s 第%(number)s号") % {"month": f"{month:%Y-%m}", "number": number}
        yield Difference(where, _("平衡，库存物品 %s") % moved, _("差额 %s，库存物品 %s") % (net, stock))


@ledger_check("cash", gettext_lazy("现金日记账余额与库存现金科目相符"))
def check_cash(unions: Unions) -> Iterator[Difference]:
    """The balance of every box beside 101 in the vouchers, with the entries that have no voucher yet."""
    sql = """
        SELECT u.name, b.balance, coalesce((
            SELECT sum(CASE e.side WHEN 'D' THEN e.amount ELSE -e.amount END)
            FROM books_voucherentry e JOIN books_voucher v ON v.id = e.voucher_id
            WHERE v.union_id = b.union_id AND e.subject = '101'), 0) + coalesce((
            SELECT sum(CASE WHEN c.kind IN ('withdraw', 'gift', 'over', 'undo_in')
                            THEN c.amount ELSE -c.amount END)
            FROM books_cashentry c LEFT JOIN books_cashentry o ON o.id = c.reverses_id
            WHERE c.box_id = b.id AND NOT EXISTS (
                SELECT FROM books_voucher v WHERE CASE WHEN c.has_voucher THEN v.cash_id = c.id
                    ELSE v.journal_id = coalesce(c.journal_id, o.journal_id) END)), 0)
        FROM books_cashbox b JOIN accounts_union u ON u.id = b.union_id
        WHERE b.union_id IN (SELECT id FROM scope) ORDER BY b.union_id"""
    for name, balance, booked in rows(sql, unions):
        if balance != booked:
            yield Difference(name, _("现金余额 %s") % balance, _("凭证和待记账的现金 %s") % booked)


@ledger_check("vouchers", gettext_lazy("记账凭证借贷相等，银行存款与台账逐张相符"))
def check_vouchers(unions: Unions) -> Iterator[Difference]:
    """Every voucher beside the postings of its journal."""
    sql = """
        SELECT v.month, v.number, e.net, e.cash, m.moved
        FROM books_voucher v LEFT JOIN (
            SELECT voucher_id, sum(CASE side WHEN 'D' THEN amount ELSE -amount END) AS net,
                   coalesce(sum(CASE side WHEN 'D' THEN amount ELSE -amount END)
                            FILTER (WHERE subject IN ('101', '102')), 0) AS cash
            FROM books_voucherentry GROUP BY voucher_id
        ) e ON e.voucher_id = v.id LEFT JOIN (
            SELECT journal_id, -sum(amount) AS moved FROM signed
            WHERE bucket IN ('source', 'paid', 'allocated', 'returned', 'charged') GROUP BY journal_id
        ) m ON m.journal_id = v.journal_id
        WHERE v.union_id IN (SELECT id FROM scope) AND v.journal_id IS NOT NULL
          AND (e.net, e.cash) IS DISTINCT FROM (0, m.moved)
        ORDER BY v.union_id, v.month, v.number"""
    for month, number, net, cash, moved in rows(sql, unions):
        where = _("记账凭证 %(month)s 第%(number)s号") % {"month": f"{month:%Y-%m}", "number": number}
        yield Difference(where, _("平衡，银行存款 %s") % moved, _("差额 %s，银行存款 %s") % (net, cash))
