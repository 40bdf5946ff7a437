"""A row of yearly figures of a union: entered, or corrected where they are on record."""

from cases.employers.columns import YEAR_SHEET
from cases.employers.forms import UnionYearForm
from cases.employers.models import UnionYear
from cases.employers.selectors.years import FIGURES
from cases.employers.services import save_union_year
from hardship.accounts.models import User
from hardship.accounts.resources import Line, Outcome, import_rows, is_good, typed, union_of


def import_union_years(content: bytes, *, by: User) -> Outcome:
    """Enter yearly figures, or correct those that are there. Raises EmployerRefused for a
    workbook that cannot be read."""
    return import_rows(content, YEAR_SHEET, lambda row, outcome: _union_year(row, outcome, by))


def _union_year(line: Line, outcome: Outcome, by: User) -> None:
    union = union_of(line, by)
    form = UnionYearForm(typed(UnionYearForm, line) | {"union": str(union.pk)}, unions=[union])
    if not is_good(form, line, outcome):
        return
    told = {name: form.cleaned_data[name] for name in ("year", *FIGURES)}
    old = UnionYear.objects.filter(union=union, year=told["year"]).values("year", *FIGURES).first()
    if old == told:
        outcome.same += 1
        return
    save_union_year(union=union, by=by, **told)
    if old:
        outcome.changed += 1
    else:
        outcome.new += 1
