"""An opening is taken down, changed while it is open, and closed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.employers.models import Employer
from cases.employment.models import JobOpening
from cases.employment.services.refusals import EmploymentRefused, employment_write
from cases.employment.states import OPENING_TRANSITIONS, WRITERS
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.attempts import set_changed


@dataclass(frozen=True)
class Offer:
    """What an employer offers; `wage` in yuan a month, at least."""

    post: str
    trade: str
    number: int
    wage: Decimal
    place: str
    until_on: date
    requirements: str = ""
    base_id: int | None = None


@employment_write
def make_opening(*, employer: Employer, offer: Offer, by: User, union: Union | None = None) -> JobOpening:
    """A new opening of the person's own union, or of one below. Raises EmploymentRefused for who writes none,
    for an employer beyond the scope, and for one that was merged into another."""
    union = union or by.union
    if not (by.has_role(*WRITERS) and by.covers([union])):
        raise EmploymentRefused(
            _("岗位由“%(union)s”和它上级工会的经办人、审核人登记。") % {"union": union.name}
        )
    if employer.merged_into_id or not by.covers([employer.union]):
        raise EmploymentRefused(_("请选择本工会或下级工会登记的用人单位。"), "employer")
    opening = JobOpening.objects.create(
        union=union, employer=employer, made_by=by, made_for=stood_in_for(by), **vars(offer)
    )
    audit.record("opening.make", target=opening, by=by)
    return opening


@employment_write
def change_opening(*, opening_id: int, offer: Offer, by: User) -> JobOpening:
    """Corrects an open one. Raises EmploymentRefused for fewer posts than people hired, and once closed."""
    opening = lock_opening(opening_id, by)
    if not opening.is_open:
        raise EmploymentRefused(_("岗位已停招，不能再改。"))
    changed = set_changed(opening, vars(offer))
    if changed:
        opening.save(update_fields=changed)
        audit.record("opening.change", target=opening, by=by, fields=sorted(changed))
    return opening


@employment_write
def close_opening(*, opening_id: int, by: User, comment: str = "") -> JobOpening:
    """停招, with why: nobody is introduced any more; who was introduced goes on."""
    opening = lock_opening(opening_id, by)

    def close(step: workflow.Step[JobOpening]) -> None:
        opening.said, opening.closed_for = step.comment[:200], stood_in_for(by)

    workflow.take(
        OPENING_TRANSITIONS, opening, action="close", by=by, comment=comment, stamp="closed", effect=close,
        log=lambda _step: audit.record("opening.close", target=opening, by=by),
    )  # fmt: skip
    return opening


def lock_opening(opening_id: int, by: User) -> JobOpening:
    """The opening of the scope, locked. Raises JobOpening.DoesNotExist outside it."""
    rows = JobOpening.objects.visible_to(by).select_related("union", "employer__union")
    opening: JobOpening = workflow.lock(rows, opening_id)
    if why := opening_blocker(opening, by):
        raise EmploymentRefused(why)
    return opening


def opening_blocker(opening: JobOpening, by: User) -> str:
    """What keeps somebody from writing on an opening, or ''."""
    if not (by.has_role(*WRITERS) and by.covers([opening.union])):
        return _("由“%(union)s”和它上级工会的经办人、审核人办理。") % {"union": opening.union.name}
    return ""
