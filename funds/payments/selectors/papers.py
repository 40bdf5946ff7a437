"""What a batch leaves behind on paper: its roster, the bank's answer, and why somebody else was paid."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from funds.ledgers.models import Journal, Posting
from funds.ledgers.selectors.papers import PAPERS, Paper, Papers
from funds.ledgers.states import Event, Side
from funds.payments.models import BankResultFile, Payable, PaymentBatch, SignedPage
from funds.payments.selectors.holders import as_bytes
from funds.payments.states import INSTITUTIONS, AnswerState, OtherState

SOURCE = "payments.paymentbatch"


@PAPERS.add("payments.batches")
def find_of_batches(journals: Sequence[Journal]) -> Papers:
    """Of what a batch paid: the roster, signed where it was cash; the bank's results; proofs of 代收, and
    the list for each hospital or school."""
    of = {
        row.pk: int(row.source.partition(":")[2])
        for row in journals
        if row.event == Event.SETTLE and row.source.startswith(f"{SOURCE}:")
    }
    batches = PaymentBatch.objects.in_bulk(set(of.values()))
    answers = dict(
        BankResultFile.objects.filter(batch__in=batches, state=AnswerState.RECORDED)
        .order_by().values_list("batch").annotate(Count("pk"))
    )  # fmt: skip
    pages = dict(
        SignedPage.objects.filter(batch__in=batches).order_by().values_list("batch").annotate(Count("pk"))
    )
    others = _count_others(list(of))
    papers = {}
    for key, batch in of.items():
        if batch not in batches:
            continue
        roster = _("签领的发放花名册") if batches[batch].is_cash else _("发放花名册")
        proofs, bills = others.get(key, (0, 0))
        told = (
            (roster, max(1, pages.get(batch, 0))),
            (_("银行代发结果"), answers.get(batch, 0)),
            (_("代收申请和证明"), proofs),
            (_("直接付款清单"), bills),
        )
        papers[key] = [Paper(name, count) for name, count in told if count]
    return papers


def _count_others(keys: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """By journal, how many are paid to somebody else, and how many lists go to institutions
    (institutions.list_bills: one for each name, number and account)."""
    other = "commitment__payable__others"
    rows = Posting.objects.filter(
        journal__in=keys, side=Side.CREDIT, **{f"{other}__state": OtherState.APPROVED}
    )
    columns = ("pk", "party", "name", "number_index", "bank_card_index")
    proofs: dict[UUID, set[int]] = defaultdict(set)
    bills: dict[UUID, set[tuple[str, bytes | None, bytes | None]]] = defaultdict(set)
    for key, pk, party, name, *indexes in rows.values_list(
        "journal", *(f"{other}__{one}" for one in columns)
    ):
        proofs[key].add(pk)
        if party in INSTITUTIONS:
            number, card = map(as_bytes, indexes)
            bills[key].add((name, number, card))
    return {key: (len(theirs), len(bills[key])) for key, theirs in proofs.items()}


def list_paid_payables(journals: Sequence[Journal]) -> Mapping[object, list[Payable]]:
    """The payables that these journals paid, by the journal's id: for rooms that keep a paper of each."""
    keys = [row.pk for row in journals if row.event == Event.SETTLE]
    rows = Posting.objects.filter(journal__in=keys, side=Side.CREDIT, commitment__payable__isnull=False)
    found: dict[object, list[Payable]] = {}
    for row in rows.select_related("commitment__payable").order_by("pk"):
        if row.commitment is not None:
            found.setdefault(row.journal_id, []).append(row.commitment.payable)
    return found
