"""An agreement with an institution or a base is entered, and corrected by the union that made it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.employment.models import Partner
from cases.employment.services.refusals import EmploymentRefused, employment_write
from cases.employment.states import WRITERS, PartnerKind
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.attempts import set_changed


@dataclass(frozen=True)
class Agreement:
    """What was agreed with whom, until when."""

    kind: str
    name: str
    contract_no: str
    from_on: date
    until_on: date
    trades: str
    places: int | None = None
    address: str = ""
    contact: str = ""
    telephone: str = ""


@employment_write
def enter_agreement(*, agreement: Agreement, by: User) -> Partner:
    """Of the person's own union and all below it. Raises EmploymentRefused."""
    _require_sound(agreement, by)
    made: Partner = Partner.objects.create(
        union=by.union, made_by=by, made_for=stood_in_for(by), **vars(agreement)
    )
    audit.record("partner.enter", target=made, by=by)
    return made


@employment_write
def correct_agreement(*, partner_id: int, agreement: Agreement, by: User) -> Partner:
    """Of the own union; once a course or an opening names it, it keeps its kind, name and number. Raises as
    `enter_agreement`, Partner.DoesNotExist for one of another union."""
    _require_sound(agreement, by)
    row: Partner = workflow.lock(Partner.objects.filter(union=by.union_id), partner_id)
    if changed := set_changed(row, vars(agreement)):
        row.save(update_fields=changed)
        audit.record("partner.correct", target=row, by=by, fields=sorted(changed))
    return row


def _require_sound(agreement: Agreement, by: User) -> None:
    if not by.has_role(*WRITERS):
        raise EmploymentRefused(_("合作机构和基地由经办人或审核人登记。"))
    if agreement.until_on < agreement.from_on:
        raise EmploymentRefused(_("协议期止不能早于协议期起。"), "until_on")
    if (agreement.kind == PartnerKind.BASE) != (agreement.places is not None):
        raise EmploymentRefused(_("再就业基地要填安置岗位，培训机构不填。"), "places")
