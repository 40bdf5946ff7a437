"""Changes to a filed household: what is harmless is written at once, the rest waits for a second person."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.archives.models import ChangeItem, ChangeRequest, Household
from cases.archives.selectors import content_hash, get_content
from cases.archives.selectors.extensions import CHANGE_CAUSES
from cases.archives.selectors.recusals import recusal_blocker
from cases.archives.services import lifecycle
from cases.archives.services.assessments import assess_household, set_category
from cases.archives.services.edits import require_fresh
from cases.archives.services.entry.drafts import WRITERS, lock_for_entry, log_save
from cases.archives.services.life import proposals
from cases.archives.services.refusals import FileRefused, StaleFile, one_active_file
from cases.archives.services.steps import take_by_clock
from cases.archives.states import CHANGE_TRANSITIONS, IN_FORCE_STATES, ChangeState, Section, State
from hardship.accounts.models import User, stood_in_for
from hardship.accounts.selectors import competent_union
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import competent_id


@transaction.atomic
def save_change(
    *, household_id: int, section: str, data: Mapping[str, Any], version: int, by: User, cause: str = ""
) -> ChangeRequest | None:
    """As drafts.save_section, of a file in force: FREE_FIELDS (rules.fields) are written, everything else
    becomes a change request of this section, which is returned; None when nothing has to be asked. `cause`
    names what it is asked for (selectors.extensions.CHANGE_CAUSES).

    Raises StaleFile, FileRefused while a change of this section waits already.
    """
    household = lock_for_entry(household_id=household_id, by=by, states=IN_FORCE_STATES)
    require_fresh(household, section, version)
    changes = [] if section == Section.CONSENT else proposals.list_changes(household, section, data)
    checked = [change for change in changes if not change.is_free]
    if checked and household.changes.filter(section=section, state=ChangeState.PENDING).exists():
        raise FileRefused(_("这一部分已有待审核的变更，请等审核，或先撤回。"))
    free = data if section == Section.CONSENT else _free(household, section, changes)
    if free:
        before = get_content(household)
        with one_active_file(household):
            written = WRITERS[Section(section)](household, free, by)
        if written:
            log_save(household, section, by, written, before)
    if not checked:
        return None
    asked = ask(household=household, section=section, found=checked, by=by)
    kind, _colon, key = cause.partition(":")
    known = CHANGE_CAUSES.get(kind)
    if known is not None:
        known.asked(asked, key, by)
    return asked


@transaction.atomic
def decide(
    *,
    change_id: int,
    action: str,
    by: User,
    comment: str = "",
    seen_hash: str | None = None,
) -> ChangeRequest:
    """Take one row of states.CHANGE_TRANSITIONS.

    An accepted change is written through the section's service, the household assessed again, and a file that
    was due is verified by it. `seen_hash` is the content hash of the file beside which the change was shown.
    Raises StaleFile, Refused, ChangeRequest.DoesNotExist outside the person's scope.
    """
    scope = ChangeRequest.objects.visible_to(by)
    # the household first, as everywhere: who leaves withdraws what waits
    files = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = workflow.lock(
        files, scope.values_list("household_id", flat=True).get(pk=change_id)
    )
    change: ChangeRequest = workflow.lock(scope.select_related("asked_by", "stood_in_for"), change_id)
    change.household = household

    def apply(step: workflow.Step[ChangeRequest]) -> None:
        change.decided_for = stood_in_for(by)
        if step.row.action == "accept":
            _apply(change, household, seen_hash)

    workflow.take(
        CHANGE_TRANSITIONS, change, action=action, by=by, comment=comment, blocker=_blocker,
        stamp="decided", note="comment", effect=apply, log=_log,
    )  # fmt: skip
    if action == "accept":
        _settle(household, by)
    return change


def withdraw_for_roster(change: ChangeRequest, *, by: User) -> None:
    """The roster that asked for a change is taken back, by whomever; the request's row is locked."""
    workflow.take(
        CHANGE_TRANSITIONS, change, action="withdraw", by=by, roles={Role.CLERK}, stamp="decided", log=_log
    )


def _log(step: workflow.Step[ChangeRequest]) -> None:
    change = step.record
    audit.record(
        f"change.{step.row.action}", target=change.household, by=step.by, asked_section=change.section,
        change=change.pk,
    )  # fmt: skip
    for kind in CHANGE_CAUSES:
        kind.decided(change, step.by)


def list_buttons(change: ChangeRequest, by: User) -> list[workflow.Transition]:
    """What this person may do with a change now."""
    return workflow.buttons(CHANGE_TRANSITIONS, change, by=by, blocker=_blocker)


def _free(household: Household, section: str, changes: list[proposals.Change]) -> dict[str, Any]:
    free = [change for change in changes if change.is_free]
    return proposals.payload(household, section, free) if free else {}


def ask(
    *,
    household: Household,
    section: str,
    found: list[proposals.Change],
    by: User,
) -> ChangeRequest:
    """Creates a pending request for these changes, inside the caller's transaction and lock."""
    request = ChangeRequest.objects.create(
        household=household, union=household.union, section=section, asked_by=by,
        stood_in_for=stood_in_for(by),
    )  # fmt: skip
    ChangeItem.objects.bulk_create(
        ChangeItem(
            request=request,
            part=change.part,
            row=change.row,
            field=change.field,
            **(
                {"old_number": change.old or None, "new_number": change.new or None}
                if change.is_number
                else {"old": change.old, "new": change.new}
            ),
        )
        for change in found
    )
    audit.record(
        "change.ask",
        target=household,
        by=by,
        asked_section=str(section),
        change=request.pk,
        fields=sorted({change.field for change in found}),
    )
    return request


def _blocker(change: ChangeRequest, row: workflow.Transition, by: User) -> str:
    if row.part is None and change.union_id != by.union_id:
        return _("只有提出变更的工会可以撤回。")
    if row.part is not None and competent_id(change, row.part) != by.union_id:
        return _("这份变更由“%(union)s”审核。") % {"union": competent_union(change, row.part)}
    if row.is_decision and by.pk in (change.asked_by_id, change.stood_in_for_id):
        return _("不能审核自己提出的变更，请由其他审核人办理。")
    return recusal_blocker(change.household, by) if row.is_decision else ""


def _apply(change: ChangeRequest, household: Household, seen_hash: str | None) -> None:
    if household.state not in IN_FORCE_STATES:
        raise FileRefused(
            _("档案现在是“%(state)s”，变更不能再生效。") % {"state": household.get_state_display()}
        )
    if seen_hash is not None and seen_hash != content_hash(household):
        raise StaleFile(
            name=household.updated_by.name if household.updated_by else "", at=household.updated_at
        )
    changes = proposals.from_items(change.items.order_by("pk"))
    proposals.require_unchanged(household, change.section, changes)
    asker = change.asked_by
    if asker is None:
        raise FileRefused(_("这份变更没有提出人，不能生效。"))
    asker.stands_for = change.stood_in_for  # what is written bears the names under which it was asked
    data = proposals.payload(household, change.section, changes)
    before = get_content(household)
    with one_active_file(household):
        written = WRITERS[Section(change.section)](household, data, asker)
    # the content is the asker's: who checks it has entered nothing and may decide on the file later
    log_save(household, change.section, asker, written, before)


def _settle(household: Household, by: User) -> None:
    """Judge the household anew; a category that the figures do not support any more stays until the county
    decides how the family leaves."""
    before = household.assessments.order_by("-pk").first()
    found = assess_household(household, by=by)
    if found.category and (before is None or found.outcome != before.outcome):
        set_category(household, found, found)  # the same outcome leaves a category that was agreed to
        household.save(update_fields=["category", "own_category", "own_label", "filing_level"])
    waiting = household.changes.filter(state=ChangeState.PENDING).exists()
    if household.state == State.REVIEW_DUE and found.category and not waiting:
        take_by_clock(household=household, action="confirm", by=by)
    lifecycle.keep_snapshot(household, action="change", by=by)
