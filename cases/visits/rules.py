"""Home visits: the checklist that ships, and what a record of a visit must hold.

三查一访 (three checks, one visit) is what unions call the check before a file is opened. No source at hand
defines its items (domain.md 2.3), so the checklist below is this system's default and nothing more: every
union may write its own, which then holds for the unions below it as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.states import Demand, Mood, Section
from cases.visits.states import CheckGroup, Conclusion, Finding, VisitMode

LEAST_VISITORS = 2  # 最低生活保障审核确认办法 Art. 16
MOST_VISITORS = 4
MOST_ITEMS = 40
ITEM_LENGTH = 120


@dataclass(frozen=True)
class Item:
    """One line of a checklist: `key` stays the same from version to version, `section` is the part of the
    file to correct when the answer is no ("" for none)."""

    key: str
    group: str
    text: str
    section: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Item":
        return cls(
            key=str(stored["key"]), group=str(stored["group"]), text=str(stored["text"]),
            section=str(stored.get("section", "")),
        )  # fmt: skip

    def to_json(self) -> dict[str, str]:
        return {"key": self.key, "group": self.group, "text": self.text, "section": self.section}


@dataclass(frozen=True)
class Person:
    """A visitor: name and post."""

    name: str
    post: str


@dataclass(frozen=True)
class Answered:
    item: Item
    finding: str
    note: str = ""


@dataclass(frozen=True)
class VisitRecord:
    """What is written down of one visit. `respondent` is the uid of a member, "" for somebody else."""

    visited_on: date
    mode: str
    visitors: Sequence[Person]
    respondent: str
    respondent_name: str
    respondent_relation: str
    answers: Sequence[Answered]
    persons: int
    situation: str
    causes_found: str
    wants_found: str
    conclusion: str
    comment: str = ""
    mode_reason: str = ""
    place: str = ""
    unsigned_reason: str = ""
    demands: Sequence[str] = ()
    demand_note: str = ""
    mood: str = ""
    mood_note: str = ""


DEFAULT_NAME = gettext_lazy("三查一访（系统缺省）")
_DEFAULT = (
    ("id01", CheckGroup.IDENTITY, Section.WORKER, gettext_lazy("本人身份证、户口本与档案一致")),
    (
        "id02",
        CheckGroup.IDENTITY,
        Section.MEMBERS,
        gettext_lazy("共同生活的家庭成员与档案一致，没有多报、漏报"),
    ),
    ("id03", CheckGroup.IDENTITY, Section.WORKER, gettext_lazy("工作单位、用工形式、人员身份与档案一致")),
    ("me01", CheckGroup.MEANS, Section.MONEY, gettext_lazy("工资、养老金、低保金等收入与档案一致，没有隐瞒")),
    ("me02", CheckGroup.MEANS, Section.MONEY, gettext_lazy("医疗、教育等刚性支出有票据，与档案一致")),
    ("me03", CheckGroup.MEANS, Section.HOUSING, gettext_lazy("住房、车辆、存款、经营情况与档案一致")),
    ("ca01", CheckGroup.CAUSE, Section.CAUSES, gettext_lazy("致困原因属实，病历、证明等材料看过原件")),
    ("ca02", CheckGroup.CAUSE, Section.CAUSES, gettext_lazy("帮扶需求与档案一致，是家庭当前最需要的")),
    ("ca03", CheckGroup.CAUSE, Section.CAUSES, gettext_lazy("享受低保、其他救助和帮扶的情况与档案一致")),
    ("ho01", CheckGroup.HOME, Section.HOUSING, gettext_lazy("到家中看过，居住地址、居住条件与档案一致")),
    ("ho02", CheckGroup.HOME, "", gettext_lazy("家中生活状况与困难程度相符")),
    ("ho03", CheckGroup.HOME, "", gettext_lazy("已向家庭讲明政策、权利和信息核对授权")),
)


def default_items() -> tuple[Item, ...]:
    """The checklist where no union has written its own."""
    return tuple(Item(key, group, str(text), section) for key, group, section, text in _DEFAULT)


def faults(record: VisitRecord, *, today: date) -> list[tuple[str, str]]:
    """What is wrong with a record: the field and a sentence; nothing for one that may be kept."""
    return [*_when_and_how(record, today), *_who(record), *_answers(record), *_voices(record)]


def signature_faults(record: VisitRecord, *, has_paper: bool, signed: Sequence[str]) -> list[tuple[str, str]]:
    """Visitors and family sign: on the paper form that was photographed, or each with a finger. `signed`
    holds the places of those who did: "1", "2", …, "respondent". A family that is not at hand, or cannot
    write, is excused with a reason."""
    if has_paper:
        return []
    found = [
        (f"signature{place}", _("“%(name)s”还没有签名；也可以拍下签好的纸质表。") % {"name": person.name})
        for place, person in enumerate(record.visitors, start=1)
        if str(place) not in signed
    ]
    excused = record.mode != VisitMode.AT_HOME or record.unsigned_reason
    if "respondent" not in signed and not excused:
        found.append(("signature_respondent", _("请家属签名；不能签的写明原因，或拍下按了手印的纸质表。")))
    return found


def _when_and_how(record: VisitRecord, today: date) -> list[tuple[str, str]]:
    found = []
    if record.visited_on > today:
        found.append(("visited_on", _("日期不能晚于今天，请核对。")))
    if record.mode == VisitMode.AT_HOME and not record.place:
        found.append(("place", _("请填写走访地点。")))
    if record.mode != VisitMode.AT_HOME and not record.mode_reason:
        found.append(("mode_reason", _("电话、视频调查只用于紧急情况，请写明原因。")))
    return found


def _who(record: VisitRecord) -> list[tuple[str, str]]:
    found = []
    names = [person.name for person in record.visitors]
    if len(set(names)) < LEAST_VISITORS:
        field = f"visitor{min(len(names) + 1, LEAST_VISITORS)}_name"
        found.append((field, _("入户调查至少两人，请填写两位不同的走访人。")))
    elif len(set(names)) < len(names):
        found.append((f"visitor{len(names)}_name", _("同一位走访人填了两次。")))
    if not record.respondent_name:
        found.append(("respondent_name", _("请填写被访人姓名。")))
    if not record.respondent_relation:
        found.append(("respondent_relation", _("请填写被访人与户主的关系。")))
    return found


def _answers(record: VisitRecord) -> list[tuple[str, str]]:
    found = [
        (f"note-{answer.item.key}", _("不属实的请写明实际情况。"))
        for answer in record.answers
        if answer.finding == Finding.UNTRUE and not answer.note
    ]
    untrue = any(answer.finding == Finding.UNTRUE for answer in record.answers)
    if untrue and record.conclusion == Conclusion.AS_FILED:
        found.append(("conclusion", _("有不属实的项目，结论不能是“情况属实”。")))
    unseen = record.answers and all(answer.finding == Finding.UNCHECKED for answer in record.answers)
    if unseen and record.conclusion != Conclusion.UNVERIFIED:
        found.append(("conclusion", _("清单一项都没有查，结论只能是“未能核实”。")))
    return found


def _voices(record: VisitRecord) -> list[tuple[str, str]]:
    """What a code does not say is said in words."""
    found = []
    if Demand.OTHER in record.demands and not record.demand_note:
        found.append(("demand_note", _("选了“其他诉求”的请写明是什么。")))
    if record.mood in (Mood.WORRIED, Mood.UNSETTLED) and not record.mood_note:
        found.append(("mood_note", _("有顾虑、情绪不稳的请写明为什么。")))
    return found


VOICES = ("demands", "demand_note", "mood", "mood_note")


def heard_otherwise(heard: Any, filed: Any) -> list[str]:
    """Of VOICES those that were heard on a visit and stand otherwise in the file; what nobody spoke of is no
    difference."""
    return [
        name
        for name in VOICES
        if getattr(heard, name) and _order(getattr(heard, name)) != _order(getattr(filed, name))
    ]


def _order(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
