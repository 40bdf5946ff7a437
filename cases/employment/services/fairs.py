"""A fair is written down, and what it came to once it was held."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employment.models import JobFair
from cases.employment.services.refusals import EmploymentRefused, employment_write
from cases.employment.states import WRITERS
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.attempts import set_changed

COUNTS = ("employers", "posts", "visitors", "intents", "hired")


@dataclass(frozen=True)
class Fair:
    """What is told of a fair; the five counts together or not at all."""

    name: str
    kind: str
    held_on: date
    place: str
    employers: int | None = None
    posts: int | None = None
    visitors: int | None = None
    intents: int | None = None
    hired: int | None = None


@employment_write
def make_fair(*, fair: Fair, by: User) -> JobFair:
    """A fair of the person's union. Raises EmploymentRefused for who writes none, else as `change_fair`."""
    if not by.has_role(*WRITERS):
        raise EmploymentRefused(_("招聘会由经办人或审核人登记。"))
    row = JobFair(union=by.union, made_by=by, made_for=stood_in_for(by), **vars(fair))
    _count(row, by)
    row.save()
    audit.record("fair.make", target=row, by=by)
    return row


@employment_write
def change_fair(*, fair_id: int, fair: Fair, by: User) -> JobFair:
    """Corrects it, or enters what it came to. Raises EmploymentRefused for counts before its day or without
    one of the five, for more people who came to terms than came, and for who is of another union."""
    row: JobFair = workflow.lock(JobFair.objects.visible_to(by).select_related("union"), fair_id)
    if why := fair_blocker(row, by):
        raise EmploymentRefused(why)
    changed = set_changed(row, vars(fair))
    if changed:
        if not {*COUNTS, "held_on"}.isdisjoint(changed):
            _count(row, by)
        row.save()
        audit.record("fair.change", target=row, by=by, fields=sorted(changed))
    return row


def fair_blocker(row: JobFair, by: User) -> str:
    """What keeps somebody from writing on a fair, or ''."""
    if by.union_id != row.union_id or not by.has_role(*WRITERS):
        return _("由“%(union)s”的经办人、审核人办理。") % {"union": row.union.name}
    return ""


def _count(row: JobFair, by: User) -> None:
    told = [getattr(row, name) for name in COUNTS]
    if all(one is None for one in told):
        row.counted_at = row.counted_by = row.counted_for = None
        return
    if any(one is None for one in told):
        raise EmploymentRefused(
            _("进场单位、岗位、到场、意向和录用五个数要一起填，没有的填 0。"), "employers"
        )
    if timezone.localdate() < row.held_on:
        raise EmploymentRefused(_("还没有举办，不能登记成效。"), "held_on")
    row.counted_at, row.counted_by, row.counted_for = timezone.now(), by, stood_in_for(by)
