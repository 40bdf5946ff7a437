"""The list of a unit that joins a period, out of a workbook."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.mutual.forms import EntrantForm
from cases.mutual.models import MutualEnrolment, MutualPeriod
from cases.mutual.selectors import find_people, list_open_periods
from cases.mutual.services import Entrant, make_enrolment, take_back_import, why_not_enrolled
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.imports.rules import KINDS, ImportKind, ListColumn, ListResource
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import CleanTextField, Secret, blind_index

FORM = EntrantForm.base_fields


class EnrolmentResource(ListResource):
    """Enrols people of one union in a period; where several are open, a column names it."""

    model = MutualEnrolment
    layout = (
        ListColumn("name", "姓名", FORM["name"], ("职工姓名",)),
        ListColumn("id_number", "身份证号", FORM["id_number"], ("身份证号码", "证件号码"), width=22),
        ListColumn("employer", "单位", FORM["employer"], ("工作单位", "所在单位"), width=26),
        ListColumn("paid_on", "交费日期", FORM["paid_on"], ("缴费日期", "参保日期"), kind="date"),
        ListColumn(
            "period_name", "期次", CleanTextField(max_length=60, required=False), ("期数",), width=24,
            note="例如“住院医疗互助第 3 期”；只有一期的不用填",
        ),
    )  # fmt: skip

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._seen: dict[tuple[int, bytes], int] = {}

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """The periods that are open, who of these rows is covered, and the names on file."""
        self._periods = list_open_periods(self.union, timezone.localdate())
        indexes = [index for row in rows if (index := _index_of(row.get("身份证号")))]
        held = MutualEnrolment.objects.filter(
            period__in=self._periods, person_index__in=indexes, cancelled_at__isnull=True
        )
        self._held = {
            (period, bytes(index or b"")) for period, index in held.values_list("period", "person_index")
        }
        self._names = find_people(self.union, indexes)

    def check(self, instance: Any) -> None:
        period = self._period_of(instance.period_name)
        entrant = Entrant(instance.name, _plain(instance.id_number), instance.employer, instance.paid_on)
        field, why = why_not_enrolled(period, entrant)
        if why:
            raise ValidationError({field: why})
        made = make_enrolment(period, self.union, entrant, by=self.by, source=self.source)
        self._require_once(period, bytes(made.person_index or b""))
        known = self._names.get(bytes(made.person_index or b""))
        if known is not None and known != instance.name:
            raise ValidationError({"name": _("姓名和档案中这个身份证号的姓名不一致，请核对。")})
        instance.made = made

    def is_on_record(self, instance: Any) -> bool:
        return False

    def write(self, instances: Sequence[Any]) -> Collection[Any]:
        made = MutualEnrolment.objects.bulk_create([one.made for one in instances])
        audit.record("mutual.import", target=self.source, by=self.by, union=self.union, rows=len(made))
        return ()

    def _period_of(self, word: str) -> MutualPeriod:
        found = [one for one in self._periods if word in ("", str(one))]
        if len(found) == 1:
            return found[0]
        if not self._periods:
            why = _("没有可以参加的期次，请先建立期次。")
        else:
            why = _("请填其中之一：%(names)s。") % {"names": "、".join(map(str, self._periods))}
        raise ValidationError({"period_name": why})

    def _require_once(self, period: MutualPeriod, index: bytes) -> None:
        first = self._seen.setdefault((period.pk, index), self.line)
        if first != self.line:
            raise ValidationError({"id_number": _("和第 %(row)s 行是同一个人。") % {"row": first}})
        if (period.pk, index) in self._held:
            raise ValidationError({"id_number": _("这个人本期已经参加。")})


def _plain(value: Any) -> str:
    return value.reveal() if isinstance(value, Secret) else value or ""


def _index_of(number: Any) -> bytes | None:
    try:
        return blind_index(check_id_number(str(number)).number, "id_number") if number else None
    except DocumentError:
        return None


KINDS.add("mutual-enrolments")(
    ImportKind(
        gettext_lazy("医疗互助参保名单"),
        EnrolmentResource,
        "mutual:enrolments",
        (Role.CLERK,),
        undo=take_back_import,
        is_exported=False,
        hints=(gettext_lazy("一行是一个人。先建立期次，再导入单位报来的名单。"),),
    )
)
