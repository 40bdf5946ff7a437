"""django-hordak's half of `beside_hordak.py`: run by the Python of an environment that holds it, prints JSON.

    hordak_side.py HOST PORT USER PASSWORD DATABASE POSTINGS LINES… SEEDED

The database is there, empty, and dropped by whoever made it.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings

HOST, PORT, USER, PASSWORD, NAME = sys.argv[1:6]
COUNT, *LINES, SEEDED = map(int, sys.argv[6:])
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **{"HOST": HOST, "PORT": PORT, "USER": USER, "PASSWORD": PASSWORD, "NAME": NAME},
        }
    },
    DEFAULT_CURRENCY="CNY",
    CURRENCIES=("CNY",),
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from hordak.models import Account, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

SEED = """
    SET session_replication_role = replica;
    INSERT INTO hordak_transaction (uuid, timestamp, date, description)
    SELECT gen_random_uuid(), now(), '2026-03-05', '' FROM generate_series(1, %(each)s);
    INSERT INTO hordak_leg (uuid, account_id, transaction_id, debit, credit, currency, description)
    SELECT gen_random_uuid(), side.account, t.id, side.debit, side.credit, 'CNY', ''
    FROM (SELECT id FROM hordak_transaction ORDER BY id DESC LIMIT %(each)s) t
    CROSS JOIN (
        VALUES (%(giver)s, NULL, 10::numeric), (%(taker)s, 10::numeric, NULL)
    ) side (account, debit, credit);
    SET session_replication_role = DEFAULT;
"""


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def one_by_one(giver: Account, taker: Account) -> None:
    for _number in range(COUNT):
        with transaction.atomic():
            giver.transfer_to(taker, Money(10, "CNY"))


def in_one_go(giver: Account, taker: Account) -> None:
    with transaction.atomic():
        rows = Transaction.objects.bulk_create([Transaction() for _number in range(COUNT)])
        Leg.objects.bulk_create([leg for row in rows for leg in legs(row, giver, taker)], batch_size=5000)


def legs(row: Transaction, giver: Account, taker: Account) -> list[Leg]:
    amount = Money(10, "CNY")
    return [
        Leg(transaction=row, account=giver, credit=amount),
        Leg(transaction=row, account=taker, debit=amount),
    ]


def one_journal(giver: Account, taker: Account, lines: int) -> None:
    with transaction.atomic():
        row = Transaction.objects.create()
        Leg.objects.bulk_create([leg for _pair in range(lines // 2) for leg in legs(row, giver, taker)])


def main() -> None:
    call_command("migrate", verbosity=0)
    giver = Account.objects.create(name="grant", code="1", type="IN", currencies=["CNY"])
    taker = Account.objects.create(name="bank", code="2", type="AS", currencies=["CNY"])
    found = {
        "one by one": timed(lambda: one_by_one(giver, taker)),
        "in one go": timed(lambda: in_one_go(giver, taker)),
        **{
            f"journal of {lines}": timed(lambda lines=lines: one_journal(giver, taker, lines))
            for lines in LINES
        },
    }
    with connection.cursor() as cursor:
        cursor.execute(SEED, {"each": SEEDED // 2, "giver": giver.pk, "taker": taker.pk})
        cursor.execute("ANALYZE")
    found["one balance"] = timed(giver.get_simple_balance)
    found["every balance"] = timed(lambda: list(Account.objects.with_balances()))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
