"""Leads as a list: filled-in questionnaires, or any list of people with these columns."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.leads.columns import LEAD_SHEET
from cases.leads.forms import LeadForm
from cases.leads.models import Lead
from cases.leads.selectors.leads import find_open, list_leads
from cases.leads.services import Told, record_lead
from cases.leads.states import OPEN_STATES, WRITERS, Channel
from hardship.imports.rules import KINDS, MASK, CorrectingResource, ImportKind, columns_of, optional
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import CleanTextField, blind_index

# What is asked for is ticked on a page; a row has words.
TOLD = tuple(name for name in LeadForm.base_fields if name not in ("demands", "demand_note"))
FIELDS = {
    **{name: LeadForm.base_fields[name] for name in TOLD},
    "channel": optional(LeadForm.base_fields["channel"]),
    "heard_on": optional(LeadForm.base_fields["heard_on"]),
    "union": CleanTextField(required=False),
}
ALIASES = {
    "name": ("职工姓名",),
    "employer": ("所在单位", "工作单位"),
    "hardship": ("困难情况说明", "家庭困难情况"),
    "phone": ("手机", "手机号", "联系电话", "电话"),
    "id_number": ("身份证号码", "证件号码", "公民身份号码"),
    "address": ("家庭住址", "地址"),
    "cause": ("致困原因", "主要困难原因"),
    "monthly_per_head": ("人均月收入", "家庭月人均收入", "月人均收入"),
    "channel": ("来源",),
    "heard_on": ("填表日期", "日期"),
    "union": ("由哪个工会办理", "所属工会"),
}
NOTES = {
    "channel": gettext_lazy("不填的算摸底问卷"),
    "heard_on": gettext_lazy("不填的算今天"),
    "union": gettext_lazy("本工会或下级工会的全称；不填的由导入时选的工会办理"),
}


class LeadResource(CorrectingResource):
    """A row is a new lead of the union that it names. Of somebody whom that union is looking after already
    nothing is changed: what was heard later belongs into the lead itself."""

    model = Lead
    layout = columns_of(LEAD_SHEET, FIELDS, aliases=ALIASES, notes=NOTES)
    refused_at = {"receiver": "union"}

    def get_queryset(self) -> QuerySet[Lead]:
        rows = list_leads(self.by).filter(state__in=OPEN_STATES)
        return rows.filter(union__path__startswith=self.union.path)

    def find(self) -> Lead | None:
        """The open lead of the row's union with the ID number; without one, that with the same name and the
        same words of hardship."""
        number = self.text("id_number")
        if number and MASK not in number:
            lead = _with_number(number)
            return lead if lead and lead.union_id == self.place.pk else None
        alike = self.get_queryset().filter(
            union=self.place, name=self.text("name"), hardship=self.text("hardship")
        )
        return next((lead for lead in alike if str(lead.id_number) == number), None)

    def shown(self, record: Any) -> Mapping[str, Any]:
        return {name: getattr(record, name) for name in TOLD} | {"union": record.union.name}

    def identities(self, told: Mapping[str, Any]) -> Iterator[Hashable]:
        yield str(self.cells.get("id_number") or (told["name"], told["hardship"], self.place.pk))

    def differing(self, told: Mapping[str, Any]) -> Collection[str]:
        return ()

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        said = {name: told[name] for name in TOLD}
        said["channel"] = said["channel"] or Channel.QUESTIONNAIRE
        said["heard_on"] = said["heard_on"] or timezone.localdate()
        for secret in ("phone", "id_number"):
            said[secret] = said[secret] or None
        record_lead(told=Told(**said), by=self.by, receiver=self.place)


def _with_number(number: str) -> Lead | None:
    try:
        return find_open(blind_index(check_id_number(number).number, "id_number"))
    except DocumentError:
        return None


KINDS.add("leads")(
    ImportKind(
        gettext_lazy("摸底问卷"),
        LeadResource,
        "leads:leads",
        WRITERS,
        hints=(gettext_lazy("一人一行，每行成为一条线索；本工会正在办理的人跳过，不会重复。"),),
    )
)
