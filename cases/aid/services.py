"""A record of aid is entered, corrected by a new version, cancelled; each verb is one transaction and one row
in the log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.aid.models import ExternalAid
from cases.aid.states import TRANSITIONS, RecordState
from cases.archives.models import Evidence
from cases.policies.models import Programme
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.imports.models import ListImport
from hardship.kernel import workflow
from hardship.kernel.documents import check_id_number
from hardship.kernel.fields import Secret, blind_index
from hardship.kernel.registry import Registry
from hardship.kernel.workflow import Refused

ONCE = "external_aid_once"
CORRECTED: Registry[Callable[[ExternalAid, ExternalAid], None]] = Registry(
    "aid.corrected", "What names a record of aid and goes along to the version that takes its place."
)


class AidRefused(Refused):
    """A record of aid that may not be written; the message says what to do."""


@dataclass(frozen=True)
class Given:
    """What was given: `value` is yuan, for goods (`item`) their worth."""

    giver_kind: str
    kind: str
    value: Decimal
    given_on: date
    giver: str = ""
    programme: str = ""
    item: str = ""
    fund: str = ""
    is_won: bool = False
    proof: str = ""
    evidence: Evidence | None = None
    note: str = ""


@transaction.atomic
def record_aid(*, union: Union, name: str, id_number: str | Secret, given: Given, by: User) -> ExternalAid:
    """Records what one person got from others. Raises AidRefused outside the person's scope, for a day to
    come or before the birth, and for what is on record already."""
    _require_writer(union, by)
    record = make_record(union=union, name=name, id_number=id_number, given=given, by=by)
    _save(record)
    audit.record("aid.record", target=record, by=by)
    return record


@transaction.atomic
def correct_aid(*, record_id: int, given: Given, comment: str, by: User) -> ExternalAid:
    """Puts another version in the place of a record, which stays readable. Raises AidRefused as `record_aid`
    does, and Refused without a reason or once it was corrected or cancelled."""
    old = _lock(record_id, by)
    record = make_record(union=old.union, name=old.name, id_number=old.id_number, given=given, by=by)
    _end(old, "correct", comment, by)
    record.replaces = old
    _save(record)
    for _key, follow in CORRECTED.items():
        follow(old, record)
    return record


@transaction.atomic
def cancel_aid(*, record_id: int, comment: str, by: User) -> ExternalAid:
    """Cancels a record that should not have been; it stays readable. Raises Refused without a reason."""
    record = _lock(record_id, by)
    _end(record, "cancel", comment, by)
    return record


def make_record(
    *, union: Union, name: str, id_number: str | Secret, given: Given, by: User | None
) -> ExternalAid:
    """A record that is not saved yet. Raises AidRefused for a day that cannot be."""
    number = id_number.reveal() if isinstance(id_number, Secret) else id_number
    require_day(given.given_on, check_id_number(number).birth_on)
    return ExternalAid(
        union=union, name=name, id_number=number, person_index=blind_index(number, "id_number"),
        programme_code=find_codes().get(given.programme, ""), recorded_by=by, **vars(given),
    )  # fmt: skip


def require_day(given_on: date, birth_on: date) -> None:
    """Raises AidRefused for a day to come and for one before the person was born."""
    if given_on > timezone.localdate():
        raise AidRefused(_("发放日期不能晚于今天，请核对。"), "given_on")
    if given_on < birth_on:
        raise AidRefused(
            _("发放日期 %(on)s 早于本人出生日期，请核对日期和身份证号。") % {"on": given_on.isoformat()},
            "given_on",
        )


def find_codes() -> dict[str, str]:
    """The codes of the programmes of ours, by code and by name."""
    rows = list(Programme.objects.order_by("pk").values_list("code", "name"))
    return {name: code for code, name in rows} | {code: code for code, _name in rows}


@transaction.atomic
def cancel_import(source: ListImport, by: User) -> int:
    """Cancels the records of an import that nobody has corrected since, and returns how many; the log names
    the import once."""
    rows = ExternalAid.objects.filter(source=source, state=RecordState.CURRENT)
    return rows.update(
        state=RecordState.CANCELLED, ended_at=timezone.now(), ended_by=by, ended_why=_("撤销导入")
    )


def _end(record: ExternalAid, action: str, comment: str, by: User) -> None:
    workflow.take(
        TRANSITIONS, record, action=action, by=by, comment=comment, stamp="ended", note="ended_why",
        log=lambda step: audit.record(f"aid.{action}", target=record, by=by),
    )  # fmt: skip


def _lock(record_id: int, by: User) -> ExternalAid:
    rows = ExternalAid.objects.visible_to(by).select_related("union")
    record: ExternalAid = workflow.lock(rows, record_id)
    if record.state != RecordState.CURRENT:
        raise AidRefused(_("这条记录已经更正或作废，请打开最新的一条。"))
    return record


def _require_writer(union: Union, by: User) -> None:
    if not (by.has_role(Role.CLERK) and by.covers([union])):
        raise AidRefused(_("只有本工会或上级工会的经办人可以登记帮扶记录。"))


def _save(record: ExternalAid) -> None:
    with once():
        record.save()


@contextmanager
def once() -> Iterator[None]:
    """Somebody else may have recorded the same a moment ago: only the constraint knows. Raises AidRefused;
    nothing of the block is then written."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != ONCE:
            raise
        raise AidRefused(
            _(
                "这笔帮扶已经登记过（同一人、同一天、同样的来源和金额）。确有两笔的，请在“项目”或“实物”中写出区别。"
            )
        ) from error
