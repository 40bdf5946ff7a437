"""Entering a household: start a file, save one section of it however incomplete."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.selectors import get_content
from cases.archives.selectors.entry import get_holder
from cases.archives.services.edits import list_changes, record_edit, record_start, require_fresh
from cases.archives.services.entry import amounts, sections
from cases.archives.services.entry.lookups import list_numbers, note_found
from cases.archives.services.refusals import FileRefused, HeldElsewhere, one_active_file
from cases.archives.states import EDITABLE_STATES, Relation, Section, State
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.fields import blind_index
from hardship.kernel.locks import hold

Writer = Callable[[Household, Mapping[str, Any], User], set[str]]
WRITERS: dict[str, Writer] = {
    Section.WORKER: sections.write_worker,
    Section.MEMBERS: sections.write_members,
    Section.MONEY: amounts.write_money,
    Section.HOUSING: sections.write_housing,
    Section.CAUSES: sections.write_causes,
    Section.CONSENT: sections.write_consent,
}


@transaction.atomic
def start_household(*, union: Union, by: User, head: Mapping[str, Any] | None = None) -> Household:
    """A draft with its head; `head` may already hold fields of the worker section.

    Raises FileRefused for anybody but a clerk of this union, HeldElsewhere for somebody who is in an active
    file already.
    """
    if union.pk != by.union_id or not by.has_role(Role.CLERK):
        raise FileRefused(_("只有本工会的经办人可以建立档案。"))
    _refuse_held((head or {}).get("id_number"))
    household = Household.objects.create(union=union, created_by=by, updated_by=by)
    household.head = Member.objects.create(household=household, relation=Relation.HEAD)
    household.save(update_fields=["head"])
    household.refresh_from_db()
    record_start([household], by=by)
    audit.record("household.start", target=household, by=by)
    if head:
        sections.write_worker(household, head, by)
        log_save(household, Section.WORKER, by, set(head))
    return household


@transaction.atomic
def begin_household(*, union: Union, by: User, head: Mapping[str, Any]) -> tuple[Household, bool]:
    """The draft of this union for the person whose number `head` holds, and whether it was begun just now.

    Whoever presses twice, or begins anew what a colleague began, goes on with the same draft. Refuses what
    start_household refuses.
    """
    number = head.get("id_number")
    if number:
        index = blind_index(number, "id_number")
        hold(f"draft of {index.hex()}")
        drafts = Household.objects.visible_to(by).filter(union=union, state=State.DRAFT)
        found: Household | None = drafts.filter(head__id_number_index=index).order_by("pk").first()
        if found is not None and by.has_role(Role.CLERK):
            return found, False
    return start_household(union=union, by=by, head=head), True


def _refuse_held(number: str | None) -> None:
    """Thirty items are not filled in for nothing: at submission the database would refuse the person."""
    holder = get_holder("id_number_index", blind_index(number, "id_number")) if number else None
    if holder is not None:
        raise HeldElsewhere(holder)


@transaction.atomic
def save_section(
    *, household_id: int, section: str, data: Mapping[str, Any], version: int, by: User
) -> Household:
    """Save one section of a draft or returned file; only the keys that `data` holds are written.

    worker, housing, causes: fields by name. members: {"rows": [{"uid", "remove", …}], "reviewed"}.
    money: {"incomes": [{"pk", "remove", "member", "kind", "annual_amount", "note"}], "expenses", "bills",
    "reviewed"}.
    consent: {"signed_on", "signer", "allows_check", "allows_notice"}. Amounts are yuan.

    `version` is the one that the page showed: raises StaleFile when this section was saved since, FileRefused
    when the file is not open for entry, Household.DoesNotExist outside the person's scope.
    """
    household = lock_for_entry(household_id=household_id, by=by)
    require_fresh(household, section, version)
    before, numbers = get_content(household), list_numbers(household)
    with one_active_file(household):
        changed = WRITERS[Section(section)](household, data, by)
    if changed:
        log_save(household, section, by, changed, before)
        note_found(household, numbers, by=by)
    return household


def lock_for_entry(*, household_id: int, by: User, states: tuple[str, ...] = EDITABLE_STATES) -> Household:
    """The household, its row locked, when this clerk may write on it now."""
    rows = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = rows.select_for_update(of=("self",)).get(pk=household_id)
    if household.union_id != by.union_id or not by.has_role(Role.CLERK):
        raise FileRefused(_("只有“%(union)s”的经办人可以修改这份档案。") % {"union": household.union.name})
    if household.state not in states:
        raise FileRefused(_("档案现在是“%(state)s”，不能修改。") % {"state": household.get_state_display()})
    return household


def log_save(
    household: Household,
    section: str,
    by: User,
    changed: set[str],
    before: Mapping[str, Any] | None = None,
) -> None:
    """Give the file a new version and keep what was saved, by whom; `before` is the content that it had, from
    which the log tells what became of it."""
    record_edit(household=household, sections={section}, by=by)
    audit.record(
        "household.save",
        target=household,
        by=by,
        section=str(section),
        version=household.version,
        fields=sorted(changed),
        changes=list_changes(before, household) if before is not None else (),
    )
