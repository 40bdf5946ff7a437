"""Answering remarks on a file: looked into, with the reason why it may stay as it is."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from cases.archives.models import Household, RemarkAnswer
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.extensions import Remark
from cases.archives.selectors.remarks import get_file_remarks
from cases.archives.services.edits import touch
from cases.archives.services.refusals import FileRefused
from cases.archives.states import EDITABLE_STATES, IN_FORCE_STATES, State
from cases.archives.states.remarks import Severity
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id

OF_CLERK = (*EDITABLE_STATES, *IN_FORCE_STATES)
OF_REVIEWER = (State.UNDER_REVIEW, *IN_FORCE_STATES)
LEAST = 2  # characters of a reason


def may_answer(household: Household, by: User) -> bool:
    """The clerk of the union while the file is with them, the reviewer of its case from submission on."""
    if household.state in OF_CLERK and by.has_role(Role.CLERK) and household.union_id == by.union_id:
        return True
    reviews = household.state in OF_REVIEWER and by.has_role(Role.REVIEWER)
    return reviews and by.union_id == competent_id(household, Part.REVIEW)


@transaction.atomic
def answer_remarks(*, household_id: int, reasons: Mapping[str, str], by: User) -> list[RemarkAnswer]:
    """Keep a reason for each of these remarks, by fingerprint. What somebody else did on the file before can
    no longer be taken back.

    Raises FileRefused for whoever may not answer now, when a remark is about facts that have changed since
    the page was read, for one that no reason takes away, and for no reason at all; Household.DoesNotExist
    outside the person's scope.
    """
    household: Household = workflow.lock(Household.objects.visible_to(by), household_id)
    if not may_answer(household, by):
        raise FileRefused(_("填报中由本工会经办人说明，提交后由审核人说明；您现在不能说明。"))
    found = get_file_remarks(get_contents(household), by)
    known = {row.remark.fingerprint: row.remark for row in (*found.open, *found.answered)}
    made = [
        RemarkAnswer.objects.create(
            household=household, key=_remark(known, fingerprint).key, fingerprint=fingerprint,
            reason=_checked(reason), by=by,
        )
        for fingerprint, reason in reasons.items()
    ]  # fmt: skip
    if not made:
        raise FileRefused(_("请至少写一处说明。"))
    touch(household, by)
    kinds = sorted({row.key.partition(":")[0] for row in made})
    audit.record("remark.answer", target=household, by=by, count=len(made), remarks=kinds)
    return made


def _remark(known: Mapping[str, Remark], fingerprint: str) -> Remark:
    remark = known.get(fingerprint)
    if remark is None:
        raise FileRefused(_("有一处内容刚刚改过，要核对的地方已经不同，请刷新页面后再说明。"))
    if remark.severity == Severity.GATE:
        raise FileRefused(_("这一处不能用说明代替：%(text)s") % {"text": remark.text})
    return remark


def _checked(reason: str) -> str:
    text = reason.strip()
    if len(text) < LEAST:
        raise FileRefused(_("请写明核实的情况，至少两个字。"))
    return text
