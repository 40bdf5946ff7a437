"""核查周期: laid down from a day on by the administrators of a union for all below it."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import ReviewPeriod
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Refused


class PeriodRefused(Refused):
    """A period that may not be laid down like this."""


def may_set_periods(by: User) -> bool:
    return by.has_role(Role.ADMINISTRATOR) and Part.REVIEW in by.union.parts


@transaction.atomic
def set_period(*, kind: str, months: int, from_on: date, document: str, by: User) -> ReviewPeriod:
    """A period of the administrator's own union from a day on; the one that held until then ends there.

    One that has not begun yet is replaced by another of the same day. What is past stays: files were dated by
    it. Raises PeriodRefused.
    """
    if not may_set_periods(by):
        raise PeriodRefused(_("只有负责审核的工会的管理员可以设定核查周期。"))
    if from_on < timezone.localdate():
        raise PeriodRefused(_("执行日期不能早于今天：已经按旧周期排定的核查不再改动。"))
    Union.objects.visible_to(by).select_for_update().get(pk=by.union_id)
    rows = ReviewPeriod.objects.filter(union=by.union, kind=kind)
    later = rows.filter(effective__startswith__gt=from_on).order_by("effective").first()
    if later is not None:
        raise PeriodRefused(
            _("已有自 %(day)s 起执行的周期，请从那一天或以后重新设定。")
            % {"day": later.effective_from.isoformat()}
        )
    same = rows.filter(effective__startswith=from_on).first()
    if same is None:
        for row in rows.filter(effective__contains=from_on):
            row.effective = DateRange(row.effective.lower, from_on)
            row.save(update_fields=["effective"])
        same = ReviewPeriod(union=by.union, kind=kind, effective=DateRange(from_on, None))
    same.months, same.document, same.set_at, same.set_by = months, document, timezone.now(), by
    same.save()
    audit.record(
        "review_period.set", target=same, by=by, review_kind=kind, every=months, on=from_on.isoformat()
    )
    return same
