"""附件: what is attached to a voucher, by name and count; derived as it is drawn up, put right until it is
checked."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.books.models import Voucher, VoucherPaper
from funds.books.rules.papers import papers_of_bank
from funds.books.services.refusals import BooksRefused, books_write, require_of
from funds.books.states import PaperOrigin
from funds.ledgers.models import Journal
from funds.ledgers.selectors import Paper, find_papers
from funds.ledgers.states import Event
from hardship.accounts.models import User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow


def papers_of_journals(
    journals: Sequence[Journal], in_cash: frozenset[object]
) -> Mapping[object, Sequence[Paper]]:
    """What is attached to the vouchers of these, by the journal's id; those `in_cash` moved no bank."""
    found = find_papers(journals)
    papers: dict[object, Sequence[Paper]] = {}
    for row in journals:
        moves_bank = row.event != Event.SET_OFF and not row.is_reversal and row.pk not in in_cash
        own = papers_of_bank(moves_bank=moves_bank, others=[one.name for one in found[row.pk]])
        papers[row.pk] = [*found[row.pk], *(Paper(name) for name in own)]
    return papers


def attach(papers: Sequence[tuple[Voucher, Sequence[Paper]]], by: User) -> None:
    """Writes the papers of vouchers that were drawn up in this transaction."""
    stood = stood_in_for(by)
    VoucherPaper.objects.bulk_create(
        VoucherPaper(
            voucher=voucher, name=paper.name, count=paper.count, origin=PaperOrigin.DERIVED, set_by=by,
            set_for=stood,
        )
        for voucher, found in papers
        for paper in found
    )  # fmt: skip


@books_write
def save_papers(
    *, voucher_id: int, counts: Mapping[int, int], by: User, name: str = "", count: int | None = None
) -> Voucher:
    """附件: how many there are of each (`counts`, by the key of a paper; of one that was added 0 takes it
    off), and one more by its `name`. Raises BooksRefused for who does not keep the books of the union, and
    once the voucher is checked."""
    voucher: Voucher = workflow.lock(Voucher.objects.visible_to(by).select_related("union"), voucher_id)
    require_of(voucher.union, by, Role.FINANCE)
    if voucher.checked_by_id is not None:
        raise BooksRefused(_("凭证已经审核，附件不能再改。"))
    if bool(name.strip()) != bool(count):
        raise BooksRefused(_("补记附件要写名称和张数。"), "name")
    for paper in voucher.papers.order_by("pk"):
        _set_count(paper, counts.get(paper.pk, paper.count), by)
    if name.strip():
        VoucherPaper.objects.create(
            voucher=voucher, name=name.strip(), count=count or 0, origin=PaperOrigin.ADDED, set_by=by,
            set_for=stood_in_for(by),
        )  # fmt: skip
    voucher.refresh_from_db(fields=["attachments"])
    kinds = voucher.papers.filter(count__gt=0).count()
    audit.record("voucher.papers", target=voucher, by=by, kinds=kinds, attachments=voucher.attachments)
    return voucher


def _set_count(paper: VoucherPaper, count: int, by: User) -> None:
    if count == paper.count:
        return
    if not count and not paper.is_derived:
        paper.delete()
        return
    paper.count, paper.set_at = count, timezone.now()
    paper.set_by, paper.set_for = by, stood_in_for(by)
    paper.save(update_fields=["count", "set_at", "set_by", "set_for"])
