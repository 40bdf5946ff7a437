"""Spellings in files are told whom they mean; two employers that are one become one."""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employers.models import Employer, EmployerName
from cases.employers.selectors.workers import count_spellings
from cases.employers.services.employers import (
    EmployerRefused,
    Particulars,
    lock_area,
    lock_employer,
    register_employer,
    require_comparable,
)
from cases.employers.services.events import stand_as_last_said
from hardship.accounts.models import Union, User
from hardship.audit import services as audit

# migrations/sql/events.sql
CONSISTENT = "employers_employerevent_consistent, employers_employeryear_consistent"
# What a kept entry takes from the other one where its own is blank or zero.
FILLED = ("kind", "industry", "founded_on", "unpaid_months", "insurance_arrears", "troubles", "trouble_note",
          "address", "contact", "telephone")  # fmt: skip


@transaction.atomic
def register_spelling(*, area: int, key: str, by: User) -> Employer:
    """A new employer under what files of an area call it: of the area's union, or of the person's own where
    that is below it.

    Raises EmployerRefused as `add_spelling` and `register_employer` do.
    """
    text, _persons = _said_in_files(area, key, by)
    whole = Union.objects.get(pk=area)
    union = whole if by.covers([whole]) else by.union
    return register_employer(union=union, particulars=Particulars(name=text), by=by)


@transaction.atomic
def add_spelling(*, employer_id: int, area: int, key: str, by: User) -> EmployerName:
    """What files of an area call an employer: all of them find it from now on.

    Raises EmployerRefused when no file of the scope says so any more, or the spelling was assigned meanwhile.
    """
    employer = lock_employer(employer_id, by)
    lock_area(area)
    text, persons = _said_in_files(area, key, by)
    require_comparable(text)
    name = EmployerName.objects.create(employer=employer, area_id=area, text=text, added_by=by)
    audit.record("employer.spelling", target=employer, by=by, persons=persons)
    return name


def _said_in_files(area: int, key: str, by: User) -> tuple[str, int]:
    found = count_spellings(by).get((area, key))
    if found is None:
        raise EmployerRefused(_("已没有待归并的档案这样填写，请刷新页面。"))
    return found


@transaction.atomic
def merge_employers(*, kept_id: int, merged_id: int, by: User) -> Employer:
    """One of two entries of the same employer is kept. Names, events, the years that it lacks and what it
    leaves blank or at zero come from the other, which stays on record as merged.

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
    filled = _fill_and_judge(kept, merged, by)
    _give_code(kept, merged)
    merged.merged_into, merged.merged_at, merged.merged_by = kept, timezone.now(), by
    merged.save(update_fields=["merged_into", "merged_at", "merged_by"])
    stand_as_last_said(kept)
    audit.record("employer.merge", target=kept, by=by, merged=merged.pk, fields=filled)
    return kept


def _judge_at_the_end() -> None:
    """Halfway through, events are at one employer and the headcounts that cover them at the other."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {CONSISTENT} DEFERRED")


def _fill_and_judge(kept: Employer, merged: Employer, by: User) -> list[str]:
    """The names of the fields that were filled. Raises EmployerRefused when together more were laid off than
    either entry says were employed, or something happened before the founding."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            filled = _fill(kept, merged, by)
            cursor.execute(f"SET CONSTRAINTS {CONSISTENT} IMMEDIATE")
            return filled
    except IntegrityError as error:
        raise EmployerRefused(
            _("两个单位合起来，裁员人数超过职工人数或事项早于成立日期，请先核对再合并。")
        ) from error


def _fill(kept: Employer, merged: Employer, by: User) -> list[str]:
    filled = [name for name in FILLED if getattr(merged, name) and not getattr(kept, name)]
    for name in filled:
        setattr(kept, name, getattr(merged, name))
    if filled:
        kept.changed_at, kept.changed_by = timezone.now(), by
        kept.save(update_fields=[*filled, "changed_at", "changed_by"])
    return filled


def _give_code(kept: Employer, merged: Employer) -> None:
    """The code goes along; the merged entry keeps none, as no two have the same."""
    code = merged.uscc
    if code:
        Employer.objects.filter(pk=merged.pk).update(uscc=None)
        merged.uscc, kept.uscc = None, code
        kept.save(update_fields=["uscc"])
