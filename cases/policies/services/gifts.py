"""慰问限额 of a region, from a day on."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from cases.policies.models import GiftCap
from cases.policies.services.editing import PolicyRefused, require_region
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.locks import hold


@transaction.atomic
def add_gift_cap(
    *,
    region_code: str,
    region: str,
    each: Decimal,
    yearly: Decimal,
    starts_on: date,
    by: User,
    document: str = "",
) -> GiftCap:
    """Caps of gifts (yuan each time, yuan a year for one person) from a day on; those in force until then end
    there. Raises PolicyRefused outside the person's region, for a year that allows less than one gift, and
    where they would overlap."""
    require_region(by, region_code)
    if yearly < each:
        raise PolicyRefused(_("每年的限额不能少于每次的。"), "yearly")
    hold(f"gift cap {region_code}")
    for row in GiftCap.objects.filter(region_code=region_code, effective__overlap=DateRange(starts_on, None)):
        if row.effective.upper is not None or row.effective_from >= starts_on:
            told = {"region": row.region, "day": row.effective_from.isoformat()}
            raise PolicyRefused(
                _("%(region)s已有 %(day)s 起执行的限额，新限额应晚于它。") % told, "starts_on"
            )
        row.effective = DateRange(row.effective_from, starts_on)
        row.save(update_fields=["effective"])
    made = GiftCap.objects.create(
        region_code=region_code, region=region, each=each, yearly=yearly, document=document,
        effective=DateRange(starts_on, None),
    )  # fmt: skip
    audit.record(
        "policies.add_gift_cap", target=made, by=by, region=region_code, each=f"{each:.2f}",
        yearly=f"{yearly:.2f}", starts_on=starts_on.isoformat(),
    )  # fmt: skip
    return made
