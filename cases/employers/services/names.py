"""Spellings in files are told whom they mean; two employers that are one become one."""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employers.models import Employer, EmployerName
from cases.employers.selectors.workers import count_spellings
from cases.employers.services.employers import EmployerRefused, lock_employer
from cases.employers.services.events import stand_as_last_said
from hardship.accounts.models import User
from hardship.audit import services as audit

# migrations/sql/events.sql
CONSISTENT = "employers_employerevent_consistent, employers_employeryear_consistent"


@transaction.atomic
def add_spelling(*, employer_id: int, area: int, key: str, by: User) -> EmployerName:
    """What files of an area call an employer: all of them find it from now on.

    Raises EmployerRefused when no file of the scope says so any more, or the spelling was assigned meanwhile.
    """
    employer = lock_employer(employer_id, by)
    found = count_spellings(by).get((area, key))
    if found is None:
        raise EmployerRefused(_("已没有待归并的档案这样填写，请刷新页面。"))
    text, persons = found
    name = EmployerName.objects.create(employer=employer, area_id=area, text=text, added_by=by)
    audit.record("employer.spelling", target=employer, by=by, persons=persons)
    return name


@transaction.atomic
def merge_employers(*, kept_id: int, merged_id: int, by: User) -> Employer:
    """One of two entries of the same employer is kept. Names, events and the years that it lacks go to it;
    the other one stays on record as merged.

    Raises EmployerRefused for two different codes, for one and the same, and for events that do not fit.
    """
    if kept_id == merged_id:
        raise EmployerRefused(_("不能并入自己。"))
    locked = {pk: lock_employer(pk, by) for pk in sorted((kept_id, merged_id))}
    kept, merged = locked[kept_id], locked[merged_id]
    if kept.uscc and merged.uscc:
        raise EmployerRefused(_("两个单位的统一社会信用代码不同，不是同一个单位，不能合并。"))
    _judge_at_the_end()
    has = kept.years.values_list("year", flat=True)
    merged.years.exclude(year__in=list(has)).update(employer=kept)
    merged.events.filter(removed_at__isnull=True).update(employer=kept)
    merged.names.update(employer=kept)
    _judge_now()
    _give_code(kept, merged)
    merged.merged_into, merged.merged_at, merged.merged_by = kept, timezone.now(), by
    merged.save(update_fields=["merged_into", "merged_at", "merged_by"])
    stand_as_last_said(kept)
    audit.record("employer.merge", target=kept, by=by, merged=merged.pk)
    return kept


def _judge_at_the_end() -> None:
    """Halfway through, events are at one employer and the headcounts that cover them at the other."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {CONSISTENT} DEFERRED")


def _judge_now() -> None:
    """Raises EmployerRefused when together more were laid off than either entry says were employed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {CONSISTENT} IMMEDIATE")
    except IntegrityError as error:
        raise EmployerRefused(
            _("两个单位合起来，裁员人数超过职工人数或事项早于成立日期，请先核对再合并。")
        ) from error


def _give_code(kept: Employer, merged: Employer) -> None:
    """The code goes along; the merged entry keeps none, as no two have the same."""
    code = merged.uscc
    if code:
        Employer.objects.filter(pk=merged.pk).update(uscc=None)
        merged.uscc, kept.uscc = None, code
        kept.save(update_fields=["uscc"])
