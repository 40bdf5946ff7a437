"""What an application says and what it still lacks."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import Offer, digest, fingerprints
from cases.applications.selectors.offers import file_obstacle, get_offer
from cases.applications.selectors.students import is_second
from cases.archives.models import Evidence
from cases.archives.selectors import get_content as get_file_content
from cases.policies.states import AmountRule, EvidenceKind


@dataclass(frozen=True)
class Gap:
    """One thing that keeps an application from being submitted: the field that fills it and a sentence."""

    field: str
    text: str


def list_attached(application: Application) -> list[Evidence]:
    """The documents of the file that this application rests on and that are still there."""
    rows = application.evidence.filter(removed_at__isnull=True).select_related("member")
    return sorted(rows, key=lambda row: (row.kind, row.pk))


def missing_evidence(application: Application) -> list[EvidenceKind]:
    """The required kinds of which no document is attached."""
    present = {row.kind for row in list_attached(application)}
    return [EvidenceKind(kind) for kind in application.programme.evidence_kinds if kind not in present]


def get_content(application: Application) -> dict[str, Any]:
    """Everything that a decision rests on, by part, as JSON values.

    The file's documents count only where they are attached: what another application adds changes nothing.
    """
    file = get_file_content(application.household)
    return {
        "application": {
            "uid": str(application.uid),
            "household": str(application.household.uid),
            "programme": [application.programme.code, application.programme_id],
            "document": application.programme.document_no,
            "member": str(application.member.uid) if application.member else None,
            "basis": _plain(application.basis),
            "stage": application.stage,
            "reason": application.reason,
            "amount": _plain(application.amount),
            "entitled": _plain(application.entitled),
            "steps": list(application.entitled_steps),
            "category": [application.category, application.own_category, application.own_label],
            "standard": application.standard_id,
        },
        "evidence": [
            [row.kind, row.sha256, str(row.member.uid) if row.member else None]
            for row in list_attached(application)
        ],
        "household": file["household"],
        "members": file["members"],
        "incomes": file["incomes"],
        "expenses": file["expenses"],
    }


def get_parts(application: Application) -> dict[str, str]:
    """The SHA-256 of each part of the content as it is now."""
    return fingerprints(get_content(application))


def content_hash(application: Application) -> str:
    """The SHA-256 of the canonical content as it is now: what a decision binds to."""
    return digest(get_parts(application))


def list_gaps(application: Application, found: Offer | None = None) -> list[Gap]:
    """What keeps the application from being submitted; nothing when it is complete."""
    found = found or get_offer(application)
    gaps = [Gap("", text) for text in (file_obstacle(application.household),) if text]
    gaps += _figure_gaps(application, found)
    gaps += [
        Gap("evidence", _("缺少“%(kind)s”。") % {"kind": kind.label})
        for kind in missing_evidence(application)
    ]
    consent = application.household.consents.order_by("-signed_on", "-pk").first()
    if consent is None or not consent.allows_notice:
        gaps.append(Gap("", _("家庭还没有同意公示，请先在档案的“承诺与授权”中登记。")))
    return gaps


def _figure_gaps(application: Application, found: Offer) -> list[Gap]:
    gaps = []
    kind = application.programme.amount_kind
    if kind == AmountRule.STAGE and application.member is None:
        gaps.append(Gap("member", _("请选择受益的学生。")))
    if is_second(application):
        gaps.append(Gap("member", _("这名学生本年度已经申请过同一项目，不能重复帮扶。")))
    if not application.reason:
        gaps.append(Gap("reason", _("请填写申请理由。")))
    if found.limit is None:
        gaps.append(Gap("basis" if kind == AmountRule.SHARE else "stage", found.why))
    elif found.limit <= 0:
        gaps.append(Gap("amount", found.steps[-1] + "。"))
    elif application.amount is None:
        gaps.append(Gap("amount", _("请填写申请金额。")))
    elif application.amount > found.limit or application.entitled != found.entitled:
        gaps.append(
            Gap(
                "amount",
                _("按现在的标准最多可申请 %(limit)s 元，请核对后重新保存。")
                % {"limit": f"{found.limit:,.2f}"},
            )
        )
    return gaps


def _plain(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"
