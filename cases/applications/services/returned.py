"""What came back is put right where it was asked for: all else stays as it was submitted."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationEvidence
from cases.applications.rules import offer_of
from cases.applications.selectors.entitling import NEED, Asked, basis_of, grant
from cases.applications.selectors.returned import RECEIVED_FIELDS, name_part, open_parts
from cases.applications.services.refusals import ApplicationRefused
from cases.applications.states import GOODS, PAPER, RECEIVED

CLOSED = "_closed"
FIELDS = {RECEIVED: "channel"}  # where the form says what is refused of a part


def note_closed(application: Application) -> None:
    """Keeps, of one that somebody begins to write on, what the parts say that did not come back."""
    opened = open_parts(application)
    says = {} if opened is None else dict(_says(application))
    application.__dict__[CLOSED] = (opened, says)


def refuse_closed(application: Application) -> None:
    """Raises ApplicationRefused when a part was changed that the reviewer did not send back."""
    opened, was = application.__dict__[CLOSED]
    if opened is None:
        return
    now = dict(_says(application))
    for part in [*now, *(part for part in was if part not in now)]:
        if part not in opened and was.get(part) != now.get(part):
            said = _("“%(label)s”不在这次退回补正的范围内，不能改。确实要改的，请审核人退回时写上这一栏。")
            field = "evidence" if part.startswith(PAPER) else FIELDS.get(part, part)
            raise ApplicationRefused(said % {"label": name_part(part)}, field=field)


def kept_amount(application: Application, amount: Decimal | None) -> Decimal | None:
    """The amount to be asked for: as typed where it is open. Where it is not it follows the programme: all of
    what is allowed now if all was asked for, or if what was asked for is no longer within it. Raises
    ApplicationRefused for another one."""
    opened, _was = application.__dict__[CLOSED]
    if opened is None or "amount" in opened or application.programme.is_service:
        return amount
    if amount is not None and amount != application.amount:
        raise ApplicationRefused(_("“申请金额”不在这次退回补正的范围内，不能改。"), field="amount")
    if application.amount is None or application.amount == application.entitled:
        return None
    asked = Asked(application.facts, application.member, None)
    found = offer_of(grant(basis_of(application), application.programme, asked))
    is_within = found.limit is not None and (found.at_least or 0) <= application.amount <= found.limit
    return application.amount if is_within else None


def _says(application: Application) -> Iterator[tuple[str, Any]]:
    """Each part with what it says; the amount is looked after by kept_amount."""
    yield "member", application.member_id
    yield "reason", application.reason
    yield "is_urgent", application.is_urgent
    yield RECEIVED, [getattr(application, name) for name in RECEIVED_FIELDS]
    yield GOODS, [(row["name"], row["quantity"]) for row in application.goods]
    yield from NEED.read(application.facts).items()
    attached: dict[str, list[int]] = {}
    links = ApplicationEvidence.objects.filter(application=application, evidence__removed_at__isnull=True)
    for kind, key in links.order_by("evidence").values_list("evidence__kind", "evidence"):
        attached.setdefault(PAPER + kind, []).append(key)
    yield from attached.items()
