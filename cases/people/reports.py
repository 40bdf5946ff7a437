"""What leaves the room as a workbook: the list, and the empty one to fill in."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people.columns import PERSON_COLUMNS, PERSON_SHEET
from cases.people.models import Person
from cases.people.states import Group
from hardship.accounts.models import User
from hardship.kernel.columns import Column, values
from hardship.kernel.sheets import SheetHeader, write_sheet
from hardship.kernel.sheets.template import TemplateColumn, TemplatePage, make_template

REQUIRED = ("name", "id_number", "groups")


def people_workbook(rows: Iterable[Person], *, conditions: Sequence[str], by: User) -> bytes:
    """The list as it is narrowed, with every column; numbers are masked."""
    lines = [
        _("筛选条件：%(what)s") % {"what": "；".join(conditions) or _("全部")},
        _("导出：%(who)s（%(union)s）　%(at)s")
        % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    ]
    header = SheetHeader(title=_("未建档人员名册"), lines=lines)
    return write_sheet(PERSON_COLUMNS, (values(PERSON_COLUMNS, row) for row in rows), header=header)


def person_template() -> bytes:
    """An empty workbook of people."""
    groups = "、".join(str(label) for label in Group.labels)
    lines = [
        _("红底的列必填；名册里已有的人按身份证号更新，空着的格不改原有内容。"),
        _("人员类别可以填几个，用顿号分开：%(groups)s。") % {"groups": groups},
    ]
    return make_template([TemplatePage(_("未建档人员"), lines, [*map(_column, PERSON_SHEET)])])


def _column(column: Column) -> TemplateColumn:
    return TemplateColumn(label=str(column.label), is_required=column.key in REQUIRED, width=column.width)
