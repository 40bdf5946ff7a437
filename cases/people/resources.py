"""People off file as a list: registered, or corrected where the ID number is on the list."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from tablib import Dataset

from cases.people.columns import PERSON_SHEET
from cases.people.forms import PersonForm
from cases.people.models import Person
from cases.people.selectors import find_person, list_people
from cases.people.services import (
    ListedElsewhere,
    Particulars,
    change_person,
    note_lookup,
    register_person,
    require_may_ask,
)
from cases.people.states import WRITERS, Group, State
from hardship.imports.rules import KINDS, MASK, CorrectingResource, ImportKind, columns_of
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import CleanTextField, Secret, blind_index

PARTICULARS = tuple(PersonForm.base_fields)
FIELDS = {
    **PersonForm.base_fields,
    "union": CleanTextField(required=False, help_text=gettext_lazy("不填的，登记到导入时选的工会")),
    "union_code": CleanTextField(required=False),
}
ALIASES = {
    "name": ("职工姓名",),
    "id_number": ("身份证号码", "证件号码", "公民身份号码"),
    "groups": ("类别", "人员类型"),
    "employer": ("单位", "所在单位"),
    "phone": ("手机", "手机号", "联系电话", "电话"),
    "bank_name": ("开户行",),
    "bank_card": ("银行账号", "卡号"),
    "union": ("工会名称",),
}


class PersonResource(CorrectingResource):
    """A row is about whoever has its ID number; the mask of one, as an exported list has it, is that of the
    person of this name.

    A check counts the numbers that another union has, as typing them into the page does.
    """

    model = Person
    layout = columns_of(
        PERSON_SHEET, FIELDS, aliases=ALIASES,
        notes={"groups": gettext_lazy("可以填几个，用顿号分开：%s") % "、".join(map(str, Group.labels))},
    )  # fmt: skip

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.elsewhere, self.has_asked = 0, False

    def get_queryset(self) -> QuerySet[Person]:
        rows = list_people(self.by).filter(state=State.LISTED)
        return rows.filter(union__path__startswith=self.union.path)

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """Raises PersonRefused for whoever learnt of too many people of other unions before this list."""
        if self.is_dry_run and not self.has_asked:
            require_may_ask(self.by)
            self.has_asked = True
        super().before_import(dataset, **kwargs)

    def note_check(self) -> None:
        if self.elsewhere:
            note_lookup(by=self.by, found=self.elsewhere)
            self.elsewhere = 0

    def find(self) -> Person | None:
        number = self.text("id_number")
        if MASK in number:
            same = [one for one in self.get_queryset().filter(name=self.text("name"))
                    if str(one.id_number) == number]  # fmt: skip
            return same[0] if len(same) == 1 else None
        try:
            index = blind_index(check_id_number(number).number, "id_number")
        except DocumentError:
            return None
        found = find_person(index)
        return found if found and found.is_listed and self.by.covers([found.union]) else None

    def shown(self, record: Any) -> Mapping[str, Any]:
        told = {name: getattr(record, name) for name in PARTICULARS}
        told["groups"] = [group for group in Group.values if group in record.groups]
        return told | {"union": record.union.name, "union_code": record.union.code}

    def identities(self, told: Mapping[str, Any]) -> Iterator[Hashable]:
        number = told["id_number"]
        yield number.reveal() if isinstance(number, Secret) else number

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        particulars = Particulars(**{name: told[name] for name in PARTICULARS})
        try:
            if self.record is None:
                register_person(union=self.place, particulars=particulars, by=self.by)
            else:
                union = self.named or self.record.union
                change_person(person_id=self.record.pk, union=union, particulars=particulars, by=self.by)
        except ListedElsewhere:
            self.elsewhere += 1
            raise


KINDS.add("people")(
    ImportKind(
        gettext_lazy("未建档人员名册"),
        PersonResource,
        "people:people",
        WRITERS,
        hints=(
            gettext_lazy("名册里已有的人按身份证号更新，空着的格不改原有内容。"),
            gettext_lazy("导出的名册改好以后也可以直接导入，隐去的号码不用补。"),
        ),
    )
)
