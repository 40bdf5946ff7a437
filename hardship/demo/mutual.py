"""The demo's mutual aid: a period of a county, people of one union, claims in every state."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.mutual import services
from cases.mutual.models import MutualEnrolment
from cases.mutual.rules import read_bands
from hardship.accounts.models import Union, User
from hardship.demo import clock

BANDS = "5000 45%\n10000 50%\n20000 55%\n30000 60%\n以上 70%"
PEOPLE = 5
COSTS = (Decimal(8600), Decimal("23450.50"), Decimal(3200), Decimal(64000))


def build_mutual(*, union: Union, clerk: User, reviewer: User, today: date) -> int:
    """Returns how many people were enrolled; one claim is paid, one to be paid, one refused, one waits."""
    start = today - timedelta(days=200)
    with clock.at(start, 9):
        terms = services.Terms(
            "住院医疗互助", 3, Decimal(50), start, start + timedelta(days=364), start + timedelta(days=454),
            read_bands(BANDS), Decimal(50000), f"崇工发〔{start.year}〕21 号",
        )  # fmt: skip
        period = services.open_period(terms=terms, by=reviewer)
    rows = Household.objects.filter(union=union, state__in=IN_FORCE_STATES).select_related("head")
    people = []
    for household in rows.order_by("pk")[:PEOPLE]:
        head = household.head
        if head is None or not head.id_number:
            continue
        entrant = services.Entrant(head.name, head.id_number.reveal(), head.employer, start)
        with clock.at(start, 11):
            people.append(services.enrol(period_id=period.pk, entrant=entrant, by=clerk))
    _claims(people, clerk, reviewer, today)
    return len(people)


def _claims(people: Sequence[MutualEnrolment], clerk: User, reviewer: User, today: date) -> None:
    ends = ("pay", "check", "refuse", "")
    for place, (row, cost, end) in enumerate(zip(people, COSTS, ends, strict=False)):
        treated_on = today - timedelta(days=40 - 7 * place)
        with clock.at(treated_on + timedelta(days=3), 10):
            made = services.claim(
                enrolment_id=row.pk,
                hospital="市第一人民医院",
                treated_on=treated_on,
                self_paid=cost,
                by=clerk,
            )
        for action in {"pay": ("check", "pay"), "": ()}.get(end, (end,)):
            by = clerk if action == "pay" else reviewer
            with clock.at(treated_on + timedelta(days=5), 15):
                services.take_step(
                    claim_id=made.pk, action=action, by=by, comment="门诊费用，不在住院互助范围",
                    payer="市职工互助保障会", paid_on=treated_on + timedelta(days=5),
                )  # fmt: skip
