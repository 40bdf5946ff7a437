"""A plan is made with the decision, and ended with the application or the file."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.giving.models import Instalment
from cases.giving.rules import divide, spread
from cases.giving.selectors.looking import fingerprint
from cases.giving.selectors.plans import has_left
from cases.giving.services.holding import hold, let_go, owe
from cases.giving.services.refusals import InstalmentRefused
from cases.giving.states import State
from cases.policies.rules.document.handling import Instalments, InstalmentsUntil
from funds.ledgers.services import CapClaim, Draw, Whom
from hardship.accounts.models import User
from hardship.accounts.selectors import competent_union
from hardship.audit import services as audit
from hardship.kernel.scope import Part

LOOKED = ("looked_at", "looked_by", "looked_for")


def make_plan(
    application: Application,
    rule: Instalments | InstalmentsUntil,
    *,
    draws: Sequence[Draw],
    caps: Sequence[CapClaim],
    whom: Whom | None = None,
    by: User,
) -> list[Instalment]:
    """The instalments of an application that is being approved, which together hold its whole amount, on
    these lines in their order. The first is due today, was looked at with the decision and is owed at once.
    Call it in the transaction of the decision. Raises what the ledger refuses."""
    if application.amount is None:
        raise InstalmentRefused(_("申请没有金额，不能批准。"))
    parts = divide(application.amount, rule.days_from(timezone.localdate()))
    checker = competent_union(application.union, Part.REVIEW)
    drawn = spread([amount for _day, amount in parts], [(draw.line_id, draw.amount) for draw in draws])
    rows = [
        Instalment(
            application=application, union=application.union, number=number, of=len(parts), due_on=day,
            amount=amount, line_id=lines[0][0], checker=checker,
            draws=[[key, f"{yuan:.2f}"] for key, yuan in lines],
        )
        for number, ((day, amount), lines) in enumerate(zip(parts, drawn, strict=True), start=1)
    ]  # fmt: skip
    for row in rows:
        row.save(force_insert=True)
        hold(row, by=by, caps=caps, whom=whom)
        row.save(update_fields=["holds"])
    _confirm_first(rows[0], by)
    audit.record("instalment.plan", target=application, by=by, times=len(rows))
    return rows


def _confirm_first(row: Instalment, by: User) -> None:
    row.state, row.seen = State.CONFIRMED, fingerprint(row.application)
    row.sign(by)
    row.save(update_fields=["state", "seen", *LOOKED])
    owe(row, by=by)


def revoke_plan(application: Application, *, by: User, reason: str, gives_up_rest: bool) -> None:
    """Ends every instalment of an approval that is taken back. Raises InstalmentRefused once money of one has
    left, PaymentRefused for one that was set off in part unless it `gives_up_rest`."""
    rows = lock_open(application)
    if any(has_left(row) for row in rows):
        raise InstalmentRefused(_("已有分期送银行或已发放，不能撤销批准；以后各期请在分期中停发。"))
    end_rows(rows, by=by, why=reason, gives_up_rest=gives_up_rest)


def lock_open(application: Application) -> list[Instalment]:
    """The instalments that are not ended, locked in their order."""
    rows = Instalment.objects.select_for_update(of=("self",)).select_related("line")
    found = list(rows.filter(application=application).exclude(state=State.ENDED).order_by("number"))
    for row in found:
        row.application = application
    return found


def end_rows(rows: Sequence[Instalment], *, by: User, why: str, gives_up_rest: bool = True) -> int:
    """Ends those of these locked instalments whose money has not left, with what is left of one that was set
    off in part; returns how many."""
    ending = [row for row in rows if not has_left(row)]
    for row in ending:
        let_go(row, by=by, reason=why, gives_up_rest=gives_up_rest)
        row.state, row.why = State.ENDED, why[:300]
        row.sign(by)
        row.save(update_fields=["state", "why", *LOOKED])
        audit.record("instalment.end", target=row, by=by)
    return len(ending)
