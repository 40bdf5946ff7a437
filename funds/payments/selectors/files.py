"""Reads of bank files: the layouts to choose from, and the lines of a batch as a bank is told of them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from funds.payments.models import BankFile, BankLayout, PaymentBatch
from funds.payments.rules import SHIPPED, BankLine, Control, Layout
from hardship.accounts.models import Union, User

DEFAULT = "plain"


@dataclass(frozen=True)
class LayoutChoice:
    """A layout by its key in addresses: a name for one of the program's, a number for a union's own."""

    key: str
    layout: Layout
    own: BankLayout | None = None


def list_layouts(union: Union) -> list[LayoutChoice]:
    """What the union may make a file by: its own layouts first, then those of the program."""
    own = BankLayout.objects.filter(union=union, is_active=True).order_by("name")
    return [
        *(LayoutChoice(str(row.pk), row.layout, row) for row in own),
        *(LayoutChoice(key, layout) for key, layout in SHIPPED.items()),
    ]


def find_layout(union: Union, key: str) -> LayoutChoice:
    """The layout of this key among the union's; without a key the one that it used last, else the first of
    the program. Raises KeyError for what it may not choose."""
    choices = {choice.key: choice for choice in list_layouts(union)}
    if key:
        return choices[key]
    last = BankFile.objects.filter(batch__union=union).order_by("-pk").first()
    used = [choice for choice in choices.values() if last and choice.layout.name == last.layout.name]
    return used[0] if used else choices[DEFAULT]


def list_own_layouts(*, user: User) -> QuerySet[BankLayout]:
    """The layouts of the user's own union, those out of use as well."""
    rows: QuerySet[BankLayout] = BankLayout.objects.visible_to(user).filter(union=user.union_id)
    return rows.select_related("made_by", "changed_by").order_by("-is_active", "name")


def list_files(batch: PaymentBatch) -> list[BankFile]:
    """The files made of a batch, the one that counts first."""
    return list(BankFile.objects.filter(batch=batch).select_related("made_by").order_by("-pk"))


def read_lines(batch: PaymentBatch, *, masked: bool) -> list[BankLine]:
    """The lines of a batch in their order; masked, a card keeps its length and its last four digits."""
    rows = batch.payments.select_related("payable").order_by("line")
    return [
        BankLine(
            line=row.line,
            payee=row.payee,
            card=_masked(row.bank_card.reveal()) if masked else row.bank_card.reveal(),
            amount=row.amount,
            bank=row.bank_name,
            branch=row.bank_branch,
            purpose=row.payable.purpose,
            number=row.payable.number,
        )
        for row in rows
    ]


def control_of(batch: PaymentBatch) -> Control:
    """The control totals of a batch, with the day of its release, or today's before it."""
    day = timezone.localdate(batch.released_at) if batch.released_at else timezone.localdate()
    return Control(batch.number, day, batch.count, batch.total)


def _masked(card: str) -> str:
    return "*" * (len(card) - 4) + card[-4:]
