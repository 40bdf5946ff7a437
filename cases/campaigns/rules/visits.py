"""What is told of a visit in a campaign, and what of it does not fit: pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.campaigns.states import Handed, Met


@dataclass(frozen=True)
class Heard:
    """A wish, whose task it is (the key of a person) and by when."""

    text: str
    owner_id: int
    due_on: date


@dataclass(frozen=True)
class Told:
    """What is written down of one visit."""

    visited_on: date
    kind: str
    visitors: tuple[str, ...]
    met: str
    handed: str
    proxy: str = ""
    relation: str = ""
    words: str = ""
    may_publish: bool = False
    wishes: tuple[Heard, ...] = ()


@dataclass(frozen=True)
class Span:
    """From when to when a row may be visited: from its approval, within the campaign, not in days to come."""

    from_on: date
    until_on: date

    def holds(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


def find_visit_faults(told: Told, span: Span) -> Iterator[tuple[str, str]]:
    """(field, sentence) for what of a visit does not fit."""
    if not span.holds(told.visited_on):
        said = {"start": span.from_on.isoformat(), "end": span.until_on.isoformat()}
        yield (
            "visited_on",
            (_("走访日期要在名单批准以后、活动期间，不晚于今天（%(start)s 至 %(end)s）。") % said),
        )
    if not told.visitors:
        yield "visitors", _("请填写走访人。")
    if told.met == Met.NOBODY and told.handed != Handed.NOT_REACHED:
        yield "handed", _("没有见到人，只能登记“没有送到”。")
    if told.met == Met.PROXY and not (told.proxy and told.relation):
        yield "proxy", _("由他人代收的，请写明代收人和与本人的关系。")
    if told.met != Met.PROXY and (told.proxy or told.relation):
        yield "proxy", _("没有由他人代收，请清空代收人和关系。")
    if any(wish.due_on < told.visited_on for wish in told.wishes):
        yield "due_on", _("办理期限不能早于走访日期。")
