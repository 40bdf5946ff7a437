"""What runs by night over the whole province: the draw of calls after 1,000,000 payments, and all warnings
over the files that are there; beside one plain reading of the files.

The payments are written beside the program, of the files that are there, and rolled back.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone
from measure import print_table, signed_in

from cases.alerts import services as alerts
from cases.alerts.models import Alert
from cases.callbacks import services as callbacks
from cases.callbacks.models import Callback
from hardship.accounts.models import User

PAYMENTS = 1_000_000
MOST = 60.0  # seconds for all warnings of a night
READ = """SELECT file.id, file.union_id, file.review_due_on, head.employer, head.bank_card_index
            FROM archives_household file LEFT JOIN archives_member head ON head.id = file.head_id"""
OWED = """
INSERT INTO payments_payable (
    uid, source, subject, number, purpose, category, amount, state, payee, id_number_index, bank_name,
    bank_branch, codes, commitment_id, union_id, province_id, city_id, county_id, township_id, created_at)
SELECT gen_random_uuid(), 'applications.application:' || n, 'household:' || file.id, 'B' || n, '救助', '',
       1000, 'paid', '职工', sha256(n::text::bytea), '', '', '{}', -n, file.union_id, file.province_id,
       file.city_id, file.county_id, file.township_id, now()
  FROM generate_series(1, %(many)s) n JOIN files file ON file.place = n %% (SELECT count(*) FROM files)
"""
PAID = """
INSERT INTO payments_payment (
    uid, line, state, payee, bank_name, bank_branch, bank_card, bank_card_index, amount, codes, paid_on,
    bank_serial, failure, corrected_bank_name, batch_id, payable_id, union_id, province_id, city_id,
    county_id, township_id)
SELECT gen_random_uuid(), -commitment_id, 'paid', payee, '', '', '', '', amount, '{}',
       %(today)s::date - (id %% 365)::int, '', '', '', -1, id, union_id, province_id, city_id, county_id,
       township_id
  FROM payments_payable WHERE commitment_id < 0
"""


def run(people: dict[str, User]) -> bool:
    """Prints the figures; whether the night keeps its bound."""
    today = timezone.localdate()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "CREATE TEMP TABLE files ON COMMIT DROP AS"
                " SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM archives_household"
            )
            cursor.execute("CREATE INDEX ON files (place)")
            cursor.execute(OWED, {"many": PAYMENTS})
            cursor.execute(PAID, {"today": today})
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            cursor.execute("ANALYZE payments_payment, payments_payable, archives_household")
        setter = people["nt.approver"]
        callbacks.CallbackRule.objects.create(
            union=setter.union,
            valid_from=today - timedelta(days=99),
            days=7,
            share=Decimal(10),
            set_by=setter,
        )
        drawn = _seconds(callbacks.draw)
        again, calls = _seconds(callbacks.draw), Callback.objects.count()
        first = _seconds(alerts.find_alerts)
        hits = Alert.objects.count()
        rows = [
            ("reading the files once (floor)", _seconds(lambda: _read(READ)), ""),
            ("drawing calls", drawn, f"{calls:,} of {PAYMENTS:,} payments"),
            ("drawing again", again, "nothing new"),
            ("all warnings, the first night", first, f"{hits:,}"),
            ("all warnings, the next night", _seconds(alerts.find_alerts), "nothing new"),
            ("the list of warnings", _seconds(lambda: _page(people["nt.reviewer"])), ""),
        ]
        transaction.set_rollback(True)
    print_table("A night over the whole province", "reading once", rows, "s")
    print(f"\n  All warnings took {first:.1f} s (at most {MOST:.0f})")
    return first <= MOST


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _read(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)
        cursor.fetchall()


def _page(user: User) -> None:
    assert signed_in(user).get("/alerts/").status_code == 200
