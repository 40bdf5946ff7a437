"""批量申请 out of a workbook: one household in each row, one batch for each programme that it names."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.forms import ApplicationForm
from cases.applications.forms.goods import read_goods
from cases.applications.models import Application, Batch
from cases.applications.rules import goods_field, read_invoices
from cases.applications.services import ApplicationRefused, make_batch, save, start
from cases.applications.services.batches import programmes_of
from cases.archives.models import Household, Member
from cases.archives.selectors import live_members
from cases.archives.states import IN_FORCE_STATES
from cases.policies.rules.document.handling_checking import MOST_ITEMS
from cases.policies.selectors import list_programmes
from hardship.accounts.states import Role
from hardship.imports.rules import KINDS, CorrectingResource, ImportKind, ListColumn
from hardship.kernel.fields import CleanTextField, IdNumberField, blind_index

FIELDS = ApplicationForm.base_fields


class BatchResource(CorrectingResource):
    """A row is a new application of the family in which the ID number stands. What keeps it from applying is
    told at the row; what is still missing stands on the grid of the batch."""

    model = Application
    layout = (
        ListColumn(
            "id_number", "身份证号", IdNumberField(), ("身份证号码", "证件号码", "公民身份号码"), width=22
        ),
        ListColumn("name", "姓名", CleanTextField(max_length=50), ("职工姓名", "申请人")),
        ListColumn(
            "programme", "帮扶项目", CleanTextField(max_length=60), ("项目", "项目名称"), width=16,
            sample="生活救助",
        ),
        ListColumn(
            "person", "受助人姓名", CleanTextField(max_length=50, required=False),
            ("受助人", "受益人姓名", "受益人", "学生姓名"),
            note="给一个人的项目填，例如受助的学生；只有一个人可以享受的不用填",
        ),
        ListColumn(
            "amount", "申请金额（元）", FIELDS["amount"], ("申请金额", "金额"), kind="amount",
            note="不填的按可享受金额申请",
        ),
        ListColumn(
            "goods", "物资数量", CleanTextField(max_length=200, required=False), ("物资", "申请物资"),
            width=26,
            note="发物资的项目填，例如：大米 10 公斤、食用油 5 升；没有写的不要，都不写的按最多的申请",
        ),
        ListColumn(
            "invoices", "票据号码", CleanTextField(max_length=3000, multiline=True, required=False),
            ("票据", "票据代码和号码", "发票号码"), width=26,
            note="按票据申请的项目填，写法同网页：号码，空一格，开票单位；几张用分号隔开",
        ),
        ListColumn("reason", "申请理由", CleanTextField(max_length=500), ("理由", "困难情况"), width=40),
    )  # fmt: skip
    refused_at: ClassVar[Mapping[str, str]] = {
        "member": "person", **{goods_field(place): "goods" for place in range(MOST_ITEMS)}
    }  # fmt: skip

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._uid: UUID = getattr(self.source, "uid", None) or uuid4()
        rows = list_programmes(union=self.by.union, on=timezone.localdate())
        self._programmes = {row.name: row for row in rows}

    def find(self) -> None:
        """Every row is a new one."""

    def identities(self, told: Mapping[str, Any]) -> Iterator[Hashable]:
        yield self.text("id_number"), told["programme"], told["person"]

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        household = self._household(told)
        batch = self._batch(told)
        application = start(
            household_id=household.pk,
            programme_id=programmes_of(batch, [household.pk], self.by)[household.union_id],
            by=self.by,
            batch=batch,
        )
        save(
            application_id=application.pk,
            version=application.version,
            by=self.by,
            reason=told["reason"],
            member=_person(household, told["person"]) or application.member,
            amount=told["amount"],
            goods=_goods(application, told["goods"]),
            invoices=_invoices(told["invoices"]),
        )

    def _household(self, told: Mapping[str, Any]) -> Household:
        """The file in force of the list's union in which this person stands."""
        index = blind_index(told["id_number"], "id_number")
        mine = Member.objects.filter(id_number_index=index, removed_at__isnull=True)
        files = Household.objects.visible_to(self.by).filter(
            union__path__startswith=self.union.path, state__in=IN_FORCE_STATES
        )
        member = mine.filter(household__in=files).select_related("household__union").first()
        if member is None:
            raise ApplicationRefused(_("本工会范围内没有此人在档的档案，请先建档。"), field="id_number")
        if member.name != told["name"]:
            raise ApplicationRefused(
                _("姓名和档案中这个身份证号的姓名不一致，请核对姓名和身份证号。"), field="name"
            )
        household: Household = member.household
        return household

    def _batch(self, told: Mapping[str, Any]) -> Batch:
        """The batch of this list for the programme of the row; every part of a list finds the same."""
        programme = self._programmes.get(told["programme"])
        if programme is None:
            names = "、".join(self._programmes)
            raise ApplicationRefused(_("请填其中之一：%(names)s。") % {"names": names}, field="programme")
        uid = uuid5(NAMESPACE_URL, f"{self._uid}:{programme.code}")
        return make_batch(uid=uid, programme_id=programme.pk, reason=told["reason"], by=self.by)


def _goods(application: Application, text: str) -> Mapping[str, Decimal] | None:
    """How much of each item the row names; None where its cell is blank."""
    try:
        return read_goods(text, application.programme.rule.goods) if text else None
    except ValueError as error:
        raise ApplicationRefused(str(error), field="goods") from error


def _invoices(text: str) -> list[dict[str, str]] | None:
    """The 票据 that the row names; None where its cell is blank."""
    try:
        return read_invoices(text.replace("；", "\n").replace(";", "\n")) if text else None
    except ValueError as error:
        raise ApplicationRefused(str(error), field="invoices") from error


def _person(household: Household, name: str) -> Member | None:
    """Who of the household has this name; None where the row names nobody."""
    if not name:
        return None
    found = [row for row in live_members(household) if row.name == name]
    if len(found) != 1:
        raise ApplicationRefused(_("档案的家庭成员中没有这个姓名，请核对。"), field="person")
    return found[0]


KINDS.add("applications")(
    ImportKind(
        gettext_lazy("批量申请"),
        BatchResource,
        "applications:batches",
        (Role.CLERK,),
        is_exported=False,
        hints=(
            gettext_lazy("一户一行。每个项目成为一批，逐户算出可享受的金额；还缺的材料在那一批的表上列出。"),
        ),
    )
)
