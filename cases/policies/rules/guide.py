"""A programme as the person reads it who applies: for whom, how much, with what, when (办事指南)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.policies.rules.describing import (
    cap_words,
    exclusion_rows,
    ground_rows,
    programme_words,
    requirement_rows,
)
from cases.policies.rules.document.amounts import Amount, Choose, Fixed, Least, Programme
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.routes import NOTICE, USUAL, Route
from cases.policies.rules.engine.wording import condition_words
from cases.policies.rules.handling import (
    costs_words,
    follow_up_words,
    goods_words,
    instalments_words,
    kinds_words,
    last_day_words,
    notice_length,
    notice_words,
    paper_words,
    season_words,
    shown_words,
    whom_words,
)
from cases.policies.rules.routing import limit_words, stage_words
from cases.policies.rules.saying import amount_words
from cases.policies.rules.vocabulary import APPROVERS, FACTS, STAGES

Row = tuple[str, str]
LONGEST_GROUND = 200


def describe_programme(document: PolicyDocument, code: str) -> list[Row]:
    """Heading and sentence of everything that a programme says, the amounts one by one."""
    programme = document.programmes[code]
    return [*_standards(document, programme), *_handling(programme), *_bounds(document, programme)]


def list_grounds(document: PolicyDocument, code: str) -> list[str]:
    """What a refusal of this programme can rest on, each with its paragraph: what keeps a family out, for
    whom the programme is, its papers, what else it says."""
    programme = document.programmes[code]
    rows = [
        *ground_rows(document),
        (programme_words(document, programme), programme.paragraph),
        *(
            (_("材料：%(kinds)s") % {"kinds": kinds_words(paper)}, programme.paragraph)
            for paper in programme.papers
        ),
        *(
            (f"{heading}：{text}", programme.paragraph)
            for heading, text in describe_programme(document, code)
        ),
    ]
    return list(dict.fromkeys(_ground(document, text, source) for text, source in rows))


@dataclass(frozen=True)
class Way:
    """One way that an application can go: for what it is ('' for all), its stages in words, within how many
    working days at the most, and the notice that is not in them, for it runs in days of all kinds."""

    limits: str
    stages: tuple[str, ...]
    workdays: int
    beside: str = ""


@dataclass(frozen=True)
class Leaflet:
    """What the person reads who applies, all of it made from the policy."""

    who: tuple[str, ...]
    bars: tuple[str, ...]
    amounts: tuple[Row, ...]
    papers: tuple[str, ...]
    asks: str
    ways: tuple[Way, ...]
    above: tuple[str, ...]
    notice: str
    after: tuple[str, ...]


def make_leaflet(document: PolicyDocument, code: str, routing: Sequence[PolicyDocument]) -> Leaflet:
    """Of one programme; `routing` are the documents that say how applications go, the nearest union first."""
    programme = document.programmes[code]
    labels = {rule.category: rule.label for rule in document.categories}
    known = "、".join(labels[name] for name in programme.for_)
    above = _("超过%(above)s的由%(by)s审批")
    return Leaflet(
        who=(
            *([known] if known else ()),
            *whom_words(programme),
            *(one for one, _no in requirement_rows(document)),
        ),
        bars=tuple(text for text, _no in exclusion_rows(document)),
        amounts=(*_standards(document, programme), *_times(programme), *_bounds(document, programme)),
        papers=tuple(paper_words(document, paper) for paper in programme.papers),
        asks="、".join(str(FACTS[name].label) for name in programme.asks),
        ways=tuple(_ways(document, programme, code, routing)),
        above=tuple(
            above % {"above": amount_words(document, row.above), "by": APPROVERS[row.by]}
            for row in programme.approval
        ),
        notice=notice_words(programme.notice),
        after=(*last_day_words(programme), *follow_up_words(programme)),
    )


def _ways(
    document: PolicyDocument, programme: Programme, code: str, routing: Sequence[PolicyDocument]
) -> Iterator[Way]:
    """The routes that are open to it, up to the first that is for everything; else the usual one."""
    if programme.route is not None:
        yield _way(document, document.routes[programme.route], programme)
        return
    for other in routing:
        for route in other.routes.values():
            if route.urgent is None and (not route.programmes or code in route.programmes):
                yield _way(other, route, programme)
                if not route.for_ and route.when is None:
                    return
    yield _way(document, USUAL, programme)


def _way(document: PolicyDocument, route: Route, programme: Programme) -> Way:
    stages = [stage for stage in route.stages if stage.kind != NOTICE or programme.notice.days]
    own = [stage for stage in stages if stage.kind != NOTICE]
    days = sum(stage.workdays for stage in own)
    is_shown, in_workdays = len(stages) > len(own), programme.notice.kind == "workdays"
    return Way(
        limit_words(document, route),
        tuple(stage_words(document, stage) for stage in stages),
        days + (programme.notice.days if is_shown and in_workdays else 0),
        notice_words(programme.notice) if is_shown and not in_workdays else "",
    )


def _ground(document: PolicyDocument, text: str, source: str) -> str:
    """“《帮扶管理办法》第五条：……”; a paragraph that names a document of its own stands by itself."""
    title = f"《{document.title}》" if not source or source.startswith("第") else ""
    ground = f"{title}{source}：{text}"
    return ground if len(ground) <= LONGEST_GROUND else f"{ground[: LONGEST_GROUND - 1]}…"


def _standards(document: PolicyDocument, programme: Programme) -> Iterator[Row]:
    amount = programme.amount
    if amount is None:
        yield _("标准"), _("按件发实物，不发钱") if programme.form == "goods" else _("提供服务，不发钱物")
        if programme.goods:
            yield _("物品"), _("每次申请%(goods)s") % {"goods": goods_words(programme.goods)}
        return
    if not isinstance(amount, Choose) or amount.by not in ("category", "stage"):
        yield _("标准"), _amount(document, amount)
        return
    labels = {rule.category: rule.label for rule in document.categories} | {**STAGES}
    for name, one in amount.amounts.items():
        yield str(labels.get(name, name)), _amount(document, one)
    if amount.otherwise is not None:
        yield _("其他"), _amount(document, amount.otherwise)


def _amount(document: PolicyDocument, amount: Amount) -> str:
    """A lesser of an amount and a sum reads as that amount with a ceiling."""
    if isinstance(amount, Least) and len(amount.least) == 2 and isinstance(amount.least[1], Fixed):
        first, most = (amount_words(document, one) for one in amount.least)
        return _("%(amount)s，最高 %(most)s") % {"amount": first, "most": most}
    return amount_words(document, amount)


def _bounds(document: PolicyDocument, programme: Programme) -> Iterator[Row]:
    if programme.when is not None:
        yield _("条件"), condition_words(document, programme.when)
    if programme.cap is not None:
        yield _("最高"), amount_words(document, programme.cap)
    for cap in programme.caps:
        yield _("限额"), cap_words(document, cap)


def _handling(programme: Programme) -> Iterator[Row]:
    yield from _times(programme)
    notice = programme.notice
    yield _("公示"), notice_length(notice.days, notice.kind) if notice.days else notice_words(notice)
    if notice.days:
        yield _("公示内容"), shown_words(programme)


def _times(programme: Programme) -> Iterator[Row]:
    """When it is applied for, which costs count, how it is paid."""
    if programme.season is not None:
        yield _("申请时间"), season_words(programme.season)
    if programme.costs is not None:
        yield _("费用"), costs_words(programme.costs)
    if programme.instalments is not None:
        yield _("发放"), instalments_words(programme.instalments)
