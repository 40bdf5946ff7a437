"""登记签领: who of a roster signed for the goods; a slip of all of them waits for a colleague, and the roster
and each household follow what becomes of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.giving.models import Fulfilment, Roster, RosterLine, RosterPiece
from cases.giving.selectors.deeds import GOODS
from cases.giving.selectors.goods import say_units
from cases.giving.selectors.rosters import ROSTER, list_lines
from cases.giving.services.fulfilments import require_day
from cases.giving.services.refusals import ServiceRefused
from cases.giving.services.rosters import lock_roster, log_step, roster_blocker
from cases.giving.states import ON_ROSTER, ROSTER_TRANSITIONS, FulfilmentState, LineState, Result, RosterState
from funds.goods import services as goods
from funds.goods.models import Slip
from funds.goods.states import State as SlipState
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow


@dataclass(frozen=True)
class Signed:
    """Who signed for a household: itself, or a `collector` with their `relation` to it."""

    collector: str = ""
    relation: str = ""


@transaction.atomic
def enter_roster(*, roster_id: int, on: date, signed: Mapping[int, Signed], by: User) -> Roster:
    """Writes down who signed on which day, by the keys of lines; everybody else did not come, and their goods
    stay in the store. What was signed for waits on one slip for a colleague.

    Raises Refused for nobody, a collector without relation, a day before a decision or to come, and for less
    in the store than was signed for."""
    roster = lock_roster(roster_id, by)

    def effect(step: workflow.Step[Roster]) -> None:
        lines = _sign(roster, on, signed)
        roster.given_on, roster.entered_at = on, timezone.now()
        roster.entered_by, roster.entered_for = by, stood_in_for(by)
        step.trace = _take_out(roster, lines, by)

    return workflow.take(
        ROSTER_TRANSITIONS, roster, action="enter", by=by, blocker=roster_blocker, effect=effect, log=log_step
    )


def follow_slip(slip: Slip, by: User) -> None:
    """What becomes of a roster when its slip was looked at: the goods are given, or it is to be entered anew.
    Call it in the transaction of the step. Raises ServiceRefused where somebody has their goods already."""
    roster = Roster.objects.select_for_update(of=("self",)).get(pk=int(slip.source.partition(":")[2]))
    if slip.state == SlipState.POSTED:
        _give(roster, slip)
    else:
        _open_again(roster)
    audit.record("roster.give" if slip.is_posted else "roster.open_again", target=roster, by=by)


def lock_with_lines(key: int) -> None:
    """A roster, then what its households are to get, in one order."""
    roster = Roster.objects.select_for_update(of=("self",)).get(pk=key)
    _lock_fulfilments(roster.lines.values_list("fulfilment", flat=True))


def _lock_fulfilments(keys: Iterable[int]) -> dict[int, Fulfilment]:
    rows = Fulfilment.objects.filter(pk__in=list(keys)).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",))}


def _sign(roster: Roster, on: date, signed: Mapping[int, Signed]) -> list[RosterLine]:
    lines = list(list_lines(roster).filter(state=LineState.WAITING))
    mine = [line for line in lines if line.pk in signed]
    if not mine or len(mine) != len(signed):
        raise ServiceRefused(_("请勾选已签领的家庭；一户也没有来领的，请作废这份花名册。"))
    for line in lines:
        line.state = LineState.SIGNED if line.pk in signed else LineState.ABSENT
        if line.pk in signed:
            _put_signer(line, signed[line.pk])
            _require_due(line, on)
        line.save(update_fields=["state", "collector", "relation"])
    return mine


def _require_due(line: RosterLine, on: date) -> None:
    """Raises ServiceRefused for what is not to be given any more, and for a day before its decision."""
    if not line.fulfilment.is_open:
        who = {"who": line.fulfilment.application.household}
        raise ServiceRefused(_("%(who)s的物资已经登记不发了，请不要勾选。") % who)
    require_day(line.fulfilment, on, "on")


def _put_signer(line: RosterLine, told: Signed) -> None:
    line.collector, line.relation = told.collector.strip(), told.relation.strip()
    if bool(line.collector) != bool(line.relation):
        raise ServiceRefused(
            _("%(who)s：代领的要写明谁代领、与领取人什么关系。")
            % {"who": line.fulfilment.application.household}
        )


def _take_out(roster: Roster, lines: Iterable[RosterLine], by: User) -> Slip:
    """One slip of all that was signed for, and which lot each household has it from."""
    wanted: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        for one in line.goods.all():
            wanted[one.item_id] += one.units
    slip = goods.issue(
        store_id=roster.store_id, wanted=wanted, source=f"{ROSTER}:{roster.pk}",
        on=roster.given_on or roster.on, by=by, memo=roster.number, is_checked=True,
    )  # fmt: skip
    left = {line.lot: -line.change for line in slip.lines.select_related("lot").order_by("position")}
    pieces = []
    for line in lines:
        for one in line.goods.all():
            rest = one.units
            for lot in [lot for lot, units in left.items() if lot.item_id == one.item_id and units]:
                part = min(rest, left[lot])
                left[lot], rest = left[lot] - part, rest - part
                if part:
                    pieces.append(RosterPiece(line=line, slip=slip, lot=lot, units=part))
    RosterPiece.objects.bulk_create(pieces)
    return slip


def _give(roster: Roster, slip: Slip) -> None:
    lines = list(list_lines(roster).filter(pk__in=RosterPiece.objects.filter(slip=slip).values("line")))
    rows = _lock_fulfilments(line.fulfilment_id for line in lines)
    for line in lines:
        row = rows[line.fulfilment_id]
        if not row.is_open:
            who = {"who": line.fulfilment.application.household}
            raise ServiceRefused(_("%(who)s已经另外发放或者不发了，请不通过这张单据，重新登记签领。") % who)
        _write_down(row, line, roster, slip)
    RosterLine.objects.filter(pk__in=[line.pk for line in lines]).update(state=LineState.GIVEN)
    roster.state = RosterState.DONE
    roster.save(update_fields=["state"])


def _write_down(row: Fulfilment, line: RosterLine, roster: Roster, slip: Slip) -> None:
    """The family has its goods; it was written down by whoever entered the roster, when they did."""
    pieces = list(line.pieces.filter(slip=slip).select_related("lot__item").order_by("lot"))
    row.goods = say_units((piece.lot.item, piece.units) for piece in pieces)
    row.goods_value = sum((piece.units * piece.lot.value for piece in pieces), Decimal(0))
    collected = _("，由%(who)s代领") % {"who": f"{line.relation}{line.collector}"} if line.collector else ""
    row.what = _("发放%(goods)s%(collected)s") % {"goods": row.goods, "collected": collected}
    entered_by = roster.entered_by
    row.state, row.result, row.done_on = FulfilmentState.DONE, Result.REACHED, roster.given_on
    row.doer = entered_by.name if entered_by else ""
    row.deed_kind, row.deed_key = GOODS, str(slip.uid)
    row.deed_title = _("集中发放 %(roster)s，物资发放单 %(slip)s") % {"roster": roster, "slip": slip}
    row.signed_at, row.signed_by, row.signed_for = roster.entered_at, entered_by, roster.entered_for
    row.save()


def _open_again(roster: Roster) -> None:
    """The roster is to be entered anew: by all who signed, whatever became of what they were to get, and by
    those who did not come, who do not wait elsewhere and have no goods."""
    roster.state = RosterState.OPEN
    roster.given_on = roster.entered_at = roster.entered_by = roster.entered_for = None
    roster.save(update_fields=["state", "given_on", "entered_at", "entered_by", "entered_for"])
    elsewhere = RosterLine.objects.exclude(roster=roster).filter(state__in=ON_ROSTER)
    absent = Q(state=LineState.ABSENT, fulfilment__state=FulfilmentState.OPEN)
    absent &= ~Q(fulfilment__in=elsewhere.values("fulfilment"))
    again = roster.lines.filter(Q(state=LineState.SIGNED) | absent)
    again.update(state=LineState.WAITING, collector="", relation="")


goods.SOURCES.add(ROSTER)(
    goods.SlipSource(
        gettext_lazy("集中发放"),
        lambda key: reverse("giving:roster", args=[key]),
        on_step=follow_slip,
        lock=lock_with_lines,
    )
)
