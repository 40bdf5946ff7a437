"""What an application says and what it still lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEvidence
from cases.applications.rules import Offer, digest, fingerprints, goods_field
from cases.applications.selectors.copying import list_unconfirmed
from cases.applications.selectors.invoices import lacks_invoices, list_claimed
from cases.applications.selectors.missing import MissingPaper, find_missing
from cases.applications.selectors.offers import (
    application_obstacle,
    get_offer,
    halt_obstacle,
    season_obstacle,
)
from cases.applications.selectors.urgent import get_urgent, list_urgent_obstacles
from cases.applications.selectors.waivers import still_asked, waited_for, waived_content
from cases.applications.states import EDITABLE_STATES, Channel
from cases.archives.models import Evidence
from cases.archives.selectors import get_content as get_file_content
from cases.archives.selectors.consents import allows_notice
from cases.policies.models import Programme
from cases.policies.rules.document.handling import Paper
from cases.policies.rules.engine.granting import read_paper
from cases.policies.rules.vocabulary import FACTS
from cases.policies.states import Beneficiary
from hardship.accounts.models import User
from hardship.kernel.together import read, shared

# The field of the form that holds a fact under another name.
AT_FIELD = {"requested": "amount"}
# What of a member says who they are, how they are reached and paid.
IDENTITY = frozenset(
    {
        "uid", "name", "relation", "sex", "birth_on", "employer", "document_kind", "document_index",
        "id_number_index", "phone_index", "bank_name", "bank_branch", "bank_card_index",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """One thing that keeps an application from being submitted: the field that fills it and a sentence."""

    field: str
    text: str


def list_attached(application: Application) -> list[Evidence]:
    """The documents of the file that this application rests on and that are still there."""
    return read(application, _attached)[application.pk]


def _attached(applications: Sequence[Application]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = {row.pk: [] for row in applications}
    rows = ApplicationEvidence.objects.filter(application__in=found, evidence__removed_at__isnull=True)
    for link in rows.select_related("evidence__member").order_by("evidence"):
        found[link.application_id].append(link.evidence)
    return {key: sorted(documents, key=lambda row: row.kind) for key, documents in found.items()}


def missing_papers(application: Application, papers: Sequence[Paper]) -> list[MissingPaper]:
    """The papers of which nothing that is attached serves; how old they are counts from the submission."""
    on = timezone.localdate()
    if application.submitted_at is not None and application.state not in EDITABLE_STATES:
        on = timezone.localdate(application.submitted_at)
    papers = still_asked(application, papers)
    return find_missing(papers, list_attached(application), application.member_id, on)


def papers_of(application: Application) -> tuple[Paper, ...]:
    """The papers that were asked for when it was submitted; before that, those of today."""
    kept = application.entitlements.filter(round=application.round).first()
    if kept is None or application.state in EDITABLE_STATES:
        return get_offer(application).papers
    return tuple(read_paper(paper) for paper, met in kept.result["papers"] if met)


def get_content(application: Application) -> dict[str, Any]:
    """Everything that a decision rests on, by part, as JSON values.

    The file's documents count only where they are attached: what another application adds changes nothing.
    """
    file = get_file_content(application.household)
    if application.off_file:
        file = only_who(file)
    return {
        "application": {
            "uid": str(application.uid),
            "household": str(application.household.uid),
            "programme": [application.programme.code, application.programme_id],
            "rules": application.programme.policy.content_hash,
            "document": application.programme.document_no,
            "received": _received(application),
            "urgent": application.is_urgent,
            "member": str(application.member.uid) if application.member else None,
            "facts": dict(application.facts),
            "reason": application.reason,
            "amount": _plain(application.amount),
            "goods": list(application.goods),
            "invoices": [[row["number"], row["issuer"]] for row in application.invoices],
            "waived": waived_content(application),
            "entitled": _plain(application.entitled),
            "steps": list(application.entitled_steps),
            "category": [application.category, application.own_category, application.own_label],
        },
        "evidence": evidence_content(list_attached(application), application.programme),
        "household": file["household"],
        "members": file["members"],
        "incomes": file["incomes"],
        "expenses": file["expenses"],
    }


def dated_kinds(programme: Programme) -> set[str]:
    """The kinds of documents of which the programme asks that they are not too old, whatever the case."""
    papers = (paper for paper in programme.rule.papers if paper.within_months is not None)
    return {kind for paper in papers for kind in paper.any_of}


def evidence_content(documents: Iterable[Evidence], programme: Programme) -> list[list[str | None]]:
    """Documents as JSON values: kind, SHA-256, whose, and the day of issue where the programme asks how old
    one of its kind is. No other programme rests on that day: dating a document for one changes none else."""
    dated = dated_kinds(programme)
    return [
        [
            row.kind, row.sha256, str(row.member.uid) if row.member else None,
            *([row.issued_on.isoformat()] if row.issued_on and row.kind in dated else ()),
        ]
        for row in documents
    ]  # fmt: skip


def only_who(file: Mapping[str, Any]) -> dict[str, Any]:
    """Of a draft only who the person is and where the money goes: what is written into it meanwhile, so that
    it becomes a file, changes nothing of the application."""
    head = next(row for row in file["members"] if row["relation"] == "head")
    return {
        "household": {name: value if name == "uid" else "" for name, value in file["household"].items()},
        "members": [{name: value if name in IDENTITY else "" for name, value in head.items()}],
        "incomes": [],
        "expenses": [],
    }


def get_parts(application: Application) -> dict[str, str]:
    """The SHA-256 of each part of the content as it is now."""
    return fingerprints(get_content(application))


def content_hash(application: Application) -> str:
    """The SHA-256 of the canonical content as it is now: what a decision binds to."""
    return digest(get_parts(application))


def list_gaps(application: Application, found: Offer | None = None, by: User | None = None) -> list[Gap]:
    """What keeps the application from being submitted; nothing when it is complete. What else stands in the
    way is named where `by` may see it."""
    found = found or get_offer(application)
    barred = (
        application_obstacle(application), _halted(application), season_obstacle(application.programme)
    )  # fmt: skip
    gaps = [Gap("", text) for text in barred if text]
    gaps += _received_gaps(application)
    gaps += _person_gaps(application)
    gaps += [
        Gap(name, _("“%(label)s”是从上年复制的，请确认属实。") % {"label": label})
        for name, label, _words in list_unconfirmed(application)
    ]
    gaps += _figure_gaps(application, found)
    gaps += [Gap("invoices", text) for text in list_claimed(application, by)]
    return [
        *gaps,
        *(_urgent_gaps(application, found) if application.is_urgent else _paper_gaps(application, found)),
    ]


def _halted(application: Application) -> str:
    """What was handed in before its programme was stopped goes on, also where it came back since."""
    return "" if application.number else shared(application, halt_obstacle, application.programme)


def _waits(union: str | None) -> str:
    """That a paper which is missing may be let go soon, and by whom."""
    return _("已申请免交，正等“%(union)s”审批。") % {"union": union} if union else ""


def _urgent_gaps(application: Application, found: Offer) -> list[Gap]:
    """What is urgent is paid before its papers and its notice, within what its route allows; a paper that is
    there already is asked for its number."""
    urgent = get_urgent(application)
    if urgent is None:
        return [Gap("is_urgent", _("这个项目现在没有急难先行救助的流程，请取消“急难”，按平常流程申请。"))]
    gaps = [Gap("is_urgent", why) for why in list_urgent_obstacles(application)]
    if application.amount is not None and application.amount > urgent.most:
        said = _("急难先行救助最多 %(most)s 元，请改低申请金额，其余的按平常流程另行申请。")
        gaps.append(Gap("amount", said % {"most": f"{urgent.most:,.2f}"}))
    papers = still_asked(application, found.papers)
    missing = {paper.kinds for paper in missing_papers(application, papers)}
    if lacking := lacks_invoices(application, [paper for paper in papers if paper.any_of not in missing]):
        gaps.append(Gap("invoices", lacking))
    return gaps


def _paper_gaps(application: Application, found: Offer) -> list[Gap]:
    missing = missing_papers(application, found.papers)
    waiting = read(application, waited_for)[application.pk] if missing else {}
    gaps = [Gap("evidence", paper.why + _waits(waiting.get(",".join(paper.kinds)))) for paper in missing]
    if lacking := lacks_invoices(application, still_asked(application, found.papers)):
        gaps.append(Gap("invoices", lacking))
    if application.programme.rule.notice.days and not allows_notice(application.household):
        gaps.append(Gap("", _("家庭还没有同意公示，请先在档案的“承诺与授权”中登记。")))
    return gaps


def _received_gaps(application: Application) -> list[Gap]:
    gaps = []
    if application.received_on is None:
        gaps.append(Gap("received_on", _("请填写收到申请的日期。")))
    if application.channel == Channel.AGENT and not application.agent_name:
        gaps.append(Gap("agent_name", _("请填写代办人的姓名。")))
    if application.channel == Channel.AGENT and not application.agent_relation:
        gaps.append(Gap("agent_relation", _("请填写代办人与职工的关系。")))
    return gaps


def _person_gaps(application: Application) -> list[Gap]:
    gaps = []
    if application.programme.needs_person and application.member is None:
        is_student = application.programme.is_for_students
        gaps.append(Gap("member", _("请选择受助的学生。") if is_student else _("请选择病人。")))
    elif why := _person_fault(application):
        gaps.append(Gap("member", why))
    if not application.reason:
        gaps.append(Gap("reason", _("请填写申请理由。")))
    return gaps


def _person_fault(application: Application) -> str:
    """Why the person whom it is for can be that no more, or ''. The form takes only people of the household,
    so that a part that did not come back opens where they have left it."""
    member, programme = application.member, application.programme
    if member is None or programme.beneficiary == Beneficiary.HOUSEHOLD:
        return ""
    said = {"name": member.name}
    if programme.beneficiary == Beneficiary.WORKER:
        is_head = member.pk == application.household.head_id
        return "" if is_head else _("户主已不是“%(name)s”，请打开申请重新保存。") % said
    if member.removed_at is not None:
        return _("“%(name)s”已不在家庭成员里，请重新选择受助人。") % said
    if programme.is_for_students and not member.stage:
        return _("“%(name)s”没有登记在读阶段，请在档案里补充，或者重新选择受助的学生。") % said
    return ""


def _figure_gaps(application: Application, found: Offer) -> list[Gap]:
    if found.missing:
        return [
            Gap(AT_FIELD.get(name, name), _("请填写“%(label)s”。") % {"label": FACTS[name].label})
            for name in found.missing
        ]
    if found.limit is None or found.is_refused:
        return [Gap("" if found.is_service else "amount", found.why)]
    if found.is_service:
        return _goods_gaps(application)
    if application.amount is None:
        return [Gap("amount", _("请填写申请金额。"))]
    if application.amount > found.limit or application.entitled != found.limit:
        return [
            Gap(
                "amount",
                _("按现在的标准最多可申请 %(limit)s 元，请核对后重新保存。")
                % {"limit": f"{found.limit:,.2f}"},
            )
        ]
    return []


def _goods_gaps(application: Application) -> list[Gap]:
    if application.goods or not application.programme.rule.goods:
        return []
    return [Gap(goods_field(0), _("请至少填写一种物品的数量。"))]


def _received(application: Application) -> list[str]:
    on = application.received_on
    return [
        application.channel, on.isoformat() if on else "", application.agent_name, application.agent_relation,
    ]  # fmt: skip


def _plain(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"
