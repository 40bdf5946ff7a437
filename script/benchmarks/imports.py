"""A roster of 20,000 households: how long its check and its confirm take beside reading the same cells.

`run(print_row)` calls `print_row(name, seconds, note)` for each way; the first is the floor. Run as a program
it prints them itself. Needs a database with the project's tables; writes nothing into it.
"""

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSEHOLDS = 20_000
TWINS = 200  # households whose head stands in an earlier row as well
WORDS = {
    "category": ("深度困难职工", "相对困难职工", "意外致困职工", "低保边缘户"),
    "health": ("良好", "残疾", "恶性肿瘤", "糖尿病", "一般疾病"),
    "status": ("在岗", "下(待)岗", "失(无)业", "退休", "内退"),
    "housing_type": ("自建房", "商品房", "租房", "政府廉租房"),
    "employer_kind": ("国有企业", "集体企业", "民营/私营/个体企业"),
    "main_cause": ("患重特大疾病", "子女上学", "下岗失业", "无劳动能力"),
}
ALWAYS = {
    "ethnicity": "汉族", "politics": "群众", "model_worker": "非劳模", "floor_area": 60, "postcode": "226001",
    "industry": "制造业", "marriage": "已婚", "registration": "非农业", "address": "南通市学田街道 93 号",
    "employer": "南通第二纺织厂", "employer_state": "正常", "is_single_parent": "否", "insurance": "是",
    "registered_at": "江苏省南通市", "has_self_help": "否", "is_zero_employment": "否",
    "bank_name": "中国农业银行", "bank_branch": "南通崇川支行",
    "bank_card": "6228482052032513466", "filed_by_name": "季经办",
    "reviewed_by_name": "陆审核", "entered_by_name": "季经办", "filed_on": date(2025, 12, 6),
    "working_since": date(2010, 6, 28),
}  # fmt: skip
NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "小建国秀英明红军平丽强伟芳霞"


def rows() -> Iterator[dict[str, Any]]:
    """Households with three members each, always the same; the last ones repeat the first."""
    chance, born = random.Random(20_000), date(1960, 1, 1)
    for place in range(HOUSEHOLDS):
        number = place % (HOUSEHOLDS - TWINS)
        day = born + timedelta(days=number // 500)
        yield {
            **ALWAYS,
            **{key: chance.choice(words) for key, words in WORDS.items()},
            **_person(chance, day, number % 500, "", name_only=False),
            "former_no": f"N{number:06d}",
            "phone": f"138{number:08d}",
            "monthly_income": 1200,
            "annual_income": 14400,
            "persons": 4,
            "monthly_per_capita": 300,
            **_family(chance, number),
        }


def _family(chance: random.Random, number: int) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for place in (1, 2, 3):
        day = date(1970 + 10 * place, 1, 1) + timedelta(days=number // 500)
        cells |= _person(chance, day, number % 500, f"member{place}.", name_only=True)
        cells |= {f"member{place}.relation": "其他", f"member{place}.health": "良好"}
        cells |= {f"member{place}.status": "小学", f"member{place}.monthly_income": 0}
    return cells


def _person(
    chance: random.Random, born: date, number: int, prefix: str, *, name_only: bool
) -> dict[str, Any]:
    from hardship.kernel.documents import make_id_number

    name = chance.choice(NAMES[0]) + chance.choice(NAMES[1]) + chance.choice(NAMES[1])
    cells = {
        "name": name,
        "id_number": make_id_number("210402", born, number),  # a region that the pages' data leave free
        "sex": "男" if number % 2 else "女",
    }
    if not name_only:
        cells["birth_on"] = born
    return {prefix + key: value for key, value in cells.items()}


def workbook() -> bytes:
    """The roster as an .xlsx in the national layout."""
    from xlsxwriter import Workbook

    from cases.rosters.rules.layout import label_of, layout_keys

    out, keys = BytesIO(), layout_keys()
    book = Workbook(out, {"constant_memory": True})
    sheet, day = book.add_worksheet("档案汇总"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(2, 0, [label_of(key) for key in keys])
    for number, row in enumerate(rows(), start=3):
        for place, key in enumerate(keys):
            value = row.get(key)
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            elif value is not None:
                sheet.write(number, place, value)
    book.close()
    return out.getvalue()


def _union() -> Any:
    from hardship.accounts.models import Union
    from hardship.accounts.states import Level

    union = Union.objects.filter(level=Level.GRASSROOTS, closed_on=None).order_by("-pk").first()
    assert union is not None, "the database holds no union"
    return union


def _alone(content: bytes) -> None:
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def _read(content: bytes) -> None:
    from hardship.kernel.sheets import read_sheet

    read_sheet(content)


def _checked(content: bytes) -> None:
    from cases.rosters.services import open_roster
    from cases.rosters.tasks import check_file

    summary = check_file(open_roster(content), union=_union())
    assert summary.households == HOUSEHOLDS, summary.households
    assert summary.rejected == TWINS, summary.issues[:3]


def _confirmed(content: bytes) -> None:
    """Everything into files, in chunks as a job does, and then taken back: nothing stays."""
    from django.db import transaction

    from cases.rosters import services as imports
    from cases.rosters.tasks import Alone, check_file, import_file

    union = _union()
    with transaction.atomic():
        roster = imports.upload_roster(union=union, by=None, original_name="a.xlsx", content=content)
        imports.start_without_job(roster_id=roster.pk, action="check")
        summary = check_file(imports.reopen_roster(roster), union=union, roster=roster)
        imports.record_check(roster_id=roster.pk, summary=summary, by=None)
        del summary
        imports.start_without_job(roster_id=roster.pk, action="import")
        roster.refresh_from_db()
        started = time.perf_counter()
        made = import_file(roster, by=None, progress=Alone())
        _confirmed.taken = time.perf_counter() - started  # type: ignore[attr-defined]
        assert made == HOUSEHOLDS - TWINS, made
        roster.file.delete(save=False)
        transaction.set_rollback(True)


WAYS: tuple[tuple[str, Callable[[bytes], None]], ...] = (
    ("calamine alone (floor)", _alone),
    ("the hardened reader", _read),
    ("read, cleaned and checked against the files", _checked),
    ("confirmed: files made of the good ones", _confirmed),
)


def _in_child(action: Callable[[bytes], Any], content: bytes) -> tuple[float, float, float]:
    """Seconds, those of the processor, and peak memory in MB, of a process that has done nothing else."""
    import multiprocessing

    from django.db import connection

    def work(channel: Any) -> None:
        connection.close()
        started = time.perf_counter()
        action(content)
        taken = getattr(action, "taken", time.perf_counter() - started)
        used = resource.getrusage(resource.RUSAGE_SELF)
        channel.send((taken, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
        connection.close()
        os._exit(0)

    here, there = multiprocessing.Pipe(duplex=False)
    connection.close()
    child = multiprocessing.get_context("fork").Process(target=work, args=(there,))
    child.start()
    there.close()
    measured: tuple[float, float, float] = here.recv()
    child.join()
    return measured


def run(print_row: Callable[[str, float, str], None]) -> None:
    """Reading with calamine alone, our hardened reader, our reader and every check, and the confirm."""
    with tempfile.TemporaryDirectory() as folder:
        # made in a process of its own: what that takes is not counted below
        path = Path(folder) / "roster.xlsx"
        _in_child(lambda _content: path.write_bytes(workbook()), b"")
        content = path.read_bytes()
    for name, action in WAYS:
        taken, used, memory = _in_child(action, content)
        print_row(
            name, taken, f"{HOUSEHOLDS:,} households, {TWINS:,} twice; CPU {used:.1f} s, {memory:.0f} MB"
        )


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hardship.settings")
    import django

    django.setup()
    run(lambda name, seconds, note: print(f"  {name:<46}{seconds:>8.1f} s   {note}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
