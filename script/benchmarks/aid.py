"""A workbook of 50,000 records of aid: how long its check and its import take beside reading the same cells.

`run(print_row)` calls `print_row(name, seconds, note)` for each way; the first is the floor. Run as a program
it prints them itself. Needs a database with the project's tables; what it writes is rolled back.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RECORDS, PEOPLE = 50_000, 10_000
HEADERS = ["身份证号", "姓名", "项目", "金额", "日期", "资金来源", "发放工会"]


def make_workbook() -> bytes:
    """Five records each of 10,000 people, always the same."""
    import xlsxwriter

    from hardship.kernel.documents import make_id_number

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADERS)
    for place in range(RECORDS):
        person, turn = place % PEOPLE, place // PEOPLE
        number = make_id_number("320602", date(1960, 1, 1) + timedelta(days=person // 400), person % 400)
        day = date(2019, 1, 15) + timedelta(days=365 * turn)
        values = [number, "王秀兰", "春节送温暖", 500 + turn, day.isoformat(), "中央财政", "崇川区总工会"]
        sheet.write_row(place + 1, 0, values)
    book.close()
    return out.getvalue()


def run(print_row: Callable[[str, float, str], None]) -> None:
    from django.db import transaction

    from cases.aid.resources import AidResource
    from hardship.accounts.models import Union, User
    from hardship.imports.services.reading import open_list
    from hardship.imports.services.working import PART

    content = make_workbook()
    began = time.perf_counter()
    file = open_list(content, "external-aid")
    parts = list(file.parts(AidResource.layout, PART))
    print_row("reading the cells", time.perf_counter() - began, f"{sum(len(n) for n, _rows in parts)} rows")
    with transaction.atomic():
        union = Union.objects.order_by("pk").first() or Union.objects.create(
            name="崇川区总工会", short_name="崇川", code="B1", level="county", region_code="320602"
        )
        by = User.objects.order_by("pk").first() or User.objects.create(username="bench", union=union)
        for name, dry_run in (("check (dry run)", True), ("import", False)):
            resource, began, cpu = AidResource(union=union, by=by), time.perf_counter(), time.process_time()
            new = 0
            for lines, dataset in parts:
                resource.lines = lines
                result = resource.import_data(dataset, dry_run=dry_run, use_transactions=False)
                new += result.totals["new"]
            cpu = time.process_time() - cpu
            print_row(name, time.perf_counter() - began, f"{new} new, {cpu:.1f} s of them its own")
        transaction.set_rollback(True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hardship.settings")
    import django

    django.setup()
    run(lambda name, seconds, note: print(f"{name:<24}{seconds:8.2f} s  {note}"))
