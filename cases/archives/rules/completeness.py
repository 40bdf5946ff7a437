"""What a file still lacks before it can be submitted: pure, by section, with the field that fills it.

The required items are those that the national archive form marks with an asterisk (domain.md 3.1), asked
only of whom they concern, and the documents of the filing checklist (domain.md 3.4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cases.archives.rules.fields import FIELDS, Group, Whose, required_of
from cases.archives.rules.requirements import EMPLOYMENT_FIELDS, Read, required_now
from cases.archives.states import Cause, Health, Section, WorkerType
from cases.policies.states import EvidenceKind

HEAD_FIELDS, MEMBER_FIELDS = required_of(Whose.HEAD), required_of(Whose.MEMBER)
# What the worker's own section calls fields that members have too.
HEAD_LABELS = {
    "status": _lazy("工作状态"),
    "employer": _lazy("工作单位"),
    "monthly_income": _lazy("本人月平均收入（元）"),
}
HOUSING_FIELDS = required_of(Whose.HOUSEHOLD, Section.HOUSING)
CAUSE_FIELDS = required_of(Whose.HOUSEHOLD, Section.CAUSES)
ALWAYS_PROVED = (EvidenceKind.ID_CARD, EvidenceKind.HOUSEHOLD_REGISTER, EvidenceKind.INCOME)
PROVED_BY_CAUSE = {
    Cause.ILLNESS: EvidenceKind.DIAGNOSIS,
    Cause.SCHOOLING: EvidenceKind.ADMISSION,
    Cause.DISASTER: EvidenceKind.HARDSHIP,
    Cause.ACCIDENT: EvidenceKind.HARDSHIP,
    Cause.DISABILITY: EvidenceKind.DISABILITY,
}


@dataclass(frozen=True)
class Contents:
    """A household's file as loaded: the head apart from the other live members.

    `evidence` are the kinds of the documents on file; `consent` is the latest one, `consent_hash` the
    SHA-256 of the wording in force.
    """

    household: Any
    head: Any
    members: Sequence[Any]
    incomes: Sequence[Any]
    expenses: Sequence[Any]
    evidence: Sequence[Any]
    consent: Any
    consent_hash: str


@dataclass(frozen=True)
class Missing:
    """One item that is not there yet: `field` is the form field or the kind of document."""

    section: str
    field: str
    label: str


@dataclass(frozen=True)
class SectionState:
    """How far a section is: not started, missing some items, or complete."""

    section: str
    started: bool
    missing: tuple[Missing, ...]

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def label(self) -> str:
        return str(Section(self.section).label)


def completeness(file: Contents) -> dict[str, SectionState]:
    """For each section, in the order of the task list, what it lacks."""
    judges = {
        Section.WORKER: _worker,
        Section.MEMBERS: _members,
        Section.MONEY: _money,
        Section.HOUSING: _housing,
        Section.CAUSES: _causes,
        Section.EVIDENCE: _evidence,
        Section.CONSENT: _consent,
    }
    states = {}
    for section, judge in judges.items():
        started, missing = judge(file)
        rows = tuple(Missing(section, field, label) for field, label in missing)
        states[str(section)] = SectionState(section, started, rows)
    return states


def missing_items(states: dict[str, SectionState]) -> list[Missing]:
    """Everything that is missing, in the order of the task list."""
    return [item for state in states.values() for item in state.missing]


def required_fields(file: Contents, section: str) -> tuple[str, ...]:
    """The form fields of a section that must be filled in before this file can be submitted."""
    fields: dict[str, tuple[str, ...]] = {
        Section.WORKER: ("worker_type", *_head_fields(file)),
        Section.MEMBERS: MEMBER_FIELDS,
        Section.MONEY: ("kind", "annual_amount"),
        Section.HOUSING: _housing_fields(file),
        Section.CAUSES: CAUSE_FIELDS,
        Section.CONSENT: ("signed_on", "signer", "allows_check"),
    }
    return fields.get(section, ())


def required_evidence(file: Contents) -> list[EvidenceKind]:
    """The documents that this file needs: always three, the others by cause, health and status."""
    causes = [file.household.main_cause, *file.household.secondary_causes]
    people = [file.head, *file.members]
    kinds = [*ALWAYS_PROVED, *(PROVED_BY_CAUSE[Cause(cause)] for cause in causes if cause in PROVED_BY_CAUSE)]
    if any(person.health == Health.DISABLED for person in people):
        kinds.append(EvidenceKind.DISABILITY)
    if file.household.is_on_dibao:
        kinds.append(EvidenceKind.DIBAO)
    if file.household.worker_type == WorkerType.MIGRANT:
        kinds.append(EvidenceKind.LABOUR_CONTRACT)
    return list(dict.fromkeys(kinds))


Verdict = tuple[bool, list[tuple[str, str]]]


def _worker(file: Contents) -> Verdict:
    head = file.head
    missing = _blank(file.household, ("worker_type",)) + _blank(head, _head_fields(file), HEAD_LABELS)
    started = any(_has(head, field) for field in (*HEAD_FIELDS, *EMPLOYMENT_FIELDS))
    return started or _has(file.household, "worker_type"), missing


def _head_fields(file: Contents) -> tuple[str, ...]:
    def read(field: str) -> Any:
        return getattr(file.household if field == "worker_type" else file.head, field)

    return (*HEAD_FIELDS, *required_now(Whose.HEAD, read))


def _members(file: Contents) -> Verdict:
    missing = []
    for number, member in enumerate(file.members, start=1):
        who = member.name or _("第 %(number)s 位成员") % {"number": number}
        missing += [(f"{member.uid}:{field}", f"{who}：{label}") for field, label in _blank_member(member)]
    if not file.members and not file.household.members_reviewed:
        missing.append(("reviewed", _("填写家庭成员，或确认没有共同生活的其他成员")))
    return bool(file.members) or file.household.members_reviewed, missing


def _blank_member(member: Any) -> list[tuple[str, str]]:
    return _blank(member, member_fields(partial(getattr, member)))


def member_fields(read: Read) -> tuple[str, ...]:
    """What must be filled in of a member who gives these answers."""
    return (*MEMBER_FIELDS, *required_now(Whose.MEMBER, read))


def _money(file: Contents) -> Verdict:
    reviewed = file.household.money_reviewed
    missing = [] if file.incomes or reviewed else [("reviewed", _("填写收入，或确认近 12 个月没有收入"))]
    return bool(file.incomes or file.expenses) or reviewed, missing


def _housing(file: Contents) -> Verdict:
    return _started(file, Section.HOUSING), _blank(file.household, _housing_fields(file))


def _housing_fields(file: Contents) -> tuple[str, ...]:
    return (*HOUSING_FIELDS, *required_now(Whose.HOUSEHOLD, partial(getattr, file.household)))


def _causes(file: Contents) -> Verdict:
    return _started(file, Section.CAUSES), _blank(file.household, CAUSE_FIELDS)


def _evidence(file: Contents) -> Verdict:
    present = {item.kind for item in file.evidence}
    missing = [(str(kind), str(kind.label)) for kind in required_evidence(file) if kind not in present]
    return bool(file.evidence), missing


def _consent(file: Contents) -> Verdict:
    consent = file.consent
    if consent is None:
        return False, [("signed_on", _("家庭签字的承诺与授权"))]
    if consent.text_hash != file.consent_hash:
        return True, [("signed_on", _("承诺书文本已更新，请重新签字"))]
    return True, [] if consent.allows_check else [("allows_check", _("同意核对家庭经济状况"))]


def _started(file: Contents, section: Section) -> bool:
    fields = (field for field in FIELDS if field.section == section and field.group != Group.FORMER)
    return any(_has(file.household, field.key) for field in fields)


def _blank(
    instance: Any, fields: Iterable[str], labels: Mapping[str, Any] = MappingProxyType({})
) -> list[tuple[str, str]]:
    return [
        (field, str(labels.get(field) or instance._meta.get_field(field).verbose_name))
        for field in fields
        if not _has(instance, field)
    ]


def _has(instance: Any, field: str) -> bool:
    value = getattr(instance, field)
    return value is not None and value != "" and value != []
