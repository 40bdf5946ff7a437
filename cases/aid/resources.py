"""Records of aid out of a workbook: what the program before this one knows, one row for each payment."""

from collections.abc import Collection, Iterator
from copy import copy
from datetime import date
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields

from cases.aid.forms import GivenForm
from cases.aid.models import ONCE_BY, ExternalAid
from cases.aid.selectors import find_on_record, list_names
from cases.aid.services import AidRefused, cancel_import, find_codes, require_day
from cases.aid.states import GIVER_KINDS
from cases.archives.states.aid import AidKind, GiverKind
from hardship.accounts.models import User
from hardship.imports.models import SheetImport
from hardship.imports.resources import BATCH, FormWidget, SheetResource
from hardship.imports.rules import SheetColumn
from hardship.imports.services import IMPORTERS, Importer
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import CleanTextField, IdNumberField, blind_index
from hardship.kernel.names import clean_name

L = gettext_lazy
KINDS = tuple(str(label) for _code, label in AidKind.choices)
GIVERS = tuple(str(label) for _code, label in GIVER_KINDS)
COLUMNS = (
    SheetColumn("id_number", L("身份证号"), ("身份证号码", "证件号码", "公民身份号码"), True, width=22),
    SheetColumn("name", L("姓名"), ("受助人", "职工姓名", "领取人"), True),
    SheetColumn("programme", L("项目"), ("帮扶项目", "救助项目", "项目名称"), width=20, sample="金秋助学"),
    SheetColumn("value", L("金额（元）"), ("帮扶金额", "发放金额", "折价"), True, "amount"),
    SheetColumn("given_on", L("发放日期"), ("日期", "发放时间", "帮扶时间"), True, "date"),
    SheetColumn("fund", L("资金来源"), ("资金渠道",), sample="中央财政"),
    SheetColumn("giver", L("发放工会"), ("发放单位", "帮扶单位", "发放部门"), width=24),
    SheetColumn(
        "giver_kind", L("来源类别"), ("帮扶来源",), choices=GIVERS, note=L("不填算工会发放的")
    ),
    SheetColumn("kind", L("帮扶种类"), ("种类", "类别"), choices=KINDS, note=L("不填时按项目名称判断")),
    SheetColumn("item", L("实物"), ("物资",), sample="米 2 袋"),
    SheetColumn("proof", L("凭证"), ("凭证号", "文号")),
    SheetColumn("note", L("备注"), ("说明",)),
)  # fmt: skip
# What a programme's name says of the kind, where no column does; the first that fits.
WORDS = (
    (AidKind.SCHOOLING, ("学", "升学", "教育")),
    (AidKind.MEDICAL, ("医", "病", "手术")),
    (AidKind.CONSOLATION, ("慰问", "送温暖", "送清凉", "节日")),
    (AidKind.EMPLOYMENT, ("就业", "培训", "创业")),
    (AidKind.HOUSING, ("住房", "房屋")),
    (AidKind.EMERGENCY, ("临时", "急难", "应急")),
    (AidKind.LIVING, ("生活", "低保", "困难")),
)


def _field(key: str, field: Any) -> fields.Field:
    label = next(str(column.label) for column in COLUMNS if column.key == key)
    return fields.Field(column_name=label, attribute=key, widget=FormWidget(field))


def _given(key: str, *, is_required: bool = True) -> fields.Field:
    """A field of the page's form, which a workbook may leave out where `is_required` is False."""
    field = copy(GivenForm.base_fields[key])
    field.required = is_required and field.required
    return _field(key, field)


class AidResource(SheetResource):
    """Records of aid of people on file or not: each belongs to the ID number, and joins the file whenever one
    is opened."""

    COLUMNS = COLUMNS

    id_number = _field("id_number", IdNumberField())
    name = _field("name", CleanTextField(max_length=50))
    programme = _given("programme")
    value = _given("value")
    given_on = _given("given_on")
    fund = _given("fund")
    giver = _given("giver")
    giver_kind = _given("giver_kind", is_required=False)
    kind = _given("kind", is_required=False)
    item = _given("item")
    proof = _given("proof")
    note = _given("note")

    class Meta:
        model = ExternalAid
        fields = tuple(column.key for column in COLUMNS)
        export_order = fields
        import_id_fields = ()
        force_init_instance = True
        use_bulk = True
        batch_size = BATCH
        skip_diff = True
        clean_model_instances = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._codes = find_codes()
        self._seen: dict[tuple[Any, ...], int] = {}
        self._names: dict[bytes, str] = {}
        self._people: dict[str, tuple[bytes, date]] = {}
        self._on_record: set[tuple[Any, ...]] = set()

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Reads what is on record of the people of these rows, in a few queries."""
        label = self.fields["id_number"].column_name
        self._people = dict(_people(dataset[label])) if label in dataset.headers else {}
        indexes = [index for index, _birth_on in self._people.values()]
        self._names = list_names(self.union, indexes)
        self._on_record = find_on_record(indexes)

    def init_instance(self, row: Any = None) -> ExternalAid:
        return ExternalAid(union=self.union, recorded_by=self.by, source=self.source)

    def check_row(self, instance: ExternalAid, line: int) -> None:
        instance.giver_kind = instance.giver_kind or GiverKind.UNION
        instance.kind = instance.kind or guess_kind(instance.programme)
        instance.name = clean_name(instance.name)
        if instance.giver_kind == GiverKind.UNION:
            instance.giver = instance.giver or self.union.name
        instance.programme_code = self._codes.get(instance.programme, "")
        instance.person_index, birth_on = self._people[instance.id_number.reveal()]
        try:
            require_day(instance.given_on, birth_on)
        except AidRefused as refusal:
            raise ValidationError({refusal.field or "": str(refusal)}) from None
        self._require_name(instance)
        self._require_once(instance, line)

    def _require_name(self, instance: ExternalAid) -> None:
        """The name that files of the scope have; whether there is a file elsewhere is nobody's business."""
        on_file = self._names.get(bytes(instance.person_index or b""))
        if on_file is None:
            self.remark("id_number", _("本工会范围内没有此人的档案，记录按身份证号保存，建档后自动归入。"))
        elif on_file != instance.name:
            raise ValidationError({"name": _("姓名和档案中这个身份证号的姓名不一致，请核对姓名和身份证号。")})

    def _require_once(self, instance: ExternalAid, line: int) -> None:
        key = once_key(instance)
        if key in self._on_record:
            raise ValidationError({"": _("已有这条记录：同一人、同一天、同样的来源、项目和金额，不再导入。")})
        first = self._seen.setdefault(key, line)
        if first != line:
            raise ValidationError(
                {"": _("和第 %(row)s 行重复；确有两笔的，请在“项目”或“实物”中写出区别。") % {"row": first}}
            )


def once_key(record: ExternalAid) -> tuple[Any, ...]:
    """What makes a record one, as the constraint compares it."""
    return tuple(
        bytes(value) if name == "person_index" else str(value) if name != "value" else value
        for name, value in ((name, getattr(record, name)) for name in ONCE_BY)
    )


def guess_kind(programme: str) -> str:
    """The kind that a programme's name tells; `OTHER` where it tells none."""
    for kind, words in WORDS:
        if any(word in programme for word in words):
            return kind
    return AidKind.OTHER


def _people(numbers: Collection[Any]) -> Iterator[tuple[str, tuple[bytes, date]]]:
    """The blind index and the birth of every number that is one; the others are told at their cells."""
    today = timezone.localdate()
    for number in {str(number) for number in numbers if number}:
        try:
            told = check_id_number(number, today=today)
        except DocumentError:
            continue
        yield told.number, (blind_index(told.number, "id_number"), told.birth_on)


def _resource(source: SheetImport, by: User | None) -> AidResource:
    return AidResource(union=source.union, by=by, source=source)


IMPORTERS.add("external-aid")(
    Importer(
        label=L("帮扶记录"),
        columns=COLUMNS,
        resource=_resource,
        undo=cancel_import,
        page="aid:list",
        lines=(L("一行是一次发放。以前用别的系统或表格发放的、别的部门给的，都可以导入。"),),
    )
)
