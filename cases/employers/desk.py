"""What the employers bring to the desk: their list, figures that are owed, a note on the case, log names."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_NOTES, CASE_PARTS, CaseNote, ShownCase
from cases.employers.filters import EmployerFilter
from cases.employers.models import Employer
from cases.employers.selectors.employers import find_named
from cases.employers.selectors.workers import count_employers, find_employers
from cases.employers.selectors.years import due_year, list_owed
from cases.employers.states import EMPLOYERS
from cases.lists.selectors.extensions import OTHER_LISTS, OtherList
from cases.people.models import Person
from cases.people.selectors import PERSON_NOTES, PersonNote
from hardship.accounts.models import Union, User
from hardship.accounts.states import CASE_WORKERS, CLERK, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_targets,
)
from hardship.trees.selectors import MOVABLES, Movable, move_rows

label_actions(
    {
        "employer.register": _("登记用人单位"),
        "employer.change": _("修改用人单位"),
        "employer.event": _("登记单位事项"),
        "employer.take_back": _("撤回单位事项"),
        "employer.headcount": _("登记单位职工人数"),
        "employer.spelling": _("归并单位名称"),
        "employer.merge": _("合并用人单位"),
        "union_year.save": _("填报工会年度基数"),
        "export.employers": _("导出用人单位台账"),
        "export.union_years": _("导出工会年度基数"),
    }
)
label_papers("employers:employers", _("每个单位"), {"employer_workers": _("导出单位在档职工")})
label_targets(
    {
        "employers.employer": Target(_("用人单位"), naming=Naming(fields=("name",))),
        "employers.unionyear": Target(_("工会年度基数"), naming=Naming(fields=("year", "union__short_name"))),
    }
)
PLACES.add("employers:employers")(Place(_("用人单位"), "building", NavGroup.ARCHIVES, 25, CASE_WORKERS))
HELP.add("employers:employers")(
    Help(
        purpose=_("职工所在的单位：是不是停产、欠薪欠保、裁员。状况不正常的列为困难企业，便于成批摸底。"),
        then=_("单位登记后，档案里写的不同叫法可以归到同一个单位。每年补一次职工人数。"),
        seen=_("办案的各岗位看得到本工会和下级工会的单位。"),
        year=(
            YearWork((1, 2), (Role.CLERK,), _("填上一年度各单位的职工人数和会员人数。")),
            YearWork((), (Role.CLERK,), _("单位停产、裁员、欠薪，当月登记事项。")),
        ),
    )
)


def _owed_item(row: Union) -> TodoItem:
    year = due_year()
    return TodoItem(
        row.name,
        str(_("%(year)s 年职工、会员、女职工、农民工、退休人员人数") % {"year": year}),
        f"{reverse('employers:year_edit')}?union={row.pk}&year={year}",
        timezone.localdate().replace(month=1, day=31),
    )


DUTIES.add("employers.years")(
    Duty("employers:employers", _("未填报的年度基数"), 155, (CLERK,), list_owed, _owed_item)
)


def _in_difficulty(shown: ShownCase) -> list[dict[str, Any]]:
    """The employers of this household's people that are in difficulty; nothing is asked where nobody works at
    one that is on record."""
    if not shown.parts["employers"]:
        return []
    found = find_employers([member.pk for member in shown.members if member.employer and not member.stage])
    names = {member.pk: member.name for member in shown.members}
    rows = Employer.objects.visible_to(shown.user).filter(pk__in=list(found)) if found else ()
    return [
        {"employer": row, "people": "、".join(names[key] for key in found[row.pk])}
        for row in rows
        if row.is_in_difficulty
    ]


CASE_PARTS.add("employers")(count_employers)
CASE_NOTES.add("employers")(CaseNote(35, "employers/_case_employers.html", _in_difficulty, is_below=True))


def _employer_of(person: Person, user: User) -> list[Employer]:
    """The employer on record of somebody off file: by its names in the area, as for people in files."""
    found = find_named(person.employer, person.union) if person.employer else None
    return [found.employer] if found and user.covers([found.employer.union]) else []


PERSON_NOTES.add("employers")(PersonNote(10, "employers/_person_employer.html", _employer_of))


def _narrowed(user: User, query: Mapping[str, str]) -> list[str]:
    """What a saved filter of the list of employers narrows."""
    found = EmployerFilter(query, queryset=Employer.objects.none(), user=user)
    shown = [str(_("困难企业"))] if found.values.get("show") == "difficult" else []
    return shown + [words for _name, words in found.described()]


OTHER_LISTS.add(EMPLOYERS)(OtherList(_("用人单位"), "employers:employers", _narrowed))
MOVABLES.add("employers.employers")(
    Movable(
        label=_("单位"), order=50, move=move_rows,
        rows=lambda union: Employer.objects.filter(union=union).order_by("pk"),
    )
)  # fmt: skip
