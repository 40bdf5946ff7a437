"""A period of the city with somebody of the cast's union who is covered by it since its first day."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from cases.mutual import services
from cases.mutual.rules import read_bands
from hardship.accounts.states import Role
from tests.factories import UserFactory, id_number
from tests.worlds import world


def today():
    return timezone.localdate()


def terms(**more):
    told = {
        "product": "住院医疗互助", "number": 3, "fee": Decimal(50), "from_on": today() - timedelta(days=100),
        "until_on": today() + timedelta(days=265), "claims_until": today() + timedelta(days=300),
        "bands": read_bands("5000 45%\n以上 50%"), "cap": Decimal(4000),
        "document": "通工发〔2026〕5号", **more,
    }  # fmt: skip
    return services.Terms(**told)


def entrant(**more):
    told = {"name": "顾永兴", "id_number": id_number(), "employer": "第一棉纺厂",
            "paid_on": today() - timedelta(days=90), **more}  # fmt: skip
    return services.Entrant(**told)


def claim(row, by, self_paid="1000", **more):
    told = {"hospital": "市一院", "treated_on": today() - timedelta(days=3), **more}
    return services.claim(enrolment_id=row.pk, self_paid=Decimal(self_paid), by=by, **told)


@world
def period(cast):
    return services.open_period(terms=terms(), by=UserFactory(union=cast.city, role=Role.CLERK))


@world
def covered(cast, period):
    return services.enrol(period_id=period.pk, entrant=entrant(), by=cast.clerk)
