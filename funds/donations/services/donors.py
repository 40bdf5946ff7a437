"""捐赠人 are written down once: whoever has a number is found by it, a company without one by its name."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.donations.models import Donor
from funds.donations.selectors import find_donor
from funds.donations.services.refusals import DonationRefused, require_finance
from funds.donations.states import DonorKind
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.kernel.fields import Secret, blind_index

ONCE = "donor_once"


@dataclass(frozen=True)
class DonorTold:
    """What a donor says of themselves; `consent_on` is the day on which they agreed to be published."""

    kind: str
    name: str
    number: str | Secret = ""
    phone: str | Secret = ""
    consent_on: date | None = None


@transaction.atomic
def find_or_make_donor(*, told: DonorTold, by: User) -> Donor:
    """The donor of the person's own union with this number, or else this company; a new one if there is none.

    What is told of who is on record already changes nothing there but a consent that was not given yet.
    Raises DonationRefused where the number is on record under another name."""
    require_finance(by)
    found = find_donor(union=by.union, number=told.number) or _find_company(told, by)
    if found is None:
        return _make(told, by)
    if (found.kind, found.name) != (told.kind, told.name):
        raise DonationRefused(
            _("这个证件号码已登记为“%(name)s”（%(kind)s），请核对号码和名称。")
            % {"name": found.name, "kind": found.get_kind_display()},
            "number",
        )
    if told.consent_on and not found.publishes:
        _write(found, DonorTold(found.kind, found.name, found.number, found.phone, told.consent_on), by)
    return found


@transaction.atomic
def change_donor(*, donor_id: int, told: DonorTold, by: User) -> Donor:
    """Corrects a donor; without `consent_on` nobody is published by name, also of what was given before.

    Raises DonationRefused for a number that somebody else has."""
    require_finance(by)
    donor: Donor = workflow.lock(Donor.objects.filter(union=by.union), donor_id)
    other = find_donor(union=by.union, number=told.number)
    if other is not None and other.pk != donor.pk:
        raise _taken(other)
    return _write(donor, told, by)


def _find_company(told: DonorTold, by: User) -> Donor | None:
    """A company goes by its name while nobody told its code; people of one name are different people."""
    if told.kind != DonorKind.COMPANY or told.number:
        return None
    rows = Donor.objects.filter(union=by.union, kind=told.kind, name=told.name)
    return rows.order_by("pk").first()


def _make(told: DonorTold, by: User) -> Donor:
    donor = Donor(union=by.union, created_by=by)
    return _save(donor, told, "donor.register", by)


def _write(donor: Donor, told: DonorTold, by: User) -> Donor:
    donor.changed_at, donor.changed_by = timezone.now(), by
    return _save(donor, told, "donor.change", by)


def _save(donor: Donor, told: DonorTold, action: str, by: User) -> Donor:
    donor.kind, donor.name = told.kind, told.name
    donor.number, donor.phone = told.number or None, told.phone or None
    donor.number_index = blind_index(told.number, "document") if told.number else None
    donor.publishes, donor.consent_on = told.consent_on is not None, told.consent_on
    try:
        with transaction.atomic():
            donor.save()
    except IntegrityError as error:
        if broken(error) != ONCE:
            raise
        raise DonationRefused(_("同一号码的捐赠人刚刚由别人登记，请重新打开再办。"), "number") from error
    audit.record(action, target=donor, by=by, publishes=donor.publishes)
    return donor


def _taken(other: Donor) -> DonationRefused:
    return DonationRefused(_("这个证件号码已登记为“%(name)s”，请核对。") % {"name": other.name}, "number")
