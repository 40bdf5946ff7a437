"""Caps: what one commitment takes of them, claimed under a lock and kept by the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.ledgers.models import CapUsage
from funds.ledgers.services.refusals import CapExceeded


@dataclass(frozen=True)
class CapClaim:
    """A cap that a commitment counts against: `subject` such as "household:17" and `scope` such as a
    programme's code are opaque here; `cap` is yuan, or times where `is_times`, and the newest claim sets it.
    The year is 0 for a cap of life; `label` is what the cap is called in a refusal.

    `kin` are other subjects whose usage counts as well, and `before` what was given outside these books. Kin
    must claim under the same subject: its row is the lock at which they take turns."""

    subject: str
    scope: str
    year: int
    cap: Decimal
    kin: tuple[str, ...] = ()
    before: Decimal = Decimal(0)
    is_times: bool = False
    label: str = ""

    def share_of(self, amount: Decimal) -> Decimal:
        """What a commitment of this amount takes of the cap."""
        return Decimal(1) if self.is_times else amount


def claim(caps: Iterable[CapClaim], amount: Decimal) -> list[tuple[CapUsage, Decimal]]:
    """The locked usage row of each cap with what a commitment of this amount takes of it. Raises
    CapExceeded."""
    return [(_claim(cap, cap.share_of(amount)), cap.share_of(amount)) for cap in _in_order(caps)]


def _in_order(caps: Iterable[CapClaim]) -> list[CapClaim]:
    """One claim for each usage row, the strictest, in an order in which two approvers never wait in a
    circle."""
    strictest: dict[tuple[str, str, int], CapClaim] = {}
    for cap in sorted(caps, key=lambda cap: cap.cap, reverse=True):
        strictest[cap.subject, cap.scope, cap.year] = cap
    return [strictest[key] for key in sorted(strictest)]


def _claim(cap: CapClaim, amount: Decimal) -> CapUsage:
    """The usage row of this cap, locked with those of its kin: two approvers of one family take turns here.
    What others used is off the row's cap, so that the database refuses the sum as well."""
    CapUsage.objects.get_or_create(
        subject=cap.subject, scope=cap.scope, year=cap.year, defaults={"cap": cap.cap}
    )
    usages = CapUsage.objects.filter(subject__in=(cap.subject, *cap.kin), scope=cap.scope, year=cap.year)
    rows = {row.subject: row for row in usages.order_by("pk").select_for_update()}
    usage = rows.pop(cap.subject)
    elsewhere = sum((row.used for row in rows.values()), cap.before)
    left = max(cap.cap - elsewhere - usage.used, Decimal(0))
    if amount > left:
        raise CapExceeded(_exceeded(cap, elsewhere + usage.used, left), left=left)
    if usage.cap != cap.cap - elsewhere:
        usage.cap = cap.cap - elsewhere
        usage.save(update_fields=["cap"])
    return usage


def _exceeded(cap: CapClaim, used: Decimal, left: Decimal) -> str:
    if cap.is_times:
        return _("超过%(label)s：最多 %(cap)s 次，已用 %(used)s 次。") % {
            "label": cap.label or _("次数限制"), "cap": f"{cap.cap:.0f}", "used": f"{used:.0f}",
        }  # fmt: skip
    return _("超过%(label)s：上限 %(cap)s 元，已用 %(used)s 元，还可帮扶 %(left)s 元。") % {
        "label": cap.label or _("本年度上限"),
        "cap": f"{cap.cap:,.2f}",
        "used": f"{used:,.2f}",
        "left": f"{left:,.2f}",
    }
