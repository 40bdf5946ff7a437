"""周转金 of the demo's first city: one loan comes back as agreed, one is overdue."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from cases.archives.models import Household
from cases.archives.rules.subjects import subject_of
from cases.archives.states import State
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.loans import services as loans
from funds.loans.models import Loan
from funds.loans.states import REVOLVING
from funds.payments import services as payments
from funds.payments.models import Payable, Payee
from funds.payments.rules import BankRow
from funds.payments.states import Result
from hardship.accounts.models import User
from hardship.demo import clock
from hardship.demo.money import key

TOTAL, LENT = Decimal(60000), Decimal(12000)
BEGUN = 170  # days ago the money came
# How many days ago it was lent, for what, and after how many days each part is due.
LOANS = ((150, "小吃摊位设备", (60, 120, 180)), (70, "缝纫加工设备", (60, 120, 180)))


def build_loans(*, people: Mapping[str, User], today: date) -> int:
    """How many loans there are; of the later one the first part came. The city draws on grants before its own
    money, as its leaders decided."""
    order = ledger.enter_order(
        sources=["central", "upper_union", "dues"], from_on=timezone.localdate(),
        basis=f"主席办公会纪要〔{today.year}〕2号", by=people["nt.finance"],
    )  # fmt: skip
    ledger.take_order_step(order_id=order.pk, action="approve", by=people["nt.approver"])
    rows = Household.objects.filter(state=State.FILED, city=people["nt.finance"].union)
    homes = list(rows.exclude(head=None).select_related("head").order_by("pk")[: len(LOANS)])
    line = _line(people["nt.finance"], today - timedelta(days=BEGUN))
    made = [
        _lend(line, home, told, people, today - timedelta(days=told[0]))
        for home, told in zip(homes, LOANS, strict=False)
    ]
    for loan in made[1:]:
        part = loan.parts.order_by("due_on")[0]
        with clock.at(part.due_on, 10):
            loans.repay_loan(
                loan_id=loan.pk, amount=part.amount, on=part.due_on, way="bank", serial=f"{loan.number}01",
                key=key(f"repaid {loan.number}"), by=people["nt.finance"],
            )  # fmt: skip
    return len(made)


def _line(finance: User, on: date) -> BudgetLine:
    """The city's own money that is lent."""
    with clock.at(on):
        fund = ledger.create_fund(
            union=finance.union, source="dues", name=f"{on.year}年创业周转金", total=TOTAL, by=finance,
            document_no=f"通工发〔{on.year}〕17号", document_on=on - timedelta(days=3), uses=[REVOLVING],
        )  # fmt: skip
        line = ledger.open_line(fund_id=fund.pk, use=REVOLVING, year=on.year, by=finance)
        ledger.receive(fund_id=fund.pk, amount=TOTAL, by=finance, key=key("revolving"), on=on)
        ledger.assign(line_id=line.pk, amount=TOTAL, by=finance, key=key("revolving assigned"), on=on)
    return line


def _lend(
    line: BudgetLine,
    home: Household,
    told: tuple[int, str, Sequence[int]],
    people: Mapping[str, User],
    on: date,
) -> Loan:
    """Granted, and paid out by a batch on the next day."""
    _ago, purpose, days = told
    head, share = home.head, LENT / len(days)
    if head is None:
        raise ValueError(home.pk)
    terms = loans.Terms(
        line_id=line.pk, subject=subject_of(home.pk), purpose=purpose, amount=LENT,
        payee=Payee(head.name, head.id_number, head.bank_name, "", head.bank_card),
        parts=[(on + timedelta(days=one), share) for one in days],
        approval_no=f"{on.month}月主席办公会纪要",
    )  # fmt: skip
    finance, next_day = people["nt.finance"], on + timedelta(days=1)
    with clock.at(on, 10):
        loan = loans.grant_loan(terms=terms, by=people["nt.approver"])
    with clock.at(next_day, 10):
        owed = Payable.objects.get(commitment=loan.commitment_id)
        batch = payments.make_batch(payable_ids=[owed.pk], title=f"周转金 {loan.number}", by=finance)
        payments.take_step(batch_id=batch.pk, action="check", by=people["nt.reviewer"])
        payments.take_step(batch_id=batch.pk, action="release", by=people["nt.approver"])
        payments.send_batch(batch_id=batch.pk, way="online", on=next_day, by=finance)
        came = BankRow(row=1, line=1, result=Result.PAID, paid_on=next_day, serial=f"{batch.number}0001")
        payments.record_results(batch_id=batch.pk, rows=[came], by=finance)
        payments.take_step(batch_id=batch.pk, action="close", by=finance)
    return loan
