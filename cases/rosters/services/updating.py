"""Writes what a roster changes in files that are there, and puts it back while nobody has worked on them."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from cases.archives.models import Household, IncomeItem, Member
from cases.archives.rules import stage_of
from cases.archives.selectors import get_content
from cases.archives.selectors.files import get_contents_of
from cases.archives.services.edits import list_changes, list_deltas, record_edit
from cases.archives.services.entry import people
from cases.archives.states import IncomeKind, Section
from cases.rosters.models import ImportChange, RosterImport
from cases.rosters.rules.entries import MONTHS
from cases.rosters.services.asking import ask_changes, sections_of, withdraw_asked
from cases.rosters.services.differences import SECRETS, Difference
from cases.rosters.services.matching import Plan
from cases.rosters.services.writing import PENSIONED, income_note, make_member
from cases.rosters.states import UpdateState
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.documents import check_id_number
from hardship.kernel.fields.secret import Ciphertext

# Fields that follow another: they are put back together.
TOGETHER = {
    "name": ("name", "name_pinyin", "name_initials", "name_grams"),
    "id_number": ("id_number", "id_number_index", "id_number_tail", "birth_on", "sex"),
    "phone": ("phone", "phone_index", "phone_tail"),
    "bank_card": ("bank_card", "bank_card_index"),
    "document_number": ("document_kind", "document_number", "document_index"),
    "status": ("status", "stage"),
}
SETTERS: dict[str, Callable[[Member, str], None]] = {
    "name": people.set_name,
    "phone": people.set_phone,
    "bank_card": people.set_bank_card,
}
Step = dict[str, Any]


def write_plans(*, roster: RosterImport, plans: Sequence[Plan], by: User | None) -> None:
    """The changes of several rows, each about another file: written, or asked of a checker, inside the
    caller's transaction and lock.

    What each file was before is kept beside it. What the log tells of it is read for all of them together.
    Raises IntegrityError when the database refuses a person.
    """
    files = [plan.household for plan in plans]
    before = get_contents_of(files)
    for plan in plans:
        _write(roster, plan, by)
    after = get_contents_of(files)
    for plan in plans:
        key = plan.household.pk
        _log(roster, plan, by, list_deltas(before[key], after[key]))


def _write(roster: RosterImport, plan: Plan, by: User | None) -> None:
    household, steps = plan.household, list[Step]()
    for difference in plan.written:
        if difference.key == "added":
            steps += _add_member(household, difference)
        elif difference.member is None:
            steps += _set(household, difference)
        else:
            steps += _set(difference.member, difference)
            if difference.name == "monthly_income":
                steps += _follow_income(household, difference.member)
    if steps:
        record_edit(household=household, sections=_sections_of(plan.written), by=by)
    change, _made = ImportChange.objects.update_or_create(
        roster=roster,
        row=plan.entry.row,
        defaults={
            "household": household,
            "state": UpdateState.APPLIED,
            "version": household.version,
            "shown": plan.shown(),
            "restore": steps,
        },
    )
    if plan.asked and by is not None:
        ask_changes(household=household, differences=plan.asked, change=change, by=by)


def _log(roster: RosterImport, plan: Plan, by: User | None, changes: Sequence[Sequence[Any]]) -> None:
    names = sorted({difference.name for difference in plan.written})
    audit.record(
        "household.import_update", target=plan.household, by=by, roster=str(roster.uid), row=plan.entry.row,
        fields=names, asked=len(plan.asked), version=plan.household.version, changes=changes,
    )  # fmt: skip


def _sections_of(written: Sequence[Difference]) -> set[Section]:
    """The sections that these changes write: of somebody new the income too."""
    found = {section for difference in written for section in sections_of(difference)}
    return found | {Section.MONEY} if any(difference.key == "added" for difference in written) else found


def put_back(changes: Sequence[ImportChange], *, by: User) -> tuple[int, int]:
    """How many files are again what they were, and how many stay because somebody has worked on them.

    Inside the caller's transaction; locks the files.
    """
    keys = [change.household_id for change in changes]
    rows = Household.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    files = {row.pk: row for row in rows}
    done = 0
    for change in changes:
        household = files[change.household_id]
        fresh = household.version == change.version
        if fresh:
            _put_back(household, change, by)
            done += 1
        change.state = UpdateState.UNDONE if fresh else UpdateState.KEPT
        change.save(update_fields=["state"])
    return done, len(changes) - done


def _put_back(household: Household, change: ImportChange, by: User) -> None:
    withdraw_asked(change, by=by)
    before = get_content(household)
    for step in reversed(change.restore):
        model = MODELS[step["model"]]
        if step.get("created"):
            _take_out(model, step["pk"], by)
        elif step.get("removed"):
            IncomeItem.objects.create(household=household, **_values(IncomeItem, step["fields"]))
        else:
            row = household if model is Household else model._default_manager.get(pk=step["pk"])
            for name, value in _values(model, step["fields"]).items():
                setattr(row, name, value)
            row.save(update_fields=list(step["fields"]))
    if change.restore:
        record_edit(household=household, sections=_sections_at(household, change.version), by=by)
    audit.record(
        "household.import_restore", target=household, by=by, version=household.version,
        changes=list_changes(before, household),
    )  # fmt: skip


def _sections_at(household: Household, version: int) -> set[str]:
    """The sections that were written when the file got this version."""
    return {name for edit in household.edits.filter(version=version) for name in edit.sections}


def _take_out(model: type[models.Model], pk: int, by: User) -> None:
    if model is Member:
        Member.objects.filter(pk=pk).update(removed_at=timezone.now(), removed_by=by)
        IncomeItem.objects.filter(member=pk).delete()
    else:
        IncomeItem.objects.filter(pk=pk).delete()


def _set(row: Household | Member, difference: Difference) -> list[Step]:
    names = TOGETHER.get(difference.name, (difference.name,))
    before = {name: _plain(getattr(row, name)) for name in names}
    value = difference.value
    if isinstance(row, Member) and (difference.name in SECRETS or difference.name in SETTERS):
        _set_number(row, difference)
    else:
        setattr(row, difference.name, value)
    if isinstance(row, Member) and difference.name in ("status", "stage"):
        row.stage = stage_of(row.status, row.stage)
    row.save(update_fields=list(names))
    return [{"model": "member" if isinstance(row, Member) else "household", "pk": row.pk, "fields": before}]


def _set_number(member: Member, difference: Difference) -> None:
    value = difference.value
    if difference.name == "document_number":
        kind = difference.person.values.get("document_kind") or member.document_kind
        member.document_kind = kind if value else ""
        people.set_document(member, value)
    elif difference.name == "id_number":
        told = check_id_number(value) if value else None
        people.set_id_number(
            member, value, birth_on=told.birth_on if told else None, sex=told.sex if told else ""
        )
    else:
        SETTERS[difference.name](member, value)


def _add_member(household: Household, difference: Difference) -> list[Step]:
    place = household.members.filter(removed_at__isnull=True).count()
    member = make_member(household, difference.person, place)
    member.save()
    return [{"model": "member", "pk": member.pk, "created": True}, *_follow_income(household, member)]


def _follow_income(household: Household, member: Member) -> list[Step]:
    """The income that an earlier roster made of this monthly income follows it; what people entered stays."""
    amount = (member.monthly_income or Decimal(0)) * MONTHS
    items = list(IncomeItem.objects.filter(household=household, member=member).order_by("pk"))
    own = [item for item in items if item.note == income_note()]
    if own:
        item = own[0]
        before = {
            name: _plain(getattr(item, name)) for name in ("member_id", "kind", "annual_amount", "note")
        }
        if not amount:
            item.delete()
            return [{"model": "income", "removed": True, "fields": before}]
        item.annual_amount = amount
        item.save(update_fields=["annual_amount"])
        fields = {"annual_amount": before["annual_amount"]}
        return [{"model": "income", "pk": item.pk, "fields": fields}]
    if items or not amount:
        return []
    kind = IncomeKind.PENSION if member.status in PENSIONED else IncomeKind.WAGE
    item = IncomeItem.objects.create(
        household=household, member=member, kind=kind, annual_amount=amount, note=income_note()
    )
    return [{"model": "income", "pk": item.pk, "created": True}]


MODELS: dict[str, type[models.Model]] = {"household": Household, "member": Member, "income": IncomeItem}


def _plain(value: Any) -> Any:
    """As JSON; a secret as the ciphertext that only its own row opens."""
    if hasattr(value, "seal"):
        sealed = value.seal()
        return bytes(sealed).hex() if sealed else None
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value) if isinstance(value, date | Decimal) else value


def _values(model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _typed(model, name, value) for name, value in fields.items()}


def _typed(model: type[models.Model], name: str, value: Any) -> Any:
    column: Any = model._meta.get_field(name)
    if value is None or isinstance(value, list | bool):
        return value
    if name in SECRETS:
        return Ciphertext(bytes.fromhex(value))
    if name.endswith(("_index", "_tail")):
        return bytes.fromhex(value)
    return value if column.is_relation else column.to_python(value)
