"""An instalment takes hold of its money, is owed, and gives it back."""

import uuid
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.selectors.payees import get_payee
from cases.archives.rules.subjects import subject_of
from cases.giving.models import Instalment
from cases.giving.selectors.plans import get_held, list_draws
from cases.giving.services.refusals import InstalmentRefused
from funds.ledgers import services as ledger
from funds.ledgers.services import CapClaim, Draw, Whom
from funds.payments.services import Owed, create_payable, void_payables
from hardship.accounts.models import User


def hold(row: Instalment, *, by: User, caps: Sequence[CapClaim], whom: Whom | None) -> None:
    """Holds the money of an instalment on its lines and counts it against the caps; not saved. Of a cap that
    counts times the first instalment takes one, for all of them; `whom` the caps of a fund's document count.
    Raises what the ledger refuses."""
    application = row.application
    row.holds += 1
    ledger.commit_on(
        draws=[Draw(line.pk, line.use_id, yuan) for line, yuan in list_draws(row)],
        source=row.source,
        by=by,
        key=uuid.uuid5(row.uid, f"hold:{row.holds}"),
        on=timezone.localdate(),
        caps=[cap for cap in caps if row.number == 1 or not cap.is_times],
        whom=whom,
        memo=f"{application.number} {application.programme.name} {row}",
    )


def owe(row: Instalment, *, by: User) -> None:
    """The payable of an instalment that may be paid, over what it holds."""
    commitment, application = get_held(row), row.application
    if commitment is None:
        raise InstalmentRefused(_("这一期没有占用资金，请刷新页面后再办理。"))
    owed = Owed(
        source=row.source,
        number=application.number or "",
        purpose=f"{application.programme.name[:40]}（{row}）",
        subject=subject_of(application.household_id),
        category=str(application.get_category_display()),
    )
    create_payable(
        union=application.union, owed=owed, commitment=commitment, payee=get_payee(application.household),
        by=by, amount=row.amount,
    )  # fmt: skip


def let_go(row: Instalment, *, by: User, reason: str, gives_up_rest: bool = False) -> None:
    """Voids what is owed and releases what is held, off the caps too. Raises PaymentRefused for money that
    is at the bank, and for what was set off in part unless it `gives_up_rest`."""
    void_payables(source=row.source, by=by, gives_up_rest=gives_up_rest)
    held = get_held(row)
    if held is not None:
        ledger.release(
            commitment_id=held.pk,
            by=by,
            key=uuid.uuid5(row.uid, f"release:{row.holds}"),
            on=timezone.localdate(),
            reason=reason[:200],
        )
