"""抽查: a sample is drawn and frozen, what was found is recorded, and the draw can be redone."""

import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cases.archives.states import IN_FORCE_STATES
from cases.surveys.models import SpotCandidate, SpotCheck, SpotRow
from cases.surveys.rules import Candidate, draw, population_hash
from cases.surveys.selectors import spotchecks as selectors
from cases.surveys.states import SPOT_TRANSITIONS, SpotState
from hardship.accounts.models import Union, User
from hardship.accounts.states import CASE_REVIEWER
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.copying import copy_values
from hardship.kernel.scope import SCOPE_COLUMNS

# The files in force with what became of them in the year's earlier samples, frozen and read in one statement:
# the way of each file through Python and back took a third of the processor time of a draw.
FREEZE = """
INSERT INTO surveys_spotcandidate (check_of_id, household_id, file_no, union_code, category, earlier)
  WITH earlier AS (
    SELECT DISTINCT ON (r.household_id) r.household_id AS id,
           CASE r.state WHEN 'unreached' THEN 'unreached' ELSE 'drawn' END AS word
      FROM surveys_spotrow r JOIN surveys_spotcheck c ON c.id = r.check_of_id
     WHERE c.union_id = %s AND c.year = %s ORDER BY r.household_id, r.id DESC)
SELECT %s, h.id, h.file_no, u.code, h.category, coalesce(earlier.word, '')
  FROM archives_household h JOIN accounts_union u ON u.id = h.union_id LEFT JOIN earlier ON earlier.id = h.id
 WHERE h.{column}_id = %s AND h.state = ANY(%s) ORDER BY h.id
RETURNING household_id, file_no, union_code, category, earlier
"""


class SpotRefused(workflow.Refused):
    """A draw or a finding that may not be made now."""


@dataclass(frozen=True)
class Redraw:
    """A draw done again from what is frozen: whether population and sample are the same."""

    check: SpotCheck
    population_same: bool
    sample_same: bool

    @property
    def is_same(self) -> bool:
        return self.population_same and self.sample_same


def may_draw(by: User) -> bool:
    return CASE_REVIEWER.is_held_by(by)


@transaction.atomic
def draw_sample(*, year: int, share: Decimal, by: User, seed: str = "") -> SpotCheck:
    """Draw as many of the union's files in force as bring the year's sample up to `share` per cent.

    The population is frozen with its hash before anything is drawn; the seed is random unless given. Raises
    SpotRefused when the share is reached already.
    """
    if not may_draw(by):
        raise SpotRefused(_("只有负责审核的工会的审核人可以抽查。"))
    union = Union.objects.visible_to(by).select_for_update(no_key=True).get(pk=by.union_id)
    seed = seed or secrets.token_hex(16)
    number = SpotCheck.objects.filter(union=union, year=year).count() + 1
    check = SpotCheck.objects.create(
        union=union, year=year, number=number, share=share, seed=seed, population_size=0, drawn_by=by
    )
    files = _freeze(check)
    drawn = draw(files.values(), share=share, seed=seed)
    if not drawn:
        raise SpotRefused(
            _("本年已按 %(share)s%% 抽够，不需要再抽；要多抽请提高比例。") % {"share": f"{share:g}"}
            if files
            else _("范围内没有在档的档案，不能抽查。")
        )
    keys = {row.file_no: household for household, row in files.items()}
    rows = (
        (check.pk, keys[row.file_no], place, SpotState.OPEN.value, "")
        for place, row in enumerate(drawn, start=1)
    )
    copy_values(SpotRow, ("check_of", "household", "position", "state", "note"), rows)
    audit.record("spot_check.draw", target=check, by=by, year=year, count=len(drawn))
    return check


@transaction.atomic
def record_finding(*, row_id: int, action: str, by: User, note: str = "") -> SpotRow:
    """Take one row of states.SPOT_TRANSITIONS for a drawn file.

    Raises SpotRefused, SpotRow.DoesNotExist outside the person's scope.
    """
    seen = SpotCheck.objects.visible_to(by)
    rows = SpotRow.objects.filter(check_of__in=seen.values("pk")).select_related(
        "check_of__union", "household"
    )
    row: SpotRow = workflow.lock(rows, row_id)
    workflow.take(
        SPOT_TRANSITIONS, row, action=action, by=by, comment=note, blocker=spot_blocker,
        stamp="checked", note="note",
        log=lambda step: audit.record(f"spot_check.{action}", target=row.check_of, by=by, row=row.position),
    )  # fmt: skip
    return row


def list_spot_buttons(row: SpotRow, by: User) -> list[workflow.Transition]:
    """What this person may record of a drawn file now."""
    return workflow.buttons(SPOT_TRANSITIONS, row, by=by, blocker=spot_blocker)


def spot_blocker(row: SpotRow, step: workflow.Transition, by: User) -> str:
    """Why this person may not record what their role allows, or ''."""
    if row.check_of.union_id != by.union_id:
        return _("只有“%(union)s”的审核人可以登记。") % {"union": row.check_of.union.name}
    return ""


def redraw(check: SpotCheck) -> Redraw:
    """Draw once more from the frozen population and the stored seed; writes nothing."""
    population = selectors.list_candidates(check)
    again = [row.file_no for row in draw(population, share=check.share, seed=check.seed)]
    numbers = SpotCandidate.objects.filter(check_of=check).values_list("household", "file_no")
    by_household = dict(numbers)
    stored = [
        by_household.get(household, "")
        for household in check.rows.order_by("position").values_list("household", flat=True)
    ]
    same = population_hash(population) == check.population_hash and len(population) == check.population_size
    return Redraw(check, same, again == stored)


def _freeze(check: SpotCheck) -> dict[int, Candidate]:
    """Write the population of a draw, and its size and hash; returns it by household."""
    column = check.union.scope_column
    if column not in SCOPE_COLUMNS:
        raise ValueError(column)
    states = list(IN_FORCE_STATES)
    parameters: list[Any] = [check.union_id, check.year, check.pk, check.union_id, states]
    with connection.cursor() as cursor:
        cursor.execute(FREEZE.format(column=column), parameters)
        files = {household: Candidate(*row) for household, *row in cursor.fetchall()}
    check.population_size, check.population_hash = len(files), population_hash(files.values())
    check.save(update_fields=["population_size", "population_hash"])
    return files
