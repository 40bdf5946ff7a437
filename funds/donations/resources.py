"""Lists of units for a drive (一日捐): a row for each unit, heads and sum, entered like any other gift."""

import uuid
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.donations.forms import MoneyForm
from funds.donations.models import Donation, Drive
from funds.donations.services import DonorTold, Gift, enter
from funds.donations.states import DonorKind, DriveState, Form, Method, State
from hardship.accounts.states import Role
from hardship.imports.rules import KINDS, CorrectingResource, ImportKind, ListColumn, optional
from hardship.kernel.fields import CleanTextField, StrictIntegerField

MONEY = MoneyForm.base_fields
GONE = (State.VOID, State.DROPPED)


class UnitResource(CorrectingResource):
    """What the people of one unit gave to one drive. A unit that is on record for the drive is skipped; one
    with another sum is refused, because what was entered never changes."""

    model = Donation
    layout = (
        ListColumn("drive", "募捐活动", CleanTextField(max_length=60), ("活动名称", "活动"), width=26),
        ListColumn("name", "单位", CleanTextField(max_length=80), ("单位名称", "工会", "基层工会"), width=28),
        ListColumn("heads", "人数", StrictIntegerField(min_value=1), ("捐款人数", "参加人数"), kind="count"),
        ListColumn("amount", "金额（元）", MONEY["amount"], ("捐款金额", "金额", "合计"), kind="amount"),
        ListColumn("given_on", "捐赠日期", MONEY["given_on"], ("日期", "到账日期"), kind="date"),
        ListColumn("method", "收款方式", optional(MONEY["method"]), (), note="不填算银行转账"),
        ListColumn("bank_serial", "银行流水号", MONEY["bank_serial"], ("流水号",)),
    )

    def find(self) -> Donation | None:
        """What the unit gave to the drive of the own union, if it is on record and was not dropped."""
        rows = Donation.objects.filter(union=self.by.union, drive__name=self.text("drive"))
        rows = rows.filter(donor__name=self.text("name"), donor__kind=DonorKind.COMPANY)
        return rows.exclude(state__in=GONE).select_related("drive", "donor").order_by("pk").first()

    def shown(self, record: Any) -> Mapping[str, Any]:
        names = ("heads", "amount", "given_on", "method", "bank_serial")
        return {name: getattr(record, name) for name in names} | {
            "drive": record.drive.name, "name": record.donor.name,
        }  # fmt: skip

    def identities(self, told: Mapping[str, Any]) -> Iterable[Hashable]:
        yield (told["drive"], told["name"])

    def check(self, instance: Any) -> None:
        super().check(instance)
        if self.record is not None and self.differing(vars(instance)):
            raise ValidationError(
                {"amount": _("这个单位已登记，内容与此不同；登记的不能改，请先退回再导入。")}
            )
        if self._drive(instance.drive) is None:
            raise ValidationError({"drive": _("本工会没有这个名称的进行中的活动，请照活动名称填写。")})

    def _drive(self, name: str) -> Drive | None:
        rows = Drive.objects.filter(union=self.by.union, name=name, state=DriveState.OPEN)
        found: Drive | None = rows.select_related("use").first()
        return found

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        drive = self._drive(told["drive"])
        gift = Gift(
            form=Form.MONEY, amount=told["amount"], given_on=told["given_on"], heads=told["heads"],
            drive=drive, source=drive.source if drive else "", use=drive.use_id if drive else "",
            method=told["method"] or Method.BANK, bank_serial=told["bank_serial"],
        )  # fmt: skip
        donor = DonorTold(DonorKind.COMPANY, told["name"])
        enter(gift=gift, donor=donor, by=self.by, key=uuid.uuid4())


KINDS.add("drive-units")(
    ImportKind(
        gettext_lazy("募捐活动单位名单"),
        UnitResource,
        "donations:list",
        (Role.FINANCE,),
        hints=(
            gettext_lazy("一个单位一行，写捐款人数和金额；活动要先批准开始。"),
            gettext_lazy("导入的每一行是一笔待确认的捐赠，由另一位财务或审批人确认。"),
        ),
        is_exported=False,
    )
)
