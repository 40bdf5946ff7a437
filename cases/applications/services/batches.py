"""批量申请: one programme for many households. Each application is begun, filled in and decided by itself;
what keeps a household out is kept beside the others."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Batch, BatchCounter, BatchMiss
from cases.applications.services.entry import start
from cases.applications.services.refusals import AlreadyOpen, ApplicationRefused
from cases.archives.models import Household
from cases.policies.selectors import list_programmes
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.numbers import next_number
from hardship.kernel.workflow import Refused

JOB = "begin_batch"
MOST_AT_ONCE = 500
MOST_WAITED_FOR = 100  # beyond these a job does it


@transaction.atomic
def make_batch(*, uid: UUID, programme_id: int, reason: str, by: User) -> Batch:
    """An empty batch of the person's union; the one that is there where the form was sent twice.

    Raises ApplicationRefused for anybody but a clerk, and for a programme that is not in force here.
    """
    if not by.has_role(Role.CLERK):
        raise ApplicationRefused(_("只有经办人可以申请帮扶。"))
    Union.objects.select_for_update(no_key=True).get(pk=by.union_id)  # whoever is second waits here
    there: Batch | None = Batch.objects.visible_to(by).filter(uid=uid).first()
    if there is not None:
        return there
    today = timezone.localdate()
    programmes = {row.pk: row for row in list_programmes(union=by.union, on=today)}
    if programme_id not in programmes:
        raise ApplicationRefused(_("这个项目现在不适用于本工会。"), field="programme")
    batch = Batch.objects.create(
        uid=uid,
        union=by.union,
        number=_number(by.union, today.year),
        programme=programmes[programme_id],
        year=today.year,
        reason=reason.strip(),
        created_by=by,
    )
    audit.record("application.batch", target=batch, by=by, programme=batch.programme.code)
    return batch


def add_household(*, batch: Batch, household_id: int, by: User, programmes: Mapping[int, int]) -> bool:
    """Begins the application of one household; whether one is there now. What kept it out is kept
    (BatchMiss). `programmes` are the keys of the batch's programme by union (programmes_of)."""
    household = Household.objects.visible_to(by).filter(pk=household_id).first()
    if household is None:
        return False
    try:
        start(
            household_id=household.pk,
            programme_id=programmes.get(household.union_id, 0),
            by=by,
            batch=batch,
        )
    except AlreadyOpen as refusal:
        if refusal.application is not None and refusal.application.batch_id == batch.pk:
            return True
        _miss(batch, household, refusal, by)
        return False
    except Refused as refusal:
        _miss(batch, household, refusal, by)
        return False
    return True


def programmes_of(batch: Batch, household_ids: list[int], by: User) -> dict[int, int]:
    """By union of these households the key of the programme in force there that has the batch's code."""
    rows = Household.objects.visible_to(by).filter(pk__in=household_ids).select_related("union")
    unions = {row.union_id: row.union for row in rows}
    today, code = timezone.localdate(), batch.programme.code
    found = {}
    for key, union in unions.items():
        found[key] = next((row.pk for row in list_programmes(union=union, on=today) if row.code == code), 0)
    return found


def add_households(*, batch_id: int, household_ids: list[int], by: User) -> int:
    """Begins the applications of these households one by one; returns how many are there now.

    Raises ApplicationRefused for somebody else's batch and for more than MOST_AT_ONCE.
    """
    batch = open_batch(batch_id, by)
    require_few(household_ids)
    programmes = programmes_of(batch, household_ids, by)
    done = [
        add_household(batch=batch, household_id=key, by=by, programmes=programmes) for key in household_ids
    ]
    return sum(done)


def open_batch(batch_id: int, by: User) -> Batch:
    """The batch, when this clerk may enter it. Raises ApplicationRefused, Batch.DoesNotExist."""
    batch: Batch = Batch.objects.visible_to(by).select_related("programme__policy", "union").get(pk=batch_id)
    if not by.has_role(Role.CLERK) or by.union_id != batch.union_id:
        raise ApplicationRefused(
            _("只有“%(union)s”的经办人可以填写这一批申请。") % {"union": batch.union.name}
        )
    return batch


def require_few(keys: list[int]) -> None:
    """Raises ApplicationRefused for more than one batch takes."""
    if len(keys) > MOST_AT_ONCE:
        raise ApplicationRefused(_("一批最多 %(most)s 户，请先筛选。") % {"most": MOST_AT_ONCE})


def _number(union: Union, year: int) -> str:
    number = next_number(BatchCounter, union_id=union.pk, year=year)
    return f"批-{union.code}-{year}-{number:04d}"


def _miss(batch: Batch, household: Household, refusal: Refused, by: User) -> None:
    BatchMiss.objects.bulk_create(
        [BatchMiss(batch=batch, household=household, why=str(refusal)[:300], by=by)], ignore_conflicts=True
    )
