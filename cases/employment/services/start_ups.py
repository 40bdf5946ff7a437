"""A start-up is written down, corrected, ended; what it turned over in a quarter."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Member
from cases.employment.models import StartUp, Turnover
from cases.employment.services.refusals import EmploymentRefused, employment_write
from cases.employment.services.whom import somebody
from cases.employment.states import START_UP_TRANSITIONS, WRITERS
from cases.people.models import Person
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.attempts import set_changed


@dataclass(frozen=True)
class Business:
    """What is told of a start-up; sums in yuan."""

    project: str
    place: str
    began_on: date
    means: str = ""
    means_worth: Decimal = Decimal(0)
    allowance: Decimal = Decimal(0)
    jobs: int = 0


@employment_write
def make_start_up(*, whose: Member | Person, business: Business, by: User) -> StartUp:
    """A business that the person's own union looks after. Raises EmploymentRefused for who writes none, for
    somebody beyond the scope or without an ID number, and for means that are worth something unnamed."""
    home = whose.household.union if isinstance(whose, Member) else whose.union
    if not (by.has_role(*WRITERS) and by.covers([home])):
        raise EmploymentRefused(_("由“%(union)s”和它上级工会的经办人、审核人办理。") % {"union": home.name})
    if whose.id_number_index is None:
        raise EmploymentRefused(_("此人没有登记身份证号，请先补上。"))
    row = StartUp.objects.create(
        union=by.union, made_by=by, made_for=stood_in_for(by), **somebody(whose), **vars(business)
    )
    audit.record("start_up.make", target=row, by=by)
    return row


@employment_write
def change_start_up(*, start_up_id: int, business: Business, by: User) -> StartUp:
    """Corrects one that runs. Raises EmploymentRefused once it ended."""
    row = _lock(start_up_id, by)
    changed = set_changed(row, vars(business))
    if changed:
        row.save(update_fields=changed)
        audit.record("start_up.change", target=row, by=by, fields=sorted(changed))
    return row


@employment_write
def end_start_up(*, start_up_id: int, by: User, comment: str = "") -> StartUp:
    """停业, with why."""
    row = _lock(start_up_id, by)

    def end(step: workflow.Step[StartUp]) -> None:
        row.said, row.ended_for = step.comment[:200], stood_in_for(by)

    workflow.take(
        START_UP_TRANSITIONS, row, action="end", by=by, comment=comment, stamp="ended", effect=end,
        log=lambda _step: audit.record("start_up.end", target=row, by=by),
    )  # fmt: skip
    return row


@employment_write
def note_turnover(*, start_up_id: int, year: int, quarter: int, yuan: Decimal, by: User) -> Turnover:
    """What it turned over in a quarter; an earlier figure is replaced, on record. Raises EmploymentRefused
    before it began and for a quarter to come."""
    row = _lock(start_up_id, by)
    made, is_new = Turnover.objects.update_or_create(
        start_up=row, year=year, quarter=quarter,
        defaults={
            "yuan": yuan, "noted_at": timezone.now(), "noted_by": by, "noted_for": stood_in_for(by)
        },
    )  # fmt: skip
    audit.record("start_up.turnover", target=row, by=by, year=year, quarter=quarter, corrects=not is_new)
    return made


def start_up_blocker(row: StartUp, by: User) -> str:
    """What keeps somebody from writing on one, or ''."""
    if by.union_id != row.union_id or not by.has_role(*WRITERS):
        return _("由“%(union)s”的经办人、审核人办理。") % {"union": row.union.name}
    return "" if row.is_running else _("项目已停业，不能再改。")


def _lock(start_up_id: int, by: User) -> StartUp:
    row: StartUp = workflow.lock(StartUp.objects.visible_to(by).select_related("union"), start_up_id)
    if why := start_up_blocker(row, by):
        raise EmploymentRefused(why)
    return row
