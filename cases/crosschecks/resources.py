"""The list of people whom another department is asked about: only those who allowed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.crosschecks.selectors import list_checkable
from cases.crosschecks.states import CheckKind
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.columns import Column, values
from hardship.kernel.sheets import SheetHeader, write_sheet
from hardship.kernel.snapshots import snapshot

DIRECT_ROWS = 5000  # more are written by a job
COLUMNS = (
    Column("name", gettext_lazy("姓名"), "name", kind="name", width=12),
    Column("id_number", gettext_lazy("身份证号"), "id_number", kind="id_number", width=21),
    Column("relation", gettext_lazy("与户主关系"), "get_relation_display", personal=True, width=12),
    Column("head", gettext_lazy("户主"), "household.head.name", kind="name", width=12),
    Column("file_no", gettext_lazy("档案号"), "household.file_no", width=22),
    Column("union", gettext_lazy("申报工会"), "household.union.name", width=28),
)
LINE = Column("line", gettext_lazy("序号"), "", kind="number", width=6)


@dataclass(frozen=True)
class PeopleRequest:
    """Which department's kind of list it is for, and why numbers are written in full ('' for masked)."""

    user: User
    kind: str
    reason: str = ""

    @property
    def full(self) -> bool:
        return bool(self.reason)

    @property
    def is_long(self) -> bool:
        return list_checkable(self.user.union)[: DIRECT_ROWS + 1].count() > DIRECT_ROWS

    def record(self, content: bytes, rows: int) -> None:
        """On record: which bytes left, how many people, masked or why not."""
        audit.record_export(
            "crosscheck_people", by=self.user, content=content, rows=rows, masked=not self.full,
            filters={"kind": self.kind, "reason": self.reason},
        )  # fmt: skip


def people_bytes(request: PeopleRequest) -> tuple[bytes, str, int]:
    """The workbook, its name and how many people it lists, all of one moment."""
    with snapshot():
        people = list_checkable(request.user.union).select_related("household__head", "household__union")
        ordered = people.order_by("household__union__path", "household_id", "position")
        rows = list(_rows(ordered, request.full))
    name = _("待核对人员_%(union)s_%(day)s_%(rows)s人.xlsx") % {
        "union": request.user.union.short_name,
        "day": timezone.localdate().isoformat(),
        "rows": len(rows),
    }
    header = SheetHeader(title=_("困难职工家庭经济状况待核对人员名单"), lines=_head_lines(request, len(rows)))
    return write_sheet([LINE, *COLUMNS], rows, header=header), name, len(rows)


def _rows(people: Any, full: bool) -> Iterator[list[Any]]:
    for line, member in enumerate(people.iterator(chunk_size=1000), start=1):
        yield [line, *values(COLUMNS, member, reveal=full)]


def _head_lines(request: PeopleRequest, count: int) -> list[str]:
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    lines = [
        _("提请单位：%(union)s　制表时间：%(moment)s　操作人：%(name)s")
        % {"union": request.user.union.name, "moment": moment, "name": request.user.name},
        _("核对内容：%(kind)s　人数：%(count)s　仅列已签《家庭经济状况核对授权委托书》的家庭")
        % {"kind": CheckKind(request.kind).label, "count": count},
    ]
    why = _("证件号完整，理由：%(reason)s") % {"reason": request.reason}
    return [*lines, why if request.full else _("证件号已脱敏")]
