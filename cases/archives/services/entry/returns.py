"""The reasons of a return, and what a clerk answers to them: the value changed, or why it stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cases.archives.models import FileStep, ReturnAnswer, ReturnReason
from cases.archives.rules import Contents
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.returned import fingerprint_of, list_returned
from cases.archives.services.edits import touch
from cases.archives.services.entry.drafts import lock_for_entry
from cases.archives.services.refusals import FileRefused, UnansweredReturn
from cases.archives.states import ReturnAnswerKind, Section
from hardship.accounts.models import User
from hardship.audit import services as audit


@dataclass(frozen=True)
class Reason:
    """Why a file goes back: a section, a field of it or '' for all of it, and what to correct."""

    section: str
    field: str
    reason: str


def keep_reasons(step: FileStep, reasons: Iterable[Reason]) -> None:
    """Each with what it is about as it is now, so that a change of it can be told."""
    contents = get_contents(step.household)
    ReturnReason.objects.bulk_create(
        ReturnReason(
            step=step, section=Section(item.section), field=item.field, reason=item.reason,
            fingerprint=fingerprint_of(contents, item.section, item.field),
        )
        for item in reasons
    )  # fmt: skip


@transaction.atomic
def explain_return(*, household_id: int, reason_id: int, text: str, by: User) -> ReturnAnswer:
    """Keep why what a reviewer returned stays as it is; the last explanation counts. The return can no longer
    be taken back.

    Raises FileRefused without a word, for a reason that is not of the last return, and when the file is not
    open for entry; Household.DoesNotExist outside the person's scope.
    """
    household = lock_for_entry(household_id=household_id, by=by)
    reasons = {item.row.pk: item.row for item in list_returned(get_contents(household))}
    if reason_id not in reasons:
        raise FileRefused(_("这一条退回原因已经过期，请刷新页面，看最近一次退回。"))
    if not text.strip():
        raise FileRefused(_("请写明为什么不改，审核人会看到。"), field="text")
    answer = ReturnAnswer.objects.create(
        reason=reasons[reason_id], kind=ReturnAnswerKind.KEPT, text=text.strip(), by=by
    )
    touch(household, by)
    audit.record("household.answer_return", target=household, by=by, section=answer.reason.section)
    return answer


def answer_changes(contents: Contents, *, by: User | None) -> None:
    """Keep, with a submission, of which reasons the value was changed. Raises UnansweredReturn for one that
    is neither changed nor explained; the database refuses it too (trigger archives_filestep_answered)."""
    items = list_returned(contents)
    still_open = [item.row for item in items if item.is_open]
    if still_open:
        raise UnansweredReturn(still_open)
    told = {answer.reason_id for item in items for answer in item.row.answers.all() if answer.is_change}
    ReturnAnswer.objects.bulk_create(
        ReturnAnswer(reason=item.row, kind=ReturnAnswerKind.CHANGED, by=by)
        for item in items
        if item.is_changed and item.row.pk not in told
    )
