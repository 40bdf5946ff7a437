"""学生与求职: who goes to school, who looks for work or training, as a page and a workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.archives.models import Member
from cases.registers.columns import SEEKER_COLUMNS, STUDENT_COLUMNS
from cases.registers.filters import RegisterFilter, SeekerFilter, StudentFilter
from cases.registers.selectors import list_seekers, list_students, make_people
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import CASE_WORKERS, Level
from hardship.accounts.views.exports import ListExport
from hardship.kernel.columns import Column, choose, without
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows

TITLE = gettext_lazy("困难职工家庭{what}名册")
READERS = tuple(sorted(CASE_WORKERS))


@dataclass(frozen=True)
class Register:
    """One of the two lists: its name, its people, its columns and what it can be narrowed to."""

    key: str
    label: Any
    people: Callable[[User], QuerySet[Member]]
    columns: tuple[Column, ...]
    filter: type[RegisterFilter]
    nobody: Any

    def narrowed(self, request: AuthenticatedRequest) -> RegisterFilter:
        return self.filter(request.GET, queryset=self.people(request.user), user=request.user)


STUDENTS = Register(
    "students", gettext_lazy("学生"), list_students, STUDENT_COLUMNS, StudentFilter,
    gettext_lazy("家庭成员的人员身份填了在读的（学前到研究生），就列在这里。"),
)  # fmt: skip
SEEKERS = Register(
    "seekers", gettext_lazy("求职与培训"), list_seekers, SEEKER_COLUMNS, SeekerFilter,
    gettext_lazy("家庭成员填了“求职”、就业意愿或培训意愿的，就列在这里。"),
)  # fmt: skip
EXPORTS = {
    one.key: ListExport(one.key, format_lazy(TITLE, what=one.label), one.columns, f"registers:{one.key}")
    for one in (STUDENTS, SEEKERS)
}


@require_GET
@require_role(*READERS)
def students(request: AuthenticatedRequest) -> HttpResponse:
    return _page(request, STUDENTS)


@require_GET
@require_role(*READERS)
def seekers(request: AuthenticatedRequest) -> HttpResponse:
    return _page(request, SEEKERS)


@require_POST
@require_role(*READERS)
def students_export(request: AuthenticatedRequest) -> HttpResponse:
    return _export(request, STUDENTS)


@require_POST
@require_role(*READERS)
def seekers_export(request: AuthenticatedRequest) -> HttpResponse:
    return _export(request, SEEKERS)


def _page(request: AuthenticatedRequest, register: Register) -> HttpResponse:
    found = register.narrowed(request)
    context = {
        "register": register,
        **_rows(register, request.user).page(found.chosen, request.GET, make=make_people),
        "filter": found,
        "is_narrowed": bool(found.values),
        "export": f"registers:{register.key}_export",
        "tabs": [
            {
                "label": other.label,
                "url": reverse(f"registers:{other.key}"),
                "count": None,
                "current": other is register,
            }
            for other in (STUDENTS, SEEKERS)
        ],
    }
    return render(request, "registers/register.html", context)


def _rows(register: Register, user: User) -> Rows[Any]:
    """A grassroots union's list has its own people alone: it does not name the union in every line."""
    shown = choose(register.columns, ())
    return Rows(
        without(shown, "union") if user.union.level == Level.GRASSROOTS else shown,
        url=link_to("archives:case", "household.pk", query="tab=members"),
    )


def _export(request: AuthenticatedRequest, register: Register) -> HttpResponse:
    """The list as it is narrowed, all of it; the download is on record."""
    found = register.narrowed(request)
    return EXPORTS[register.key].answer(request, found.chosen, found, make=make_people)
