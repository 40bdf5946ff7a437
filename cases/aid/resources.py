"""Records of aid out of a workbook: what the program before this one knows, one row for each payment."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.aid.forms import GivenForm
from cases.aid.models import ONCE_BY, ExternalAid
from cases.aid.selectors import find_on_record, list_names
from cases.aid.services import AidRefused, cancel_import, find_codes, once, require_day
from cases.archives.states.aid import GiverKind
from cases.policies.states import AidKind
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.imports.rules import KINDS, ImportKind, ListColumn, ListResource, optional
from hardship.kernel.copying import copy_rows
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import CleanTextField, IdNumberField, blind_index
from hardship.kernel.names import clean_name

GIVEN = GivenForm.base_fields
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


class AidResource(ListResource):
    """Records of aid of people on file or not: each belongs to the ID number, and joins the file whenever one
    is opened."""

    model = ExternalAid
    layout = (
        ListColumn(
            "id_number", "身份证号", IdNumberField(), ("身份证号码", "证件号码", "公民身份号码"), width=22,
        ),
        ListColumn("name", "姓名", CleanTextField(max_length=50), ("受助人", "职工姓名", "领取人")),
        ListColumn(
            "programme", "项目", GIVEN["programme"], ("帮扶项目", "救助项目", "项目名称"), width=20,
            sample="金秋助学",
        ),
        ListColumn("value", "金额（元）", GIVEN["value"], ("帮扶金额", "发放金额", "折价"), kind="amount"),
        ListColumn("given_on", "发放日期", GIVEN["given_on"], ("日期", "发放时间", "帮扶时间"), kind="date"),
        ListColumn("fund", "资金来源", GIVEN["fund"], ("资金渠道",), sample="中央财政"),
        ListColumn("giver", "发放工会", GIVEN["giver"], ("发放单位", "帮扶单位", "发放部门"), width=24),
        ListColumn(
            "giver_kind", "来源类别", optional(GIVEN["giver_kind"]), ("帮扶来源",), note="不填算工会发放的"
        ),
        ListColumn(
            "kind", "帮扶种类", optional(GIVEN["kind"]), ("种类", "类别"), note="不填时按项目名称判断"
        ),
        ListColumn("item", "实物", GIVEN["item"], ("物资",), sample="米 2 袋"),
        ListColumn("proof", "凭证", GIVEN["proof"], ("凭证号", "文号")),
        ListColumn("note", "备注", GIVEN["note"], ("说明",)),
    )  # fmt: skip

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._codes = find_codes()
        self._seen: dict[tuple[Any, ...], int] = {}

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """What is on record of the people of these rows, in a few queries."""
        self._people = dict(_people([row.get("身份证号") for row in rows]))
        indexes = [index for index, _birth_on in self._people.values()]
        self._names = list_names(self.union, indexes)
        self._on_record = find_on_record(indexes)

    def init_instance(self, row: Any = None) -> ExternalAid:
        return ExternalAid(union=self.union, recorded_by=self.by, source=self.source)

    def check(self, instance: Any) -> None:
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
            raise ValidationError({refusal.field or "given_on": str(refusal)}) from None
        self._require_name(instance)
        self._require_once(instance)

    def is_on_record(self, instance: Any) -> bool:
        return once_key(instance) in self._on_record

    def write(self, instances: Sequence[Any]) -> list[Any]:
        """By COPY, several times as fast as INSERT; the log has one row for the part."""
        written = self._copy(instances)
        audit.record("aid.import", target=self.source, by=self.by, union=self.union, rows=len(written))
        kept = set(written)
        return [record for record in instances if record not in kept]

    def _copy(self, records: Sequence[Any]) -> Sequence[Any]:
        """Writes what is not on record; returns it. Somebody may record the same after the rows were read:
        the constraint waits for them, and what it found is then left out."""
        while True:
            try:
                with once():
                    return copy_rows(records)
            except AidRefused:
                self._on_record = find_on_record([record.person_index for record in records])
                fresh = [record for record in records if not self.is_on_record(record)]
                if len(fresh) == len(records):
                    raise
                records = fresh

    def _require_name(self, instance: ExternalAid) -> None:
        """The name that files of the scope have; whether there is a file elsewhere is nobody's business."""
        on_file = self._names.get(bytes(instance.person_index or b""))
        if on_file is None:
            self.remarks["id_number"] = _("本工会范围内没有此人的档案，记录按身份证号保存，建档后自动归入。")
        elif on_file != instance.name:
            raise ValidationError({"name": _("姓名和档案中这个身份证号的姓名不一致，请核对姓名和身份证号。")})

    def _require_once(self, instance: ExternalAid) -> None:
        first = self._seen.setdefault(once_key(instance), self.line)
        if first != self.line:
            why = _("和第 %(row)s 行重复；确有两笔的，请在“项目”或“实物”中写出区别。")
            raise ValidationError({NON_FIELD_ERRORS: why % {"row": first}})


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


KINDS.add("external-aid")(
    ImportKind(
        gettext_lazy("帮扶记录"),
        AidResource,
        "aid:list",
        (Role.CLERK,),
        undo=cancel_import,
        is_exported=False,
        hints=(gettext_lazy("一行是一次发放。以前用别的系统或表格发放的、别的部门给的，都可以导入。"),),
    )
)
