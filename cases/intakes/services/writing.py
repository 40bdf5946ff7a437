"""The files of an accepted list are put into force, one after the other, by the job."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.services.refusals import ActiveElsewhere
from cases.archives.services.taking_over import take_over
from cases.archives.states.taking_over import Basis
from cases.intakes.models import Intake, IntakeRow
from cases.intakes.selectors.lists import list_open_rows
from cases.intakes.services.lists import keep_step
from cases.intakes.states import INTAKE_TRANSITIONS, RowState
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.workflow import Refused


def write_row(*, row_id: int, intake: Intake) -> bool:
    """Take over one file of a list that was accepted; one that cannot be is taken out with the reason.

    Inside the job's chunk. Returns whether it was taken over; False too for one that was taken before.
    """
    row = list_open_rows(intake).filter(pk=row_id).first()
    if row is None or intake.accepted_by is None:
        return False
    if getattr(row, "is_changed"):  # noqa: B009
        _leave_out(row, intake, _("接收时发现又有改动"))
        return False
    try:
        with transaction.atomic():
            _take(row, intake)
    except ActiveElsewhere:
        # which union it is, the remarks tell on demand and on record
        _leave_out(row, intake, _("家庭中有人已在另一份有效档案中"))
        return False
    except Refused as refusal:
        _leave_out(row, intake, str(refusal))
        return False
    return True


def finish(*, intake_id: int) -> Intake:
    """Every file has been taken over or taken out."""
    intake: Intake = workflow.lock(Intake.objects.select_related("union", "accepted_by"), intake_id)
    by = intake.accepted_by
    taken = intake.rows.filter(state=RowState.TAKEN).count()

    def log(_step: workflow.Step[Intake]) -> None:
        keep_step(intake, "finish", by, is_making=False)
        audit.record("intake.finish", target=intake, by=by, count=taken)

    workflow.take(INTAKE_TRANSITIONS, intake, action="finish", by=by, roles={WORKER}, log=log)
    return intake


def _take(row: IntakeRow, intake: Intake) -> None:
    assert intake.accepted_by is not None  # noqa: S101  # write_row asked
    taken = take_over(
        household_id=row.household_id, filed_on=intake.filed_on, by=intake.accepted_by,
        comment=_("原建档文号 %(number)s；困难类别%(basis)s")
        % {"number": intake.document_no, "basis": Basis(row.basis).label},
    )  # fmt: skip
    row.household.refresh_from_db()
    row.adopt(row.household)
    row.state, row.basis = RowState.TAKEN, taken.basis
    row.save()


def _leave_out(row: IntakeRow, intake: Intake, reason: str) -> None:
    row.state, row.reason = RowState.OUT, reason[:300]
    row.removed_at, row.removed_by = timezone.now(), intake.accepted_by
    row.save()
