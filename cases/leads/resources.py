"""Leads out of a workbook: filled-in questionnaires, or any list of people with these columns."""

from django.utils import timezone

from cases.leads.columns import LEAD_SHEET
from cases.leads.forms import NewLeadForm
from cases.leads.selectors.leads import find_open
from cases.leads.services import record_lead
from cases.leads.states import Channel
from hardship.accounts.models import User
from hardship.accounts.resources import Line, Outcome, import_rows, is_good, typed, union_of
from hardship.kernel.fields import blind_index


def import_leads(content: bytes, *, by: User) -> Outcome:
    """One lead for each row, at the union that it names; all or nothing. Somebody of whom that union has an
    open lead already is passed over. Raises Refused for a workbook that cannot be read."""
    return import_rows(content, LEAD_SHEET, lambda line, outcome: _lead(line, outcome, by))


def _lead(line: Line, outcome: Outcome, by: User) -> None:
    union = union_of(line, by)
    assumed = {"channel": Channel.QUESTIONNAIRE, "heard_on": timezone.localdate(), "receiver": str(union.pk)}
    form = NewLeadForm(assumed | typed(NewLeadForm, line), unions=[union])
    if not is_good(form, line, outcome):
        return
    told = form.told()
    known = find_open(blind_index(told.id_number, "id_number")) if told.id_number else None
    if known is not None and known.union_id == union.pk:
        outcome.same += 1
        return
    record_lead(told=told, by=by, receiver=union)
    outcome.new += 1
