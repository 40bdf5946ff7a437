"""Employers as a list: registered, or corrected where the code or the name is on record."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.employers.columns import EMPLOYER_SHEET
from cases.employers.forms import (
    MOST_PEOPLE,
    EmployerForm,
    HeadcountField,
    HeadcountYearField,
    NewEmployerForm,
    make_particulars,
)
from cases.employers.models import Employer
from cases.employers.rules import employer_key
from cases.employers.selectors.employers import area_id, find_named, list_employers
from cases.employers.services import change_employer, note_event, note_headcount, register_employer
from cases.employers.states import WRITERS, EventKind, Standing
from hardship.imports.rules import KINDS, CorrectingResource, ImportKind, columns_of
from hardship.kernel.fields import CleanTextField

PARTICULARS = tuple(EmployerForm.base_fields)
FIELDS = {
    **NewEmployerForm.base_fields,
    "headcount": HeadcountField(required=False, max_value=MOST_PEOPLE),
    "headcount_year": HeadcountYearField(required=False, help_text=gettext_lazy("不填的，职工人数算今年的")),
    "union": CleanTextField(required=False, help_text=gettext_lazy("不填的，登记到导入时选的工会")),
    "union_code": CleanTextField(required=False),
}
ALIASES = {
    "name": ("企业名称", "用人单位", "单位全称", "企业全称"),
    "uscc": ("信用代码", "社会信用代码", "统一信用代码"),
    "standing": ("单位状况", "经营状况"),
    "standing_on": ("状况日期",),
    "union": ("工会名称", "主管工会"),
    "kind": ("企业性质",),
    "industry": ("行业",),
    "address": ("单位地址", "企业地址"),
    "telephone": ("联系电话", "电话"),
}


class EmployerResource(CorrectingResource):
    """A row that has the code, or the name in its area, of an employer on record corrects that one; how it
    stands, where that is another way, becomes an event."""

    model = Employer
    layout = columns_of(EMPLOYER_SHEET, FIELDS, aliases=ALIASES)
    refused_at = {"on": "standing_on", "year": "headcount_year"}

    def get_queryset(self) -> QuerySet[Employer]:
        return list_employers(self.by).filter(union__path__startswith=self.union.path)

    def find(self) -> Employer | None:
        """By its code, else by its name in the union's area."""
        mine = list_employers(self.by)
        code = self.text("uscc").upper()
        found: Employer | None = mine.filter(uscc=code).first() if code else None
        named = find_named(self.text("name"), self.place) if self.text("name") else None
        return found or (mine.filter(pk=named.employer_id).first() if named else None)

    def shown(self, record: Any) -> Mapping[str, Any]:
        names = (*PARTICULARS, "standing", "standing_on", "headcount", "headcount_year")
        told = {name: getattr(record, name) for name in names}
        return told | {"union": record.union.name, "union_code": record.union.code}

    def identities(self, told: Mapping[str, Any]) -> Iterator[Hashable]:
        if told["uscc"]:
            yield told["uscc"]
        place = self.place if self.record is None else self.record.union
        yield area_id(place), employer_key(told["name"])

    def check(self, instance: Any) -> None:
        super().check(instance)
        if self.record is None:
            return
        if self.named and self.named.pk != self.record.union_id:
            why = _("这个单位由“%(union)s”登记，导入不改它的所属工会。")
            self.remarks["union_code"] = why % {"union": self.record.union.name}
        if "standing_on" in super().differing(vars(instance)) and not self._stands_anew(vars(instance)):
            self.remarks["standing_on"] = _(
                "企业状况没有变，日期不改；日期登错的，请在单位页面撤回后重新登记。"
            )

    def differing(self, told: Mapping[str, Any]) -> Collection[str]:
        found = [key for key in super().differing(told) if key in PARTICULARS]
        if self._stands_anew(told):
            found.append("standing")
        if self._is_counted_anew(told):
            found.append("headcount")
        return found

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        if self.record is None:
            employer = register_employer(
                union=self.place, particulars=make_particulars(told), by=self.by,
                standing=told["standing"] or Standing.NORMAL, standing_on=told["standing_on"],
            )  # fmt: skip
            if told["headcount"] is not None:
                self._count(employer, told)
            return
        if any(key in PARTICULARS for key in changed):
            change_employer(employer_id=self.record.pk, particulars=make_particulars(told), by=self.by)
        if "standing" in changed:
            on = told["standing_on"] if "standing_on" in self.cells else timezone.localdate()
            note_event(
                employer_id=self.record.pk,
                kind=EventKind.STANDING,
                on=on,
                standing=told["standing"],
                by=self.by,
            )
        if "headcount" in changed:
            self._count(self.record, told)

    def _stands_anew(self, told: Mapping[str, Any]) -> bool:
        return "standing" in self.cells and bool(told["standing"] != self.record.standing)

    def _is_counted_anew(self, told: Mapping[str, Any]) -> bool:
        if "headcount" not in self.cells:
            return False
        held = self.record.years.filter(year=self._year(told)).values_list("headcount", flat=True).first()
        return bool(held != told["headcount"])

    def _count(self, employer: Employer, told: Mapping[str, Any]) -> None:
        note_headcount(
            employer_id=employer.pk, year=self._year(told), headcount=told["headcount"], by=self.by
        )

    def _year(self, told: Mapping[str, Any]) -> int:
        """The year that a row says its headcount is of; the running one where it does not."""
        return int(told["headcount_year"]) if "headcount_year" in self.cells else timezone.localdate().year


KINDS.add("employers")(
    ImportKind(
        gettext_lazy("用人单位"),
        EmployerResource,
        "employers:employers",
        WRITERS,
        hints=(
            gettext_lazy("已有的单位按统一社会信用代码或名称更新，空着的格不改原有内容。"),
            gettext_lazy("导出的台账改好以后也可以直接导入。"),
        ),
    )
)
