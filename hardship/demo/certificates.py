"""The demo's certificates: one in use, one lost, one that runs out, one renewed."""

from datetime import date, timedelta
from decimal import Decimal

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.certificates import services
from cases.certificates.models import Certificate
from hardship.accounts.models import Union, User
from hardship.demo import clock


def build_certificates(*, union: Union, clerk: User, today: date) -> int:
    """Returns how many families hold one."""
    rows = Household.objects.filter(union=union, state__in=IN_FORCE_STATES).select_related("head")
    made = []
    for place, household in enumerate(rows.order_by("pk")[:4]):
        start = max(household.filed_on or today, today - timedelta(days=30 + 90 * place))
        until_on = start + timedelta(days=320)
        if household.head is not None:
            card = services.Card("benefit", f"YD-{start.year}-{place + 1:04}", start, until_on)
            with clock.at(start, 9):
                made.append(
                    services.issue(household_id=household.pk, holder=household.head, card=card, by=clerk)
                )
    for row in made[:1]:
        _use(row, clerk, today)
    for row in made[1:2]:
        services.take_step(certificate_id=row.pk, action="lose", by=clerk, comment="家人来电，证件遗失")
    for row in made[2:3]:
        services.renew(
            certificate_id=row.pk, number=f"YD-{today.year}-0009", from_on=today,
            until_on=today + timedelta(days=365), by=clerk,
        )  # fmt: skip
    return len(made)


def _use(row: Certificate, clerk: User, today: date) -> None:
    used = ((20, "utilities", "市自来水公司", "58.60"), (9, "school", "启秀中学", "650"))
    for days, kind, giver, worth in used:
        on = max(row.from_on, today - timedelta(days=days))
        with clock.at(on, 15):
            services.use(certificate_id=row.pk, on=on, kind=kind, giver=giver, worth=Decimal(worth), by=clerk)
