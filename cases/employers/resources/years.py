"""Yearly figures of unions as a list: entered, or corrected where they are on record."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from cases.employers.columns import YEAR_SHEET
from cases.employers.forms import UnionYearForm
from cases.employers.models import UnionYear
from cases.employers.selectors.years import FIGURES
from cases.employers.services import save_union_year
from cases.employers.states import WRITERS
from hardship.imports.rules import KINDS, CorrectingResource, ImportKind, columns_of
from hardship.kernel.fields import CleanTextField

FIELDS = {
    **UnionYearForm.base_fields,
    "union": CleanTextField(required=False, help_text=gettext_lazy("不填的，算导入时选的工会")),
    "union_code": CleanTextField(required=False),
}


class UnionYearResource(CorrectingResource):
    """A row is about a union and a year."""

    model = UnionYear
    layout = columns_of(YEAR_SHEET, FIELDS, aliases={"union": ("工会", "单位名称"), "year": ("年份",)})

    def get_queryset(self) -> QuerySet[UnionYear]:
        rows = UnionYear.objects.visible_to(self.by).filter(union__path__startswith=self.union.path)
        made: QuerySet[UnionYear] = rows.select_related("union").order_by("union__path", "year")
        return made

    def find(self) -> UnionYear | None:
        year = self.text("year")
        return self.get_queryset().filter(union=self.place, year=year).first() if year.isdecimal() else None

    def shown(self, record: Any) -> Mapping[str, Any]:
        told = {name: getattr(record, name) for name in ("year", *FIGURES)}
        return told | {"union": record.union.name, "union_code": record.union.code}

    def identities(self, told: Mapping[str, Any]) -> Iterator[Hashable]:
        yield self.place.pk, told["year"]

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        save_union_year(
            union=self.place, year=told["year"], by=self.by, **{name: told[name] for name in FIGURES}
        )


KINDS.add("union-years")(
    ImportKind(
        gettext_lazy("工会年度基数"),
        UnionYearResource,
        "employers:years",
        WRITERS,
        hints=(gettext_lazy("每个工会一行，只填本级的人数；上级的合计由系统相加。已填报的按新的更正。"),),
    )
)
