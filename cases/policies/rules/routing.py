"""Routes in words: what a stage is called, and the whole way of an application as a sentence."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.policies.rules.document.policy import NATIONAL, PolicyDocument
from cases.policies.rules.document.routes import NOTICE, Copy, Route, Stage, Urgent, Whole
from cases.policies.rules.engine.wording import condition_words
from cases.policies.rules.stages import COPY_MOMENTS, COPY_ROLES, STAGE_KINDS, STAGE_PLACES, STAGE_ROLES
from cases.policies.rules.vocabulary import label_of


def stage_name(stage: Stage) -> str:
    """As a policy calls it, else by what is done there: 审核, 公示, 审批."""
    return stage.label or str(STAGE_KINDS[stage.kind])


def route_words(document: PolicyDocument, route: Route) -> str:
    """“县审市批：区县审核（区县总工会审核人，5 个工作日）→ 公示 → …。”."""
    ways = " → ".join(stage_words(document, stage) for stage in route.stages)
    limits = limit_words(document, route)
    copies = "；".join(copy_words(one) for one in route.copy_to)
    said = f"{route.label}{f'（{limits}）' if limits else ''}：{ways}。{whole_words(route.whole)}"
    return said + _("抄送%(copies)s。") % {"copies": copies} if copies else said


def limit_words(document: PolicyDocument, route: Route) -> str:
    """“用于大病救助，适用于深度困难职工”; '' for one that is for everything."""
    return "，".join(_limits(document, route))


def copy_words(copy: Copy) -> str:
    """“市总工会部门负责人（批准、不予帮扶时）”."""
    moments = "、".join(str(COPY_MOMENTS[one]) for one in copy.on)
    said = {"post": f"{STAGE_PLACES[copy.at]}{COPY_ROLES[copy.role]}", "moments": moments}
    return _("%(post)s（%(moments)s时）") % said


def stage_words(document: PolicyDocument, stage: Stage) -> str:
    """“市级审批（市总工会审批人 2 人同意，5 个工作日；申请金额高于 20,000 元的）”."""
    if stage.kind == NOTICE:
        return stage_name(stage)
    who = f"{STAGE_PLACES[stage.at]}{'' if stage.outside else STAGE_ROLES[stage.role]}"
    if stage.deciders > 1:
        who += _(" %(n)s 人同意") % {"n": stage.deciders}
    said = [f"{who}，" + _("%(n)s 个工作日") % {"n": stage.workdays}]
    if stage.outside:
        said.append(_("在系统外办理，登记批复"))
    said += which_words(document, stage)
    return f"{stage_name(stage)}（{'；'.join(said)}）"


def which_words(document: PolicyDocument, stage: Stage) -> list[str]:
    """Which cases go through a stage, where not every one does: “申请金额高于 20,000 元的”."""
    said = []
    if stage.for_:
        labels = category_labels(document)
        said.append(_("%(names)s的") % {"names": "、".join(labels.get(name, name) for name in stage.for_)})
    if stage.funds:
        names = "、".join(label_of("fund_sources", source) for source in stage.funds)
        said.append(_("用%(names)s资金的") % {"names": names})
    if stage.when is not None:
        said.append(_("%(when)s的") % {"when": condition_words(document, stage.when)})
    return said


def urgent_words(urgent: Urgent) -> str:
    """“急难先行救助，最多 3,000 元，批准后 10 个工作日内补办”."""
    said = {"most": f"{urgent.most:,.2f}".removesuffix(".00"), "days": urgent.workdays}
    return _("急难先行救助，最多 %(most)s 元，批准后 %(days)s 个工作日内补办") % said


def whole_words(whole: Whole | None) -> str:
    """“全程 30 个工作日内办结，有特殊情况的最多 45 个工作日。”; '' where nothing is written of it."""
    if whole is None:
        return ""
    said = {"days": whole.workdays, "most": whole.longest}
    return _("全程 %(days)s 个工作日内办结，写明原因的最多 %(most)s 个工作日。") % said


def category_labels(document: PolicyDocument) -> dict[str, str]:
    """By code the categories that a route may be for: those of its policy, the national ones where that has
    none."""
    own = {rule.category: rule.label for rule in document.categories}
    return own or {code: label_of("national_categories", code) for code in NATIONAL}


def _limits(document: PolicyDocument, route: Route) -> Iterator[str]:
    """For what the route is, where not for everything."""
    if route.urgent is not None:
        yield urgent_words(route.urgent)
    if route.programmes:
        known = document.programmes
        names = "、".join(known[name].label if name in known else name for name in route.programmes)
        yield _("用于%(names)s") % {"names": names}
    if route.for_:
        labels = category_labels(document)
        yield _("适用于%(names)s") % {"names": "、".join(labels[name] for name in route.for_)}
    if route.when is not None:
        yield _("%(when)s的") % {"when": condition_words(document, route.when)}
