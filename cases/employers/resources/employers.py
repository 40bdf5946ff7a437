"""A row about an employer: registered, or corrected where its code or its name is on record."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employers.columns import EMPLOYER_SHEET
from cases.employers.forms import EmployerForm, NewEmployerForm
from cases.employers.models import FIRST_YEAR, Employer
from cases.employers.selectors.employers import find_named, list_live
from cases.employers.services import (
    EmployerRefused,
    change_employer,
    note_event,
    note_headcount,
    register_employer,
)
from cases.employers.states import EventKind
from hardship.accounts.models import Union, User
from hardship.accounts.resources import Line, Outcome, import_rows, is_good, typed, union_of
from hardship.kernel.fields import StrictIntegerField

STANDING = ("standing", "standing_on")


def import_employers(content: bytes, *, by: User) -> Outcome:
    """Register employers, or correct those that have the code or the name. Raises EmployerRefused for a
    workbook that cannot be read."""
    return import_rows(content, EMPLOYER_SHEET, lambda row, outcome: _employer(row, outcome, by))


def _employer(line: Line, outcome: Outcome, by: User) -> None:
    union = union_of(line, by)
    employer = _on_record(line, union, by)
    if employer is None:
        form = NewEmployerForm(typed(NewEmployerForm, line) | {"union": str(union.pk)}, unions=[union])
        if is_good(form, line, outcome):
            standing = {name: form.cleaned_data[name] for name in STANDING}
            employer = register_employer(union=union, particulars=form.particulars(), by=by, **standing)
            outcome.new += 1
            _headcount(employer, line, by)
        return
    whole = {**_as_typed(employer), **typed(EmployerForm, line)}
    _correct(employer, EmployerForm(whole), line, outcome, by)


def _correct(employer: Employer, form: EmployerForm, line: Line, outcome: Outcome, by: User) -> None:
    """A row about an employer on record; how it stands, where that is another one, is an event."""
    state = NewEmployerForm(typed(NewEmployerForm, line), unions=[employer.union])
    if not (is_good(form, line, outcome) and is_good(state, line, outcome, STANDING)):
        return
    before = employer.changed_at, employer.standing
    change_employer(employer_id=employer.pk, particulars=form.particulars(), by=by)
    if "standing" in line.cells and state.cleaned_data["standing"] != employer.standing:
        on = state.cleaned_data["standing_on"] or timezone.localdate()
        standing = state.cleaned_data["standing"]
        note_event(employer_id=employer.pk, kind=EventKind.STANDING, on=on, standing=standing, by=by)
    is_counted = _headcount(employer, line, by)
    employer.refresh_from_db()
    if before == (employer.changed_at, employer.standing) and not is_counted:
        outcome.same += 1
    else:
        outcome.changed += 1


def _headcount(employer: Employer, line: Line, by: User) -> bool:
    """Notes the headcount of a row, where it is another one than on record."""
    if "headcount" not in line.cells:
        return False
    year = _headcount_year(line)
    try:
        headcount = forms.IntegerField(min_value=0, max_value=10_000_000).clean(line.cells["headcount"])
    except forms.ValidationError:
        raise EmployerRefused(_("职工人数请只填整数，例如 320。"), "headcount") from None
    if employer.years.filter(year=year).values_list("headcount", flat=True).first() == headcount:
        return False
    note_headcount(employer_id=employer.pk, year=year, headcount=headcount, by=by)
    return True


def _headcount_year(line: Line) -> int:
    """The year that a row says its headcount is of; the running one where it does not."""
    this_year = timezone.localdate().year
    if "headcount_year" not in line.cells:
        return this_year
    field = StrictIntegerField(min_value=FIRST_YEAR, max_value=this_year)
    try:
        return int(field.clean(line.cells["headcount_year"]))
    except forms.ValidationError:
        raise EmployerRefused(
            _("人数年度请填 %(first)s 到 %(last)s 之间的年份，例如 %(last)s。")
            % {"first": FIRST_YEAR, "last": this_year},
            "headcount_year",
        ) from None


def _on_record(line: Line, union: Union, by: User) -> Employer | None:
    """The employer that a row is about: by its code, else by its name in the union's area."""
    mine = list_live(by)
    code = str(line.cells.get("uscc") or "").strip().upper()
    found: Employer | None = mine.filter(uscc=code).first() if code else None
    named = find_named(str(line.cells.get("name") or ""), union)
    return found or (mine.filter(pk=named.employer_id).first() if named else None)


def _as_typed(employer: Employer) -> dict[str, Any]:
    """What is on record, for the cells that a workbook does not have."""
    return {name: getattr(employer, name) for name in EmployerForm.base_fields}
