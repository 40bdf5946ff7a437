"""What the archive itself remarks on a file, from its first section to the last decision on it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.rules import Contents
from cases.archives.rules.contracts import doubts
from cases.archives.rules.doubts import doubt_bank, doubt_card, doubt_relation, unproved
from cases.archives.selectors.entry import Duplicate, list_file_duplicates
from cases.archives.selectors.extensions import FILE_REMARKS, Remark
from cases.archives.states import Relation, Section, WorkerType
from cases.archives.states.remarks import Severity
from hardship.accounts.models import User
from hardship.kernel.documents import check_card
from hardship.kernel.glyphs import list_lacking


@FILE_REMARKS.add("people")
def remark_on_people_elsewhere(file: Contents, user: User) -> list[Remark]:
    """Somebody of this household stands in another open file: an active one stops this one."""
    return [_elsewhere(row) for row in list_file_duplicates(file, user)]


def _elsewhere(row: Duplicate) -> Remark:
    told = {"person": row.person or _("此人"), "union": row.union, "state": row.state}
    one = _("一人只能在一份有效档案中，请与该工会核实。")
    key, facts = f"person:{row.uid}:{row.file}", (row.number, str(row.is_active))
    severity = Severity.GATE if row.is_active else Severity.HINT
    if row.household_id is None:
        text = _("%(person)s在其他工会已有档案（%(state)s），") % told
        return Remark(key, text + one, facts, severity, home=row.home)
    text = _("%(person)s在“%(union)s”已有档案（%(state)s），") % told
    todo = one if row.is_active else _("请核实由谁申报。")
    url = reverse("archives:case", args=[row.household_id])
    return Remark(key, text + todo, facts, severity, url=url, link=_("打开 %(name)s") % {"name": row.name})


@FILE_REMARKS.add("relations")
def remark_on_relations(file: Contents, user: User) -> list[Remark]:
    """A wife whose ID number is a man's: one of both is wrong."""
    doubts_of = ((place, person, _doubt(person)) for place, person in enumerate(file.members))
    return [
        Remark(
            f"sex:{person.uid}", text, (person.relation, _hex(person.id_number_index)), Severity.MUST,
            Section.MEMBERS, f"id_rows-{place}-relation",
        )
        for place, person, text in doubts_of
        if text
    ]  # fmt: skip


def _doubt(person: Any) -> str:
    told = person.sex if person.id_number_index else ""
    return doubt_relation(person.name or "—", person.relation, told)


@FILE_REMARKS.add("glyphs")
def remark_on_glyphs(file: Contents, user: User) -> list[Remark]:
    """A name with a sign that no font has: papers print a mark, to be written by hand."""
    people = ((person, "".join(list_lacking(person.name or ""))) for person in (file.head, *file.members))
    told = _(
        "%(name)s的姓名里有字库没有的字，打印出来印作“〓”，请对照身份证手写补上，或核对是不是输入法造的字。"
    )
    return [
        Remark(f"glyph:{person.uid}", told % {"name": person.name}, (lacking,), section=_section_of(person))
        for person, lacking in people
        if lacking
    ]


def _section_of(person: Any) -> str:
    return Section.WORKER if person.relation == Relation.HEAD else Section.MEMBERS


@FILE_REMARKS.add("card")
def remark_on_card(file: Contents, user: User) -> list[Remark]:
    """A card whose check digit is wrong, or that another bank gave out. Passbooks have no check digit, so
    that nobody is held up."""
    head = file.head
    if not head.bank_card:
        return []
    card, index, bank = check_card(head.bank_card.reveal()), _hex(head.bank_card_index), head.bank_name or ""
    rows = (
        ("card", doubt_card(card), (index,), "id_bank_card"),
        ("bank", doubt_bank(card, bank) if bank else "", (index, bank), "id_bank_name"),
    )
    return [
        Remark(f"{kind}:{head.uid}", text, facts, section=Section.WORKER, anchor=anchor)
        for kind, text, facts, anchor in rows
        if text
    ]


@FILE_REMARKS.add("contract")
def remark_on_contract(file: Contents, user: User) -> list[Remark]:
    """A migrant worker of less than a year (R15): a gate where the policy says so, a remark everywhere."""
    if file.household.worker_type != WorkerType.MIGRANT:
        return []
    head = file.head
    facts = (str(head.contract_on), str(head.contract_months))
    return [
        Remark(f"contract:{name}", why, facts, Severity.MUST, Section.WORKER, f"id_{name}")
        for name, why in doubts(vars(head), timezone.localdate()).items()
    ]


@FILE_REMARKS.add("receipts")
def remark_on_receipts(file: Contents, user: User) -> list[Remark]:
    """What lowers the income has a receipt, or somebody says where it is."""
    return [
        Remark(f"receipt:{item.pk}", text, _paid(item), Severity.MUST, Section.MONEY, anchor)
        for item, anchor, text in unproved(list(file.expenses))
    ]


def _paid(item: Any) -> tuple[str, ...]:
    return (item.kind, str(item.annual_amount), str(item.member_id), str(item.from_on), str(item.to_on))


def _hex(index: Any) -> str:
    return bytes(index or b"").hex()
