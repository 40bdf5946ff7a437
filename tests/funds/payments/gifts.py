"""A room that owes money, as small as one can be: what payments ask of every source, without applications."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from funds.ledgers import services as ledger
from funds.payments import services
from funds.payments.models import Payable, PayableSource, Payee
from hardship.kernel.documents import make_id_number

KIND = "gifts.gift"
CARD = "6222021001116245702"
NEW_CARD = "6228480402564890018"
THIRD_CARD = "6217001210024455220"


@dataclass
class Gifts:
    """Its rows by key: who is paid, what keeps the money, what the bank answered."""

    payees: dict[str, Payee] = field(default_factory=dict)
    blockers: dict[str, str] = field(default_factory=dict)
    results: list[tuple[str, str, str]] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)

    def source(self) -> PayableSource:
        return PayableSource(
            page="payments:detail",
            find_blockers=self.find_blockers,
            read_payees=lambda payables: {row.pk: self.payees[row.source_key] for row in payables},
            on_paid=lambda payments, *, by: self.note("paid", payments, by),
            on_failed=lambda payments, *, by: self.note("failed", payments, by),
        )

    def find_blockers(self, payables, *, lock):
        self.locked += [row.source_key for row in payables if lock]
        return {row.pk: self.blockers[row.source_key] for row in payables if row.source_key in self.blockers}

    def note(self, result, payments, by):
        self.results += [(result, row.payable.source_key, by.username) for row in payments]

    def owe(self, *, union, line, by, amount="100.00", key=None, subject="", due_on=None, **payee) -> Payable:
        """A payable of one gift: its money is committed and the payee on record."""
        key = key or str(len(self.payees) + 1)
        self.payees[key] = Payee(
            **{
                "name": f"收礼人{key}",
                "id_number": make_id_number("320602", date(1980, 1, 1), int(key) if key.isdigit() else 1),
                "bank_name": "中国工商银行",
                "bank_card": CARD,
                **payee,
            }
        )
        commitment = ledger.commit(
            line_id=line.pk, use=line.use_id, amount=Decimal(amount), source=f"{KIND}:{key}", by=by,
            key=uuid.uuid4(), on=timezone.localdate(),
        )  # fmt: skip
        owed = services.Owed(
            source=f"{KIND}:{key}", number=f"礼-{key}", purpose="节日慰问", category="深度困难",
            subject=subject or f"household:{key}", due_on=due_on,
        )  # fmt: skip
        return services.create_payable(
            union=union, owed=owed, commitment=commitment, payee=self.payees[key], by=by
        )
