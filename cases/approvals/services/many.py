"""The same step on many applications: each stands or falls by itself, each refusal named (docs/adr/0052)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.services.claims import claims_of
from cases.approvals.selectors import list_flags
from cases.approvals.selectors.along import get_ahead, is_last
from cases.approvals.selectors.paying import get_whom
from cases.approvals.services.drawing import Lot, keep_lot, make_lot
from cases.approvals.services.executing import Ask, lock_together, take_locked
from cases.approvals.services.granting import read_line
from cases.approvals.services.refusals import StepRefused
from cases.notices import services as notices
from cases.policies.rules.document.routes import NOTICE
from funds.ledgers import services as ledger
from hardship.accounts.models import User
from hardship.kernel.together import shared, together

MOST_AT_ONCE = 500
# So many are locked, decided and committed in one transaction: whoever waits for one of them waits a second.
LOCKED_TOGETHER = 100
logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What became of each: moved, or refused with the sentence why."""

    done: list[Application] = field(default_factory=list)
    refused: list[tuple[Application, str]] = field(default_factory=list)


def take_many(
    *,
    items: Sequence[tuple[int, str]],
    action: str,
    by: User,
    lines: Mapping[str, int] = MappingProxyType({}),
    comment: str = "",
    reason: str = "",
) -> Outcome:
    """Take one action on several applications, given as (id, content hash that was seen), in order of id.

    `lines` names the budget line for each permitted use that an approval needs, `reason` why it is another
    one than that of the rule. An application with a red
    flag (cases.approvals.selectors.list_flags) is left for a decision of its own; one that is refused does
    not hold up the others. Applications outside the person's scope are passed over. Raises StepRefused for
    more than MOST_AT_ONCE, and where the reason is missing.
    """
    if len(items) > MOST_AT_ONCE:
        raise StepRefused(too_many(len(items)))
    asks, outcome = sorted(dict(items).items()), Outcome()
    lot = make_lot(dict(items), lines, reason, by=by)
    for start in range(0, len(asks), LOCKED_TOGETHER):
        some = dict(asks[start : start + LOCKED_TOGETHER])
        _take_some({key: Ask(action, by, seen, comment) for key, seen in some.items()}, by, lot, outcome)
    return outcome


def too_many(number: int) -> str:
    """What is said of more than can be decided at once."""
    text = _("一次最多办理 %(most)s 件，您选了 %(n)s 件，请分几次办理。")
    return text % {"most": MOST_AT_ONCE, "n": number}


def _take_some(asks: Mapping[int, Ask], by: User, lot: Lot, outcome: Outcome) -> None:
    """In one transaction; where the database refuses one of them, which is an error of ours, each in its own,
    so that it holds up no other."""
    try:
        found = _take_locked(asks, by, lot)
    except IntegrityError as error:
        if len(asks) > 1:
            for key, ask in asks.items():
                _take_some({key: ask}, by, lot, outcome)
            return
        logger.error("a step among many was refused by the database: %s", type(error.__cause__).__name__)
        row = Application.objects.select_related("household").get(pk=next(iter(asks)))
        found = Outcome(refused=[(row, _("这一步与已有的记录冲突，没有办理，请打开这份申请逐件办理。"))])
    outcome.done += found.done
    outcome.refused += found.refused


@transaction.atomic
def _take_locked(asks: Mapping[int, Ask], by: User, lot: Lot) -> Outcome:
    """Those that nothing speaks against."""
    applications = lock_together(Application.objects.visible_to(by).filter(pk__in=asks))
    flags = list_flags(applications, by)
    chosen = together(row for row in applications if not flags[row.pk])
    _take_turns(chosen, lot.lines)
    asked = [(row, replace(asks[row.pk], line_id=lot.lines.get(row.programme.use))) for row in chosen]
    taken, refused = take_locked(asked)
    keep_lot((step.record for step in taken), lot, by=by)
    whys = {row.pk: flags[row.pk][0] for row in applications if flags[row.pk]}
    whys |= {key: str(refusal) for key, refusal in refused.items()}
    return Outcome(
        [step.record for step in taken], [(row, whys[row.pk]) for row in applications if row.pk in whys]
    )


def _take_turns(applications: Sequence[Application], lines: Mapping[str, int]) -> None:
    """What whoever decides on one of them waits for is waited for first, for all, in one order for everybody:
    else two who decide on many could each hold what the other waits for."""
    ahead = [one for row in applications if (one := get_ahead(row)) is not None]
    notices.take_turns({one.stage.union_id for one in ahead if one.stage and one.stage.kind == NOTICE})
    paid = [row for row in applications if row.programme.use in lines and is_last(row)]
    if paid:
        caps = [claim for row in paid for claim in claims_of(row)]
        keys = {lines[row.programme.use] for row in paid}
        drawn = [line for key in keys if (line := shared(paid[0], read_line, key)) is not None]
        whoms = [whom for row in paid if (whom := get_whom(row, drawn))]
        ledger.line_up(line_ids=keys, caps=caps, on=timezone.localdate(), whoms=whoms)
