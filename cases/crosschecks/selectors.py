"""Reads for cross-checks: whose files may be matched, how lists stand, what was found."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.archives.models import Consent, Household, Member
from cases.archives.states import ACTIVE_STATES, ConsentKind
from cases.crosschecks.models import CrossCheck, CrossCheckHit, CrossCheckRow
from cases.crosschecks.rules import entries_of
from cases.crosschecks.rules.answers import Answer, answer_of
from cases.crosschecks.states import CheckState, HitState
from hardship.accounts.models import Union, User
from hardship.jobs.models import Job
from hardship.kernel.sheets.memory import Memory, recall

REMEMBERED = 50
HEAVY = ("issues", "mapping")
BATCH = 1000


def list_teaching(union: Union, kind: str) -> QuerySet[CrossCheck]:
    """The matched lists of this kind in which somebody of this union said what a column is, newest first."""
    rows = CrossCheck.objects.filter(union=union, kind=kind, state=CheckState.DONE)
    return rows.filter(mapping__has_key="chosen").order_by("-pk")


def get_memory(union: Union, kind: str) -> Memory:
    """What people of this union chose for header lines of such lists."""
    return recall(list_teaching(union, kind).values_list("mapping", flat=True)[:REMEMBERED])


def get_check_job(crosscheck: CrossCheck) -> Job | None:
    """The latest job on it, whoever asked for it."""
    return Job.objects.filter(uid=crosscheck.job_uid).first() if crosscheck.job_uid else None


def active_files(union: Union) -> QuerySet[Household]:
    """The files of a union and everything below it whose people a check concerns."""
    return Household.objects.filter(
        **{f"{union.scope_column}_id": union.pk, "state__in": list(ACTIVE_STATES)}
    )


def with_consent(households: QuerySet[Household]) -> QuerySet[Any]:
    """With `allows_check`, `is_withdrawn`, `signed_on` and `valid_until` of the latest consent or withdrawal;
    None when there is none."""
    last = Consent.objects.filter(household=OuterRef("pk")).order_by("-pk")
    names = ("allows_check", "signed_on", "valid_until")
    said = {name: Subquery(last.values(name)[:1]) for name in names}
    withdrawn = last.annotate(is_withdrawn=Q(kind=ConsentKind.WITHDRAWN)).values("is_withdrawn")
    return households.annotate(**said, is_withdrawn=Subquery(withdrawn[:1]))


def _may_be_asked() -> Q:
    """The latest signature allows other departments to be asked today."""
    today = timezone.localdate()
    return Q(allows_check=True) & (Q(valid_until__isnull=True) | Q(valid_until__gte=today))


def list_authorised(union: Union) -> QuerySet[Household]:
    """The active files whose latest signature allows other departments to be asked."""
    return with_consent(active_files(union)).filter(_may_be_asked())


def list_unauthorised(union: Union) -> QuerySet[Household]:
    """The active files without such a signature, or whose day it names is over: matched against nothing."""
    rows = with_consent(active_files(union)).exclude(pk__in=list_authorised(union).values("pk"))
    return rows.select_related("head", "union").order_by("union__path", "pk")


def list_checkable(union: Union) -> QuerySet[Member]:
    """Everybody with an ID number on a file that allows checks."""
    rows = Member.objects.filter(removed_at__isnull=True, id_number_index__isnull=False)
    return rows.filter(household__in=list_authorised(union).values("pk"))


def find_checkable(union: Union, indexes: Sequence[bytes]) -> dict[bytes, list[Member]]:
    """Who of them has one of these blind indexes; a person may stand in a file more than once."""
    found: dict[bytes, list[Member]] = {}
    rows = list_checkable(union).select_related("household")
    for start in range(0, len(indexes), BATCH):
        for member in rows.filter(id_number_index__in=indexes[start : start + BATCH]).order_by("pk"):
            found.setdefault(bytes(member.id_number_index or b""), []).append(member)
    return found


def list_checks(user: User) -> QuerySet[CrossCheck]:
    """The lists of the person's scope with `hits_total` and `hits_worked`, the newest first."""
    rows = CrossCheck.objects.visible_to(user).select_related("union", "uploaded_by").defer(*HEAVY)
    counted: QuerySet[CrossCheck] = rows.annotate(
        hits_total=Count("hits"), hits_worked=Count("hits", filter=~Q(hits__state=HitState.OPEN))
    ).order_by("-pk")
    return counted


def list_hits(
    user: User, *, crosscheck: CrossCheck | None = None, state: str = "", difference: str = ""
) -> QuerySet[CrossCheckHit]:
    """The differences on files of the person's scope, what is to do first."""
    rows = CrossCheckHit.objects.visible_to(user)
    narrowed = {
        "crosscheck": crosscheck, "state": state or None, "difference": difference or None
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value is not None})
    return rows.select_related(
        "crosscheck", "household__head", "household__union", "member", "state_by"
    ).order_by("crosscheck_id", "pk")


def count_hits(user: User, crosscheck: CrossCheck) -> dict[str, int]:
    """How many differences stand where, of those that the person may see."""
    counts = dict.fromkeys(HitState.values, 0)
    rows = CrossCheckHit.objects.visible_to(user).filter(crosscheck=crosscheck)
    return counts | dict(rows.values_list("state").annotate(number=Count("pk")).order_by())


def list_household_hits(household: Household) -> list[CrossCheckHit]:
    """What lists of other departments said otherwise about this household, the newest first."""
    rows = household.crosscheck_hits.select_related("crosscheck", "member", "state_by")
    return list(rows.order_by("-pk"))


def get_answer(hit: CrossCheckHit) -> Answer | None:
    """The change of the file that would settle this difference; None where no field of a file would."""
    rows = CrossCheckRow.objects.filter(crosscheck=hit.crosscheck_id, member__household=hit.household_id)
    entries = sum(entries_of(hit.crosscheck.kind, row.facts) for row in rows)
    is_head = hit.member_id == hit.household.head_id
    row = "" if is_head else str(hit.member.uid)
    return answer_of(hit.difference, facts=hit.listed, entries=entries, row=row)
