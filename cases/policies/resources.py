"""Living standards as a list, as published each year for a city or a province."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.policies.forms.dated import StandardForm
from cases.policies.models import LivingStandard
from cases.policies.services import add_standard
from cases.policies.services.editing import PolicyRefused, require_region
from hardship.accounts.states import Role
from hardship.imports.rules import KINDS, ImportKind, ListColumn, ListResource

FIELDS = StandardForm.base_fields


class StandardResource(ListResource):
    """Living standards, yuan per person and month; each is in force until the next of its region begins."""

    model = LivingStandard
    layout = (
        ListColumn("region_code", "行政区划代码", FIELDS["region_code"], ("区划代码",), sample="320602"),
        ListColumn("region", "地区", FIELDS["region"], ("地区名称",)),
        ListColumn("area", "城乡", FIELDS["area"], ("城乡类别",)),
        ListColumn(
            "monthly", "标准（元/人·月）", FIELDS["monthly"], ("低保标准", "月标准"), kind="amount",
            sample="1115",
        ),
        ListColumn("starts_on", "执行日期", FIELDS["starts_on"], ("开始日期", "执行时间"), kind="date"),
        ListColumn("document", "依据文件", FIELDS["document"], ("依据", "文号"), width=32),
    )  # fmt: skip

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """The standards on record, and with them the last day on which one of each region begins."""
        self.stored: dict[tuple[str, str, date], Any] = {}
        self.last: dict[tuple[str, str], date] = getattr(self, "last", {})
        for row in LivingStandard.objects.filter(region_code__startswith=self._prefix()):
            self.stored[row.region_code, row.area, row.effective_from] = row.monthly
            self._begins(row, row.effective_from)

    def check(self, instance: Any) -> None:
        try:
            require_region(self.by, instance.region_code)
        except PolicyRefused as refusal:
            raise ValidationError({"region_code": str(refusal)}) from refusal
        last = self.last.get((instance.region_code, instance.area))
        if not self.is_on_record(instance) and last and last >= instance.starts_on:
            why = _("该地区 %(day)s 起已有标准，执行日期要晚于它；同一地区请按日期先后填写。")
            raise ValidationError({"starts_on": why % {"day": last.isoformat()}})
        self._begins(instance, instance.starts_on)

    def is_on_record(self, instance: Any) -> bool:
        stored = self.stored.get((instance.region_code, instance.area, instance.starts_on))
        return bool(stored == instance.monthly)

    def write(self, instances: Sequence[Any]) -> None:
        for one in instances:
            add_standard(
                region_code=one.region_code, region=one.region, area=one.area, monthly=one.monthly,
                starts_on=one.starts_on, document=one.document, by=self.by,
            )  # fmt: skip

    def export(self, queryset: Any = None, **kwargs: Any) -> Any:
        rows = LivingStandard.objects.filter(region_code__startswith=self._prefix())
        made = list((rows if queryset is None else queryset).order_by("region_code", "area", "effective"))
        for row in made:
            row.starts_on = row.effective_from
        return super().export(made, **kwargs)

    def _prefix(self) -> str:
        return self.by.union.region_code[:2]

    def _begins(self, row: Any, on: date) -> None:
        key = row.region_code, row.area
        self.last[key] = max(on, self.last.get(key, on))


KINDS.add("standards")(
    ImportKind(
        gettext_lazy("低保标准"),
        StandardResource,
        "policies:standards",
        (Role.ADMINISTRATOR,),
        hints=(gettext_lazy("同一地区、城乡的标准按执行日期先后填写，前一个自动截止到新标准的前一天。"),),
    )
)
