"""附件: which papers stand behind a journal. Each room says what it keeps; the vouchers list it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.ledgers.models import Fund, Journal
from funds.ledgers.states import Event, Source
from hardship.kernel.registry import Registry


@dataclass(frozen=True)
class Paper:
    """So many sheets of one name."""

    name: str
    count: int = 1


Papers = Mapping[uuid.UUID, Sequence[Paper]]


class FindPapers(Protocol):
    def __call__(self, journals: Sequence[Journal]) -> Papers:
        """What a room keeps of these, by the journal's id, in as many queries for a thousand as for one;
        journals that it knows nothing of are among them."""


PAPERS: Registry[FindPapers] = Registry(
    "journal_papers", "Which papers rooms keep of a journal: a voucher lists them as attached."
)
OF_EVENTS = {
    Event.ALLOCATE: gettext_lazy("资金下拨通知书"),
    Event.ALLOCATE_IN: gettext_lazy("资金下拨通知书"),
    Event.RETURN: gettext_lazy("退回资金的文件"),
    Event.RETURN_IN: gettext_lazy("退回资金的文件"),
    Event.RETURN_OUT: gettext_lazy("退回资金的文件"),
    Event.BOUNCE: gettext_lazy("银行退汇通知"),
    Event.RECOVER: gettext_lazy("缴款凭据"),
    Event.SET_OFF: gettext_lazy("抵扣同意书"),
}
WITHOUT_DOCUMENT = (Source.DONATION, Source.ENTRUSTED, Source.INTEREST)


def find_papers(journals: Sequence[Journal]) -> Papers:
    """All papers of these, in the order of the rooms; of one name together. A reversal has its reason."""
    found: dict[uuid.UUID, dict[str, int]] = {row.pk: defaultdict(int) for row in journals}
    for row in journals:
        if row.is_reversal:
            found[row.pk][_("冲销说明")] = 1
    rows = [row for row in journals if not row.is_reversal]
    for find in PAPERS:
        for key, papers in find(rows).items():
            for paper in papers:
                found[key][paper.name] += paper.count
    return {key: [Paper(*pair) for pair in names.items()] for key, names in found.items()}


@PAPERS.add("ledgers.events")
def find_of_events(journals: Sequence[Journal]) -> Papers:
    """The paper of the event itself, and the document by which money came."""
    funds = {row.pk: row.source.partition(":")[2] for row in journals if row.event == Event.RECEIVE}
    keys = {key for key in funds.values() if key.isdigit()}
    told = Fund.objects.filter(pk__in=keys).exclude(source__in=WITHOUT_DOCUMENT)
    documents = {str(key) for key in told.values_list("pk", flat=True)}
    papers = {row.pk: [Paper(str(OF_EVENTS[Event(row.event)]))] for row in journals if row.event in OF_EVENTS}
    return papers | {key: [Paper(_("资金文件"))] for key, fund in funds.items() if fund in documents}
