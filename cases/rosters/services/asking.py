"""Asks a checker for what a roster would change in a filed household: one change request for each section."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cases.archives.models import ChangeRequest, Household, IncomeItem, Member
from cases.archives.rules.fields import APART, PERSON_FIELDS, section_of
from cases.archives.services.life import changes, proposals
from cases.archives.states import ChangeState, IncomeKind, Relation, Section
from cases.rosters.models import ImportChange, ImportRequest
from cases.rosters.rules.entries import MONTHS
from cases.rosters.services.differences import Difference
from cases.rosters.services.writing import PENSIONED, income_note, make_member
from hardship.accounts.models import User
from hardship.kernel.fields import Secret


def sections_of(difference: Difference) -> set[Section]:
    """The sections in which it would wait for a checker."""
    if difference.name == "monthly_income":
        return {_section_of(difference), Section.MONEY}
    return {_section_of(difference)}


def ask_changes(
    *, household: Household, differences: Sequence[Difference], change: ImportChange, by: User
) -> list[ChangeRequest]:
    """A pending request for each section that is to change, inside the caller's transaction and lock."""
    requests = []
    for section, data in _data(household, differences).items():
        found = proposals.list_changes(household, section, data)
        if found:
            requests.append(changes.ask(household=household, section=section, found=found, by=by))
    ImportRequest.objects.bulk_create(ImportRequest(change=change, request=row) for row in requests)
    return requests


def withdraw_asked(change: ImportChange, *, by: User) -> int:
    """Take back what this row asked for and nobody has decided on yet; how many requests."""
    rows = ChangeRequest.objects.filter(import_request__change=change, state=ChangeState.PENDING)
    waiting = list(rows.select_for_update(of=("self",)))
    for request in waiting:
        changes.withdraw_for_roster(request, by=by)
    return len(waiting)


def _section_of(difference: Difference) -> Section:
    member = difference.member
    if member is not None:
        return Section.WORKER if member.relation == Relation.HEAD else Section.MEMBERS
    if difference.key == "added":
        return Section.MEMBERS
    return section_of(difference.name) or Section.CAUSES


def _data(household: Household, differences: Sequence[Difference]) -> dict[Section, dict[str, Any]]:
    """What the sections' forms would send to make these changes."""
    data: dict[Section, dict[str, Any]] = defaultdict(dict)
    rows: dict[str, dict[str, Any]] = {}
    incomes: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    for difference in differences:
        section, member = _section_of(difference), difference.member
        if difference.key == "added":
            added.append(_new_row(household, difference))
        elif section == Section.MEMBERS and member is not None:
            rows.setdefault(str(member.uid), {"uid": str(member.uid)}).update(_values(difference))
        else:
            data[section].update(_values(difference))
        if member is not None and difference.name == "monthly_income":
            incomes += _income(household, member, difference.value)
    if rows or added:
        data[Section.MEMBERS]["rows"] = [*rows.values(), *added]
    if incomes:
        data[Section.MONEY]["incomes"] = incomes
    return data


def _values(difference: Difference) -> dict[str, Any]:
    if difference.name != "document_number":
        return {difference.name: difference.value}
    kind = difference.person.values.get("document_kind") or ""
    return {"document_number": difference.value, "document_kind": kind if difference.value else ""}


def _new_row(household: Household, difference: Difference) -> dict[str, Any]:
    """Everything that the roster says of somebody new."""
    member = make_member(household, difference.person, 1)
    found = {name: getattr(member, name) for name in (*APART, *PERSON_FIELDS)}
    found = {name: value.reveal() if isinstance(value, Secret) else value for name, value in found.items()}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _income(household: Household, member: Member, monthly: Decimal | None) -> list[dict[str, Any]]:
    """The income that is judged follows the monthly one where it is twelve times that; what people entered
    otherwise stays."""
    amount = (monthly or Decimal(0)) * MONTHS
    items = list(IncomeItem.objects.filter(household=household, member=member).order_by("pk"))
    before = (member.monthly_income or Decimal(0)) * MONTHS
    own = [item for item in items if item.note == income_note() or item.annual_amount == before]
    if own:
        key = {"pk": own[0].pk}
        return [{**key, "annual_amount": amount} if amount else {**key, "remove": True}]
    if items or not amount:
        return []
    kind = IncomeKind.PENSION if member.status in PENSIONED else IncomeKind.WAGE
    return [{"member": str(member.uid), "kind": kind, "annual_amount": amount, "note": income_note()}]
