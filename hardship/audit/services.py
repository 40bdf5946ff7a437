"""The one door into the audit trail; called inside the transaction that does the work."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.kernel.copying import copy_rows

if TYPE_CHECKING:
    from hardship.accounts.models import Union, User

NO_REQUEST = uuid.UUID(int=0)


@dataclass(frozen=True)
class Trace:
    """Where a request came from; set by the middleware, empty in commands and jobs."""

    address: str | None = None
    request_id: uuid.UUID = NO_REQUEST


NO_TRACE = Trace()
current_trace: ContextVar[Trace] = ContextVar("current_trace", default=NO_TRACE)


def record(
    action: str,
    *,
    target: models.Model | None,
    by: "User | None",
    union: "Union | None" = None,
    kind: Kind = Kind.WRITE,
    changes: Sequence[Sequence[Any]] = (),
    **data: Any,
) -> AuditRecord:
    """Add one row about `target`. The union is the target's, else the given one, else the person's own.

    `data` is JSON and holds no personal data. `changes` is JSON too, one row for each field that an edit
    changed as the target's kind reads it (kernel.desk.EDITS); it may be personal and is encrypted.
    """
    return AuditRecord.objects.create(
        **_columns(action, target, by, union=union, kind=kind, data=data),
        changes=json.dumps(changes, ensure_ascii=False) if changes else None,
    )


def entry(action: str, *, target: models.Model, by: "User | None", **data: Any) -> str:
    """The row that `record` would add, as JSON for a function of the database that does the work and calls
    `audit_enter` itself (migrations/sql/entering.sql)."""
    return json.dumps(_columns(action, target, by, data=data), default=str, ensure_ascii=False)


def _columns(
    action: str,
    target: models.Model | None,
    by: "User | None",
    *,
    data: Mapping[str, Any],
    union: "Union | None" = None,
    kind: Kind = Kind.WRITE,
) -> dict[str, Any]:
    """What each row says, by the columns of its table. Raises ValueError for one of no union."""
    trace = current_trace.get()
    home = union.pk if union else _home_of(target) or (by.union_id if by else None)
    if home is None:
        raise ValueError(f"audit row {action} belongs to no union")
    return {
        "kind": kind,
        "action": action,
        "target_type": target._meta.label_lower if target is not None else "",
        "target_id": str(target.pk) if target is not None else "",
        "union_id": home,
        "at": timezone.now(),
        "by_id": by.pk if by else None,
        "stood_in_for_id": by.stands_for.pk if by and by.stands_for else None,
        "address": trace.address,
        "request_id": trace.request_id,
        "data": data,
    }


def _home_of(target: models.Model | None) -> Any:
    """The key of the union of a row, without a look for the union itself where the row has its key."""
    if key := getattr(target, "union_id", None):
        return key
    union = getattr(target, "union", None)
    return union.pk if union else None


def read_changes(record: AuditRecord) -> list[list[Any]]:
    """The rows that `record` was given as `changes`; none when nothing was kept."""
    rows: list[list[Any]] = json.loads(record.changes.reveal()) if record.changes else []
    return rows


def record_each(
    action: str, targets: Sequence[tuple[models.Model, dict[str, Any]]], *, by: "User | None"
) -> None:
    """One row about each of many targets, each with its own data, in one statement."""
    copy_rows([AuditRecord(**_columns(action, target, by, data=data)) for target, data in targets])


def record_reveal(*, target: models.Model, field: str, by: "User") -> AuditRecord:
    """Somebody saw one masked field of one person in full."""
    return record("reveal", target=target, by=by, kind=Kind.READ, field=field)


def record_export(
    what: str,
    *,
    by: "User",
    content: bytes,
    rows: int,
    filters: Mapping[str, Any] | None = None,
    masked: bool = True,
    target: models.Model | None = None,
    **more: Any,
) -> AuditRecord:
    """A file left the system: what, how many rows, by which filter, and the SHA-256 of its bytes; `more` is
    what else is to be known of it, such as the reason for full numbers."""
    return record(
        f"export.{what}",
        target=target,
        by=by,
        kind=Kind.EXPORT,
        rows=rows,
        filters=dict(filters or {}),
        masked=masked,
        sha256=hashlib.sha256(content).hexdigest(),
        **more,
    )
