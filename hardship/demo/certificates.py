"""The demo's certificates: one in use, one lost, one that runs out, one renewed."""

from datetime import date, timedelta
from decimal import Decimal

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.certificates import services
from hardship.accounts.models import Union, User
from hardship.demo import clock


def build_certificates(*, union: Union, clerk: User, today: date) -> int:
    """Returns how many families hold one."""
    rows = Household.objects.filter(union=union, state__in=IN_FORCE_STATES).select_related("head")
    homes = [one for one in rows.order_by("pk")[:4] if one.head is not None]
    made = []
    for place, household in enumerate(homes):
        start = today - timedelta(days=30 + 90 * place)
        with clock.at(start, 9):
            card = services.Card(
                "benefit", f"YD-{start.year}-{place + 1:04}", start, start + timedelta(days=320)
            )
            assert household.head is not None  # noqa: S101 (homes)
            made.append(services.issue(household_id=household.pk, holder=household.head, card=card, by=clerk))
    first, second, third, *_rest = made
    for days, kind, giver, worth in (
        (20, "utilities", "市自来水公司", "58.60"),
        (9, "school", "启秀中学", "650"),
    ):
        on = today - timedelta(days=days)
        with clock.at(on, 15):
            services.use(
                certificate_id=first.pk, on=on, kind=kind, giver=giver, worth=Decimal(worth), by=clerk
            )
    services.take_step(certificate_id=second.pk, action="lose", by=clerk, comment="家人来电，证件遗失")
    services.renew(
        certificate_id=third.pk, number=f"YD-{today.year}-0009", from_on=today,
        until_on=today + timedelta(days=365), by=clerk,
    )  # fmt: skip
    return len(made)
