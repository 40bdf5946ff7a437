"""The nightly search: every open file against every other, in two statements whatever their number."""

from dataclasses import dataclass

from django.db import connection, transaction

from cases.duplicates.models import DuplicateSuspicion
from cases.duplicates.rules import similar_address
from cases.duplicates.selectors import OPEN_STATES
from cases.duplicates.states import DUPLICATE_TRANSITIONS, DuplicateReason, DuplicateState
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import step

Pair = tuple[int, int, str]
# Whoever shares a number with many is paired with the first of them alone: forty households with the phone of
# their union's office are thirty-nine pairs, not seven hundred and eighty.
SAME_NUMBER = """
WITH people AS (
    SELECT m.id, m.household_id, m.id_number_index, m.bank_card_index, m.phone_index
      FROM archives_member m JOIN archives_household h ON h.id = m.household_id
     WHERE m.removed_at IS NULL AND h.state = ANY(%(states)s)
), keyed AS (
    SELECT id, household_id, 'same_person' AS reason, id_number_index AS key FROM people
    UNION ALL SELECT id, household_id, 'same_card', bank_card_index FROM people
    UNION ALL SELECT id, household_id, 'same_phone', phone_index FROM people
), ranked AS (
    SELECT id, household_id, reason,
           first_value(id) OVER same AS first_id, first_value(household_id) OVER same AS first_household
      FROM keyed WHERE key IS NOT NULL
    WINDOW same AS (PARTITION BY reason, key ORDER BY id)
)
SELECT DISTINCT ON (reason, first_household, household_id) first_id, id, reason
  FROM ranked WHERE household_id <> first_household
 ORDER BY reason, first_household, household_id, id
"""
ALIKE = """
WITH people AS (
    SELECT m.id, m.household_id, m.id_number_index, m.birth_on, m.name_pinyin, h.address,
           ARRAY(SELECT piece FROM unnest(m.name_grams) piece WHERE length(piece) = 2) AS pairs
      FROM archives_member m JOIN archives_household h ON h.id = m.household_id
     WHERE m.removed_at IS NULL AND h.state = ANY(%(states)s)
       AND m.birth_on IS NOT NULL AND m.name_pinyin <> ''
)
SELECT a.id, b.id, a.address, b.address
  FROM people a JOIN people b
    ON b.birth_on = a.birth_on AND b.id > a.id AND b.household_id <> a.household_id
   AND (b.name_pinyin = a.name_pinyin OR b.pairs && a.pairs)
   AND (a.id_number_index IS NULL OR b.id_number_index IS NULL OR b.id_number_index <> a.id_number_index)
"""  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A search in figures: pairs there are now, new ones, found again, and those that are no more."""

    total: int
    new: int
    again: int
    gone: int


@transaction.atomic
def find_duplicates(*, by: User | None = None) -> Found:
    """Look at all open files of the country and keep every pair once; what was decided stays decided."""
    pairs = _search()
    known = {
        (row.first_id, row.second_id, row.reason): row
        for row in DuplicateSuspicion.objects.select_for_update().order_by("pk")
    }
    new = [pair for pair in pairs if pair not in known]
    DuplicateSuspicion.objects.bulk_create(
        [DuplicateSuspicion(first_id=a, second_id=b, reason=reason, found_by=by) for a, b, reason in new],
        ignore_conflicts=True,
        batch_size=1000,
    )
    again = [row.pk for pair, row in known.items() if pair in pairs and row.state == DuplicateState.GONE]
    gone = [row.pk for pair, row in known.items() if pair not in pairs and row.state == DuplicateState.OPEN]
    _move("find", DuplicateState.GONE, again)
    _move("clear", DuplicateState.OPEN, gone)
    found = Found(len(pairs), len(new), len(again), len(gone))
    home = by.union if by else Union.objects.filter(parent__isnull=True).order_by("pk").first()
    if home is not None:
        audit.record(
            "duplicates.search", target=None, by=by, union=home, count=found.total, new=found.new,
            gone=found.gone,
        )  # fmt: skip
    return found


def _search() -> set[Pair]:
    states = {"states": [str(state) for state in OPEN_STATES]}
    with connection.cursor() as cursor:
        cursor.execute(SAME_NUMBER, states)
        pairs = {(first, second, str(reason)) for first, second, reason in cursor.fetchall()}
        cursor.execute(ALIKE, states)
        pairs |= {
            (first, second, str(DuplicateReason.SIMILAR))
            for first, second, one, other in cursor.fetchall()
            if similar_address(one, other)
        }
    return pairs


def _move(action: str, source: str, keys: list[int]) -> None:
    row = step(DUPLICATE_TRANSITIONS, action=action, state=source, roles={WORKER})
    DuplicateSuspicion.objects.filter(pk__in=keys).update(state=row.target)
