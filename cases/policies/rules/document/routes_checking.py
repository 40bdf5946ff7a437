"""Routes that nobody can go to their end, that skip the notice, or on which whoever applies decides."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.policies.rules.document import conditions
from cases.policies.rules.document.amounts import Programme
from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.naming import Finding, unknown
from cases.policies.rules.document.policy import NATIONAL, PolicyDocument
from cases.policies.rules.document.routes import (
    DECIDE,
    MEETING,
    NOTICE,
    ORDER,
    Copy,
    Route,
    Stage,
    Urgent,
    Whole,
)
from cases.policies.rules.document.walking import walk
from cases.policies.rules.stages import DECIDING_ROLES
from cases.policies.rules.vocabulary import FACTS

MOST_STAGES, MOST_LETTERS = 12, 30
SHORT_WAYS = ([ORDER["review"], ORDER[DECIDE]], [ORDER[DECIDE]])


def _route(document: PolicyDocument, key: str, value: Route) -> Iterator[Finding]:
    yield from _categories(document, key, value.for_)
    yield from _order(key, value) if value.urgent is None else _short(key, value)
    yield from _end(key, value)
    yield from _copies(key, value)
    if len(value.stages) > MOST_STAGES:
        yield dotted(key, "stages"), _("一条流程最多 %(most)s 个环节。") % {"most": MOST_STAGES}
    for name in value.programmes:
        if document.programmes and name not in document.programmes:
            yield dotted(key, "programmes"), unknown(_("帮扶项目"), name, tuple(document.programmes))


def _categories(document: PolicyDocument, key: str, names: Sequence[str]) -> Iterator[Finding]:
    """Those of the policy; of one that has none, and writes routes alone, the national ones."""
    known = tuple(rule.category for rule in document.categories) or NATIONAL
    for name in names:
        if name not in known:
            yield dotted(key, "for"), unknown(_("类别"), name, known)


def _order(key: str, value: Route) -> Iterator[Finding]:
    """Looked at first, then shown, then decided: each once for the notice."""
    kinds = [stage.kind for stage in value.stages]
    if kinds.count(NOTICE) != 1:
        yield (
            dotted(key, "stages"),
            _("流程里要有一个公示环节，不多不少；不公示的项目，在项目的“公示”里写明理由。"),
        )
    places = [ORDER[kind] for kind in kinds]
    if places != sorted(places):
        yield dotted(key, "stages"), _("顺序应当是：审核、公示、审批；公示前审核，公示后审批。")
    if kinds and ORDER[kinds[0]] > 0:
        yield dotted(key, "stages"), _("公示以前至少要有一个审核环节。")


def _short(key: str, value: Route) -> Iterator[Finding]:
    """What is urgent is looked at once and decided, or decided at once by somebody who did not enter it;
    papers and notice follow."""
    if [ORDER[stage.kind] for stage in value.stages] not in SHORT_WAYS:
        yield (
            dotted(key, "stages"),
            _(
                "急难先行救助的流程最多两个环节：一个审核（或实地核查）、一个审批，或者只有一个审批；"
                "公示在发放以后补。"
            ),
        )
    if any(stage.kind == MEETING or stage.outside for stage in value.stages):
        yield dotted(key, "stages"), _("急难先行救助由审批人当场决定，不写集体研究和系统外办理。")


def _urgent(_document: PolicyDocument, key: str, value: Urgent) -> Iterator[Finding]:
    if value.most <= 0:
        yield dotted(key, "most"), _("请写明先行救助最多多少元，例如 3000。")


def _whole(_document: PolicyDocument, key: str, value: Whole) -> Iterator[Finding]:
    if value.longest < value.workdays:
        yield dotted(key, "longest"), _("延长以后的时限不能比平常的短。")


def _copy(_document: PolicyDocument, key: str, value: Copy) -> Iterator[Finding]:
    if value.at == "national":
        yield dotted(key, "at"), _("全国总工会不在本系统办理，不能抄送。")
    if not value.on or len(set(value.on)) < len(value.on):
        yield dotted(key, "on"), _("请写明什么时候抄送，每种只写一次：提交、批准、不予帮扶。")


def _copies(key: str, value: Route) -> Iterator[Finding]:
    posts = [(one.at, one.role) for one in value.copy_to]
    if len(set(posts)) < len(posts):
        yield dotted(key, "copy_to"), _("同一工会、同一岗位的抄送写了两次，请并成一条。")


def _end(key: str, value: Route) -> Iterator[Finding]:
    """It ends with a decision, whatever the case is."""
    if not value.stages or value.stages[-1].kind != DECIDE:
        yield dotted(key, "stages"), _("流程没有结尾：最后一个环节应当是审批。")
    elif not any(stage.is_always for stage in value.stages if stage.kind == DECIDE):
        yield (
            dotted(key, "stages"),
            _("每个审批环节都有条件，条件都不符合时没有人审批；请留一个不带条件的。"),
        )
    meetings = [n for n, stage in enumerate(value.stages) if stage.kind == MEETING]
    if meetings and not any(one.kind == DECIDE and one.is_always for one in value.stages[meetings[-1] :]):
        yield dotted(key, "stages"), _("集体研究以后，要有一个不带条件的审批环节。")
    if not any(stage.kind != NOTICE and stage.is_always for stage in value.stages[:1]):
        yield dotted(key, "stages"), _("第一个环节不能有条件，否则有的申请一开始就没有人审核。")


def _stage(document: PolicyDocument, key: str, value: Stage) -> Iterator[Finding]:
    yield from _categories(document, key, value.for_)
    if len(value.label) > MOST_LETTERS:
        yield dotted(key, "label"), _("最多 %(most)s 个字。") % {"most": MOST_LETTERS}
    if value.kind == NOTICE and value != Stage(NOTICE, value.label):
        yield key, _("公示环节只写名称，由审核工会公示；公示几天写在项目的“公示”里。")
    if value.kind == DECIDE and value.role not in DECIDING_ROLES:
        yield dotted(key, "role"), _("审批由审批人或审核人办理。")
    if value.at == "national" and not value.outside:
        yield (
            dotted(key, "outside"),
            _("全国总工会不在本系统办理，请写明“在系统外办理”（outside: true），由上一环节登记批复。"),
        )
    if value.outside and value.deciders > 1:
        yield dotted(key, "deciders"), _("在系统外办理的环节登记一次批复，不写人数。")
    if value.kind != DECIDE and value.outside:
        yield dotted(key, "outside"), _("只有审批可以在系统外办理、登记批复；审核和集体研究不行。")
    if value.when is not None:
        yield from _decidable(dotted(key, "when"), value.when)


def _decidable(key: str, condition: Any) -> Iterator[Finding]:
    """The way of an application is told from what it states, or it could change under way."""
    for place, inner in walk(condition, key):
        if isinstance(inner, conditions.Check) and FACTS[inner.fact].part == "need":
            continue
        if isinstance(inner, conditions.Check | conditions.Compare | conditions.Count | conditions.Streak):
            yield place, _("审批环节的条件只能看这一次申请的事实，例如申请金额（requested）。")


def _named(document: PolicyDocument, key: str, value: Programme) -> Iterator[Finding]:
    if value.route is not None and value.route not in document.routes:
        yield dotted(key, "route"), unknown(_("审批流程"), value.route, tuple(document.routes))
    elif value.route is not None and document.routes[value.route].urgent is not None:
        yield dotted(key, "route"), _("急难先行救助的流程不能写作项目平常走的流程；急难的申请会自动走它。")


ROUTE_CHECKERS: tuple[tuple[Any, Any], ...] = (
    (Route, _route),
    (Stage, _stage),
    (Urgent, _urgent),
    (Whole, _whole),
    (Copy, _copy),
    (Programme, _named),
)
