"""The books as another program reads them, and as plain SQL counts them."""

import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from django.db import connection

from funds.ledgers.selectors.beancount import beancount

ROOT = Path(__file__).resolve().parents[3]
RECOUNT = (ROOT / "script/lib/recount.sql").read_text()
BALANCE = re.compile(
    r"^\d{4}-\d\d-\d\d balance \w+:U(\w+):F(\d+)-[^:]+:L(\d+)-[^:]+:(\w+)-\S+ +(-?[\d.]+) ", re.M
)


def assert_bean_agrees(unions):
    """bean-check accepts the export of these unions, and its last assertion of every account is what SQL
    counts from the postings and what is stored, to the cent."""
    text = "\n".join(beancount(unions=unions)) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "books.beancount")
        path.write_text(text, encoding="utf-8")
        tool = Path(sys.executable).with_name("bean-check")
        result = subprocess.run([tool, path], capture_output=True, text=True, check=False)
        assert (result.returncode, result.stderr) == (0, "")
    last = {
        (code, int(fund), int(line), bucket.lower()): Decimal(yuan)
        for code, fund, line, bucket, yuan in BALANCE.findall(text)
    }
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        rows = cursor.fetchall()
    codes = set(unions.values_list("code", flat=True))
    counted = {(code, fund, line, bucket.replace("_", "")): (yuan, stored)
               for code, fund, line, _year, bucket, yuan, stored in rows if code in codes}  # fmt: skip
    assert all(yuan == stored for yuan, stored in counted.values())
    assert {key: yuan for key, (yuan, _stored) in counted.items() if yuan} == {
        key: yuan for key, yuan in last.items() if yuan
    }
