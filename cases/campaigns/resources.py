"""The people of a list out of a workbook: each row somebody of a group, or so many heads of a unit."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.campaigns.forms import BeneficiaryForm
from cases.campaigns.models import Beneficiary, CampaignList
from cases.campaigns.rules import Entry
from cases.campaigns.selectors import list_open_lists
from cases.campaigns.selectors.gifts import Given, get_given
from cases.campaigns.services import (
    CampaignRefused,
    frame_of,
    import_entries,
    lock_open,
    make_rows,
    require_account,
    take_back_import,
)
from cases.campaigns.services.refusals import TWICE
from cases.campaigns.states import WRITERS
from cases.people.services import note_lookup, require_may_ask
from hardship.imports.rules import KINDS, ImportKind, ListColumn, ListResource, optional
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import CleanTextField, Secret, blind_index

FORM = BeneficiaryForm.base_fields
COLUMN_OF = {"group": "group_name"}  # of a refusal's field


class BeneficiaryResource(ListResource):
    """Puts people on the open list of the union; where it has several, a column names the campaign.

    Somebody twice in the campaign is refused at the cell of the number, or remarked where the campaign allows
    it; a check counts those on lists of other unions, as typing them into the page does."""

    model = Beneficiary
    layout = (
        ListColumn("name", "姓名或单位", FORM["name"], ("姓名", "单位名称", "慰问对象姓名"), width=20),
        ListColumn(
            "id_number", "身份证号", FORM["id_number"], ("身份证号码", "证件号码", "公民身份号码"), width=22,
        ),
        ListColumn(
            "group_name", "慰问对象", CleanTextField(max_length=40, required=False), ("对象类别", "类别"),
            note="活动里的慰问对象名称；只有一类的不用填", width=20,
        ),
        ListColumn("employer", "工作单位", FORM["employer"], ("单位", "所在单位"), width=26),
        ListColumn("phone", "手机号码", FORM["phone"], ("手机", "手机号", "联系电话", "电话")),
        ListColumn("bank_name", "开户银行", FORM["bank_name"], ("开户行",)),
        ListColumn("bank_card", "银行卡号", FORM["bank_card"], ("银行账号", "卡号"), width=22),
        ListColumn("heads", "人数", optional(FORM["heads"]), (), kind="count", note="只登记人数的对象填"),
        ListColumn("cash", "现金（元）", FORM["cash"], ("慰问金", "慰问金额", "金额（元）"), kind="amount",
                   note="现金、物资都不填的，按标准"),
        ListColumn("goods", "物资折价（元）", FORM["goods"], ("物资", "慰问品折价"), kind="amount"),
        ListColumn("reason", "慰问原因", FORM["reason"], ("原因", "备注"), width=24),
        ListColumn(
            "campaign_name", "慰问活动", CleanTextField(max_length=60, required=False),
            ("活动名称", "活动编号"), note="活动名称或编号；本工会只有一份名单在编的不用填", width=24,
        ),
    )  # fmt: skip

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.is_asked, self.elsewhere = False, set[bytes]()
        self._seen: dict[tuple[int, bytes], int] = {}

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """The lists that are open, and who of these rows stands on lists of their campaigns."""
        if not self.is_asked:
            require_may_ask(self.by)
            self.is_asked = True
        self._lists = [one for one in list_open_lists(self.by) if one.union_id == self.union.pk]
        came = Beneficiary.objects.filter(source=self.source) if self.source else Beneficiary.objects.none()
        self._came = set(came.values_list("source_line", flat=True))
        self._frames = {one.pk: frame_of(one) for one in self._lists}
        indexes = {index for row in rows if (index := _index_of(row.get("身份证号")))}
        listed = Beneficiary.objects.filter(
            campaign__in=[one.campaign_id for one in self._lists], id_number_index__in=indexes,
            removed_at__isnull=True,
        ).select_related("list__union")  # fmt: skip
        self._listed: dict[tuple[int, bytes], Beneficiary] = {
            (one.campaign_id, bytes(one.id_number_index or b"")): one for one in listed
        }
        years = {one.campaign.year for one in self._lists}
        self._given: dict[int, Given] = {year: get_given(indexes, year) for year in years}

    def note_check(self) -> None:
        if self.elsewhere:
            note_lookup(by=self.by, found=len(self.elsewhere))
            self.elsewhere = set()

    def check(self, instance: Any) -> None:
        if self.line in self._came:
            return
        of = self._list_of(instance.campaign_name)
        number = _plain(instance.id_number)
        instance.entry = Entry(
            self._group_of(of, instance.group_name), instance.name, number, instance.employer,
            _plain(instance.phone), instance.bank_name, _plain(instance.bank_card), instance.heads or 1,
            instance.cash, instance.goods, instance.reason,
        )  # fmt: skip
        try:
            made = make_rows(of, [instance.entry], by=self.by, frame=self._frames[of.pk])[0]
            require_account(made)
        except CampaignRefused as refusal:
            field = refusal.field or "name"
            raise ValidationError({COLUMN_OF.get(field, field): str(refusal)}) from None
        instance.of, instance.line = of, self.line
        if made.id_number_index:
            self._require_once(of, made)
            self._require_year(of, made)

    def is_on_record(self, instance: Any) -> bool:
        """Whether this line came in before the import was stopped."""
        return self.line in self._came

    def write(self, instances: Sequence[Any]) -> Collection[Any]:
        by_list: dict[int, dict[int, Entry]] = defaultdict(dict)
        for one in instances:
            by_list[one.of.pk][one.line] = one.entry
        for key in sorted(by_list):
            import_entries(row=lock_open(key, self.by), entries=by_list[key], by=self.by, source=self.source)
        return ()

    def _list_of(self, word: str) -> CampaignList:
        found: list[CampaignList] = [
            one for one in self._lists if word in ("", one.campaign.name, one.campaign.number)
        ]
        if len(found) == 1:
            return found[0]
        if not self._lists:
            why = _("本工会没有在编的慰问名单，请先打开慰问活动建立名单。")
        elif not word:
            why = _("本工会有几份名单在编，请填活动名称或编号。")
        else:
            why = _("没有找到这项活动的名单，请按活动名称或编号填写。")
        raise ValidationError({"campaign_name": why})

    def _group_of(self, of: CampaignList, word: str) -> int:
        groups = list(self._frames[of.pk].groups.values())
        found = [one for one in groups if one.name == word] if word else groups
        if len(found) == 1:
            return found[0].pk
        said = {"names": "、".join(one.name for one in groups)}
        raise ValidationError({"group_name": _("请填其中之一：%(names)s。") % said})

    def _require_once(self, of: CampaignList, made: Beneficiary) -> None:
        key = (of.campaign_id, bytes(made.id_number_index or b""))
        first = self._seen.setdefault(key, self.line)
        held = self._listed.get(key)
        if held is not None and not self.by.covers([held.list.union]):
            self.elsewhere.add(key[1])
        if first == self.line and held is None:
            return
        why = _("和第 %(row)s 行是同一个人。") % {"row": first} if first != self.line else str(TWICE)
        if not made.may_repeat:
            raise ValidationError({"id_number": why})
        self.remarks["id_number"] = why

    def _require_year(self, of: CampaignList, made: Beneficiary) -> None:
        caps = self._frames[of.pk].caps
        given = self._given[of.campaign.year].of(bytes(made.id_number_index or b""))
        if caps is not None and given + made.cash + made.goods > caps.yearly:
            why = _("连同已批准的慰问，超过每人每年 %(cap)s 元的限额，请减少金额。")
            raise ValidationError({"cash": why % {"cap": f"{caps.yearly:,.2f}"}})


def _plain(value: Any) -> str:
    return value.reveal() if isinstance(value, Secret) else value or ""


def _index_of(number: Any) -> bytes | None:
    try:
        return blind_index(check_id_number(str(number)).number, "id_number") if number else None
    except DocumentError:
        return None


KINDS.add("campaign-lists")(
    ImportKind(
        gettext_lazy("慰问名单"),
        BeneficiaryResource,
        "campaigns:lists",
        WRITERS,
        undo=take_back_import,
        is_exported=False,
        hints=(
            gettext_lazy("先打开慰问活动，建立本工会的名单，再导入。"),
            gettext_lazy("逐人登记的对象填姓名和身份证号；只登记人数的对象填单位和人数，不填身份证号。"),
        ),
    )
)
