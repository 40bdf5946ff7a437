"""What an application says on paper: as it was submitted, or as it is now where it never was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from cases.applications.models import Application, Submission
from cases.applications.rules import say_all_goods, say_invoices, say_issued
from cases.applications.selectors.content import get_content
from cases.applications.selectors.facts import fact_rows
from cases.archives.models import Household, Member
from cases.archives.selectors import get_household_standard, live_members
from cases.policies.rules import instalments_words
from cases.policies.states import EvidenceKind, Stage
from hardship.accounts.selectors import competent_union
from hardship.kernel.scope import Part


@dataclass(frozen=True)
class PaperPerson:
    """A member as the form prints them; the numbers are masked, codes are words."""

    name: str
    relation: str
    sex: str
    id_number: str
    phone: str
    status: str
    health: str
    employer: str


@dataclass(frozen=True)
class Paper:
    """What 帮扶申请审批表 says besides the decisions; amounts in yuan. What was never submitted has the round
    0 and no time."""

    round: int
    at: datetime | None
    content_hash: str
    file_no: str
    head: PaperPerson
    members: tuple[PaperPerson, ...]
    address: str
    main_cause: str
    category: str
    standard: Decimal | None
    net: Decimal | None
    formula: str
    programme: str
    document: str
    beneficiary: PaperPerson | None
    stage: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    amount: Decimal | None
    reason: str
    evidence: tuple[str, ...]
    waived: tuple[str, ...]  # papers that it goes on without: which, who agreed, when, why
    agreed: Decimal | None  # the same, or less where less was approved
    unions: tuple[str, ...]  # that apply, review and decide
    is_service: bool = False  # which has no amount
    manner: str = ""  # what is given instead of one
    goods: str = ""  # which items of it, and how much
    is_urgent: bool = False  # decided and paid before its papers and its notice
    instalments: str = ""  # how it is divided, by the version of the programme that was applied for


def get_paper(application: Application, round: int | None = None) -> Paper:  # as the column is called
    """What was submitted in the present round, or in another; what was never submitted is printed as it is
    now."""
    kept = application.submissions.filter(round=round or application.round).first()
    at = kept.at if kept else None
    if kept is None:
        kept = Submission(round=0, content=get_content(application), shown=get_shown(application))
    rule = application.programme.rule.instalments
    said = instalments_words(rule) if rule else ""
    programme = application.programme
    goods = say_all_goods(kept.content["application"].get("goods", ()))
    paper = _read(kept, at=at)
    return replace(
        paper,
        agreed=application.amount if kept.round == application.round else paper.agreed,
        is_service=programme.is_service,
        manner=_("发放%(goods)s") % {"goods": goods} if goods else programme.manner,
        goods=goods,
        is_urgent=bool(kept.content["application"].get("urgent")),
        instalments=said,
    )


def get_shown(application: Application) -> dict[str, Any]:
    """What the form says now that is no part of the content, as JSON values."""
    household = application.household
    assessment = household.assessments.order_by("-pk").first()
    standard = get_household_standard(household)
    return {
        "file_no": household.file_no or "",
        "unions": [application.union.name, *(competent_union(application, part).name for part in Part)],
        "programme": application.programme.name,
        "numbers": {
            str(member.uid): [str(member.id_number or ""), str(member.phone or "")]
            for member in live_members(household)
        },
        "standard": None if standard is None else str(standard.monthly),
        "net": None if assessment is None or assessment.net is None else str(assessment.net),
        "formula": assessment.result.get("formula", "") if assessment else "",
    }


def _read(kept: Submission, *, at: datetime | None) -> Paper:
    content, shown = kept.content, kept.shown
    asked, household = content["application"], content["household"]
    people = {row["uid"]: _person(row, shown["numbers"]) for row in content["members"]}
    head, *members = people.values()
    return Paper(
        round=kept.round,
        at=at,
        content_hash=kept.content_hash,
        file_no=shown["file_no"],
        head=head,
        members=tuple(members),
        address=household["address"],
        main_cause=_word(Household, "main_cause", household["main_cause"]),
        category=asked["category"][2] or _word(Application, "category", asked["category"][0]),
        standard=_amount(shown["standard"]),
        net=_amount(shown["net"]),
        formula=shown["formula"],
        programme=shown["programme"],
        document=asked["document"],
        beneficiary=people.get(asked["member"]),
        stage=next((_stage(row) for row in content["members"] if row["uid"] == asked["member"]), ""),
        facts=(*fact_rows(asked["facts"]), *_invoices(asked.get("invoices", ()))),
        steps=tuple(asked["steps"]),
        amount=_amount(asked["amount"]),
        agreed=_amount(asked["amount"]),
        reason=asked["reason"],
        evidence=tuple(_documents(content["evidence"], people)),
        waived=tuple(_waived(asked.get("waived", ()))),
        unions=tuple(shown["unions"]),
    )


def _invoices(rows: Iterable[Sequence[str]]) -> Iterable[tuple[str, str]]:
    said = say_invoices({"number": number, "issuer": issuer} for number, issuer in rows)
    return [(_("票据号码"), said)] if said else []


def _person(row: dict[str, Any], numbers: dict[str, list[str]]) -> PaperPerson:
    id_number, phone = numbers.get(row["uid"], ("", ""))
    words = {name: _word(Member, name, row[name]) for name in ("relation", "sex", "status", "health")}
    return PaperPerson(name=row["name"], id_number=id_number, phone=phone, employer=row["employer"], **words)


def _stage(row: dict[str, Any]) -> str:
    return str(Stage(row["stage"]).label) if row["stage"] else ""


def _documents(rows: Iterable[list[Any]], people: dict[str, PaperPerson]) -> Iterable[str]:
    for kind, _sha256, uid, *issued in rows:
        label = str(EvidenceKind(kind).label)
        more = "，".join(filter(None, (people[uid].name if uid in people else "", *map(say_issued, issued))))
        yield f"{label}（{more}）" if more else label


def _waived(rows: Iterable[Sequence[str]]) -> Iterable[str]:
    for kinds, who, on, why in rows:
        label = _("或").join(str(EvidenceKind(kind).label) for kind in kinds.split(","))
        said = {"label": label, "who": who, "day": on, "why": why}
        yield _("%(label)s：%(who)s %(day)s 同意免交，%(why)s") % said


def _word(model: type[Model], name: str, code: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(dict(field.flatchoices).get(code, code))


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
