"""Writes on people off file; each verb is one transaction and leaves one row in the log."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.selectors.entry import asks_too_often
from cases.archives.services.entry import people as identity
from cases.archives.services.entry.drafts import start_household
from cases.archives.services.entry.lookups import record_lookup
from cases.people.models import Person
from cases.people.selectors import find_person, get_file_holder
from cases.people.states import TRANSITIONS, WRITERS, LeaveReason
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.kernel.documents import check_id_number
from hardship.kernel.fields import Secret, blind_index
from hardship.kernel.workflow import Refused

SECRETS = ("id_number", "phone", "bank_card")
Effect = Callable[[workflow.Step[Person]], object]


class PersonRefused(Refused):
    """A write on people off file that may not be made; the message says what to do."""


class ListedElsewhere(PersonRefused):
    """Another union's list or file has this ID number: told without saying whose, and counted
    (`note_lookup`), as typing number after number would tell who is looked after."""


@dataclass(frozen=True)
class Particulars:
    """What is entered of a person by form or import; a Secret is the number on record, left alone."""

    name: str
    id_number: "str | Secret" = field(repr=False)
    groups: Sequence[str]
    employer: str = ""
    phone: "str | Secret" = field(default="", repr=False)
    bank_name: str = ""
    bank_card: "str | Secret" = field(default="", repr=False)
    note: str = ""


@transaction.atomic
def register_person(*, union: Union, particulars: Particulars, by: User) -> Person:
    """Puts somebody on the list of a union. Whoever left another union's list is taken over, with nothing
    that this one had written.

    Raises PersonRefused outside the scope, for somebody who stands on a list or in an active file, and
    ListedElsewhere where that is beyond the person's scope.
    """
    _require_writer(union, by)
    index = blind_index(particulars.id_number, "id_number")
    held = find_person(index)
    if held is not None:
        return _take_over(held, union, particulars, by)
    _require_no_file(index, by)
    row = Person(union=union, created_by=by, changed_by=by)
    _write(row, particulars)
    with _number_is_free():
        row.save()
    audit.record("person.register", target=row, by=by)
    return row


@transaction.atomic
def change_person(*, person_id: int, union: Union, particulars: Particulars, by: User) -> Person:
    """Corrects what is on record, or hands the person to another union of the scope; unchanged leaves no
    trace. Raises PersonRefused as `register_person` does, Person.DoesNotExist outside the scope."""
    row = _lock(person_id, by)
    _require_writer(union, by)
    if not row.is_listed:
        raise PersonRefused(_("此人已离册，请先“重新列入”再修改。"))
    changed = _write(row, particulars)
    if row.union_id != union.pk:
        row.union = union
        changed.add("union")
    if changed:
        row.changed_at, row.changed_by = timezone.now(), by
        with _number_is_free():
            row.save()
        audit.record("person.change", target=row, by=by, fields=sorted(changed))
    return row


@transaction.atomic
def leave(*, person_id: int, reason: str, by: User, note: str = "") -> Person:
    """Off the list, with a reason; the row stays, and comes back by `come_back` or another union's
    `register_person`."""
    if reason not in LeaveReason.values:
        raise PersonRefused(_("请选择离册原因。"), "reason")

    def effect(step: workflow.Step[Person]) -> None:
        step.record.left_reason, step.record.left_note = reason, note
        step.stamp("left")

    return _take(person_id, "leave", by, effect, reason=reason)


@transaction.atomic
def come_back(*, person_id: int, by: User) -> Person:
    """On the list again, as it was."""
    return _take(person_id, "come_back", by, _forget_leaving)


@transaction.atomic
def open_file(*, person_id: int, by: User) -> Household:
    """A draft of a household's file with this person as its head. Raises FileRefused for anybody but a clerk
    of the union, PersonRefused when there is an active file already."""
    row = _lock(person_id, by)
    _require_no_file(bytes(row.id_number_index or b""), by)
    told = {"name": row.name, "id_number": row.id_number.reveal(), "employer": row.employer}
    told |= {"phone": row.phone.reveal(), "bank_card": row.bank_card.reveal(), "bank_name": row.bank_name}
    household = start_household(
        union=row.union, by=by, head={key: value for key, value in told.items() if value}
    )
    audit.record("person.open_file", target=row, by=by, household=household.pk)
    return household


@transaction.atomic
def reveal(*, person: Person, field: str, by: User) -> str:
    """One masked number of a person of the viewer's scope in full, on record."""
    if field not in SECRETS:
        raise ValueError(f"{field} is not masked")
    audit.record_reveal(target=person, field=field, by=by)
    number: str = getattr(person, field).reveal()
    return number


def require_may_ask(by: User) -> None:
    """Raises PersonRefused for whoever learnt of too many people of other unions within the hour."""
    if asks_too_often(by):
        raise PersonRefused(_("一小时内查到的外单位人员过多，请稍后再试。"), "id_number")


def note_lookup(*, by: User, found: int = 1) -> None:
    """Keeps that a number led to somebody of another union: after the refused transaction, not inside it."""
    record_lookup(household=None, found=found, field="id_number", by=by)


def _take(person_id: int, action: str, by: User, effect: Effect, **data: Any) -> Person:
    row = _lock(person_id, by)
    workflow.take(
        TRANSITIONS, row, action=action, by=by, effect=effect,
        log=lambda step: audit.record(f"person.{action}", target=row, by=by, **data),
    )  # fmt: skip
    return row


def _forget_leaving(step: workflow.Step[Person]) -> None:
    step.record.left_reason = step.record.left_note = ""
    step.clear("left")


def _take_over(held: Person, union: Union, particulars: Particulars, by: User) -> Person:
    """Somebody whom a list has: refused while they are on it, else theirs who asks."""
    row: Person = workflow.lock(Person.objects.select_related("union"), held.pk)
    if row.is_listed:
        if by.covers([row.union]):
            raise PersonRefused(
                _("“%(union)s”已登记此人，不能重复登记。") % {"union": row.union.name}, "id_number"
            )
        raise ListedElsewhere(_elsewhere(), "id_number")
    _require_no_file(bytes(row.id_number_index or b""), by)
    _write(row, particulars)
    row.union, row.created_by, row.created_at = union, by, timezone.now()
    row.changed_by, row.changed_at = by, timezone.now()
    workflow.take(
        TRANSITIONS, row, action="come_back", by=by, effect=_forget_leaving,
        log=lambda step: audit.record("person.take_over", target=row, by=by),
    )  # fmt: skip
    return row


def _write(row: Person, told: Particulars) -> set[str]:
    """Writes what was told and returns the names of what differs."""
    plain = {name: getattr(told, name) for name in ("name", "employer", "bank_name", "note")}
    plain["groups"] = sorted(told.groups)
    changed = {name for name, value in plain.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, plain[name])
    identity.set_name(row, told.name)
    return changed | _write_numbers(row, told)


def _write_numbers(row: Person, told: Particulars) -> set[str]:
    """The numbers that are other ones than on record."""
    changed = set()
    for name in SECRETS:
        value, held = getattr(told, name), getattr(row, name)
        plain = value.reveal() if isinstance(value, Secret) else value or ""
        if plain != (held.reveal() if held else ""):
            _SETTERS[name](row, plain)
            changed.add(name)
    return changed


def _set_id_number(row: Person, number: str) -> None:
    checked = check_id_number(number)
    identity.set_id_number(row, checked.number, birth_on=checked.birth_on, sex=checked.sex)


_SETTERS = {
    "id_number": _set_id_number,
    "phone": identity.set_phone,
    "bank_card": identity.set_bank_card,
}


def _lock(person_id: int, by: User) -> Person:
    row: Person = workflow.lock(Person.objects.visible_to(by).select_related("union"), person_id)
    _require_writer(row.union, by)
    return row


def _require_writer(union: Union, by: User) -> None:
    if not (by.has_role(*WRITERS) and by.covers([union])):
        raise PersonRefused(
            _("只有“%(union)s”和它上级工会的经办人、审核人可以办理。") % {"union": union.name}
        )


def _require_no_file(index: bytes, by: User) -> None:
    """Whoever stands in an active file is helped through that; of one beyond the scope no more is told."""
    holder = get_file_holder(index)
    if holder is None:
        return
    if by.covers([holder.union]):
        raise PersonRefused(
            _("此人已在“%(union)s”的困难职工档案中，请到档案里办理。") % {"union": holder.union.name},
            "id_number",
        )
    raise ListedElsewhere(_elsewhere(), "id_number")


def _elsewhere() -> str:
    return _("这个身份证号已由本单位范围以外的工会登记，不能重复登记；请联系上级工会核实。")


@contextmanager
def _number_is_free() -> Iterator[None]:
    """Somebody may have entered the number a moment ago."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "id_number_index" not in broken(error):
            raise
        raise ListedElsewhere(
            _("这个身份证号刚由别人登记，不能重复登记；请核对号码。"), "id_number"
        ) from error
