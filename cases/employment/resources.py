"""Openings as a list: taken down, or corrected where the same employer offers the same post."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.employers.rules import employer_key
from cases.employers.selectors.employers import find_named
from cases.employment.columns import OPENING_SHEET
from cases.employment.forms import OfferForm, make_offer
from cases.employment.models import JobOpening
from cases.employment.selectors.openings import current, list_openings
from cases.employment.services import EmploymentRefused, change_opening, make_opening
from cases.employment.states import WRITERS
from hardship.imports.rules import KINDS, CorrectingResource, ImportKind, columns_of
from hardship.kernel.fields import CleanTextField

FIELDS = {
    "employer": CleanTextField(
        label=gettext_lazy("用人单位"), max_length=80, help_text=gettext_lazy("“用人单位”里登记的名称")
    ),
    **OfferForm.base_fields,
    "union": CleanTextField(required=False, help_text=gettext_lazy("不填的，登记到导入时选的工会")),
    "union_code": CleanTextField(required=False),
}
ALIASES = {
    "employer": ("单位名称", "企业名称", "招聘单位"),
    "post": ("岗位名称", "招聘岗位"),
    "number": ("人数", "需求人数"),
    "wage": ("工资", "月薪", "工资待遇"),
    "place": ("地点", "上班地点"),
    "requirements": ("岗位要求", "招聘要求"),
    "until_on": ("有效期至", "截止时间"),
}


class OpeningResource(CorrectingResource):
    """A row about a post that the same employer still offers corrects it; the employer is one on record."""

    model = JobOpening
    layout = columns_of(OPENING_SHEET, FIELDS, aliases=ALIASES)

    def get_queryset(self) -> QuerySet[JobOpening]:
        return current(list_openings(self.by)).filter(union__path__startswith=self.union.path)

    def find(self) -> JobOpening | None:
        named = find_named(self.text("employer"), self.place) if self.text("employer") else None
        if named is None:
            return None
        rows = self.get_queryset().filter(employer=named.employer_id, post=self.text("post"))
        return rows.first()

    def shown(self, record: Any) -> Mapping[str, Any]:
        told = {name: getattr(record, name) for name in OfferForm.base_fields}
        return told | {
            "employer": record.employer.name,
            "union": record.union.name,
            "union_code": record.union.code,
        }

    def identities(self, told: Mapping[str, Any]) -> Iterator[Hashable]:
        yield employer_key(told["employer"]), told["post"]

    def differing(self, told: Mapping[str, Any]) -> Collection[str]:
        return [key for key in super().differing(told) if key in OfferForm.base_fields]

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        if self.record is not None:
            change_opening(opening_id=self.record.pk, offer=make_offer(told), by=self.by)
            return
        named = find_named(told["employer"], self.place)
        if named is None:
            raise EmploymentRefused(_("还没有登记这个用人单位，请先到“用人单位”登记。"), "employer")
        make_opening(employer=named.employer, offer=make_offer(told), by=self.by, union=self.place)


KINDS.add("openings")(
    ImportKind(
        gettext_lazy("岗位信息"),
        OpeningResource,
        "employment:openings",
        WRITERS,
        hints=(
            gettext_lazy("用人单位要先登记；同一单位正在招聘的同名岗位按这一行更正。"),
            gettext_lazy("月工资低于当地最低工资的照样导入，台账里会提示。"),
        ),
    )
)
