"""The demo's files that were filed elsewhere before: one list taken over, one that waits for the county."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from cases.archives.models import Household
from cases.intakes import services
from cases.intakes.models import Intake
from cases.intakes.selectors.lists import list_open_rows, list_samples
from cases.rosters import services as rosters
from cases.rosters.rules.layout import label_of
from cases.rosters.services.stages import FiledElsewhere
from cases.rosters.tasks import check_file, import_at_once
from hardship.accounts.models import User
from hardship.demo import clock
from hardship.demo.files import scan
from hardship.demo.people import FEMALE, STREETS, SURNAMES
from hardship.kernel.columns import Column
from hardship.kernel.documents import make_id_number
from hardship.kernel.files import read_zip
from hardship.kernel.sheets import SheetHeader, write_sheet

NUMBERS = ("崇工发〔2024〕12号", "崇工发〔2025〕6号")
KEYS = (
    "former_no", "category", "name", "sex", "id_number", "marriage", "status", "health", "employer",
    "main_cause", "cause_note", "address", "phone", "monthly_income", "annual_income", "persons",
)  # fmt: skip
CAUSES = (
    ("本人大病", "尿毒症透析，自付费用高"),
    ("子女上学", "女儿上大学，学费无着"),
    ("下岗失业", "企业停产，尚未再就业"),
)
FILES = (9, 6)


def build_intakes(*, clerks: Sequence[User], reviewers: Sequence[User], today: date) -> int:
    """The first clerk's list is taken over by the two reviewers and has got some scans since; the second's
    waits. Returns how many files."""
    for place, clerk in enumerate(clerks):
        day = today - timedelta(days=(20, 2)[place])
        with clock.at(day, 9):
            intake = _hand_in(clerk, place)
        if not place:
            _accept(intake, reviewers, day)
            _send_scans(intake, clerk, day)
    return sum(FILES)


def _hand_in(clerk: User, place: int) -> Intake:
    columns = tuple(Column(key, label_of(key)) for key in KEYS)
    rows = [_row(place, number) for number in range(FILES[place])]
    content = write_sheet(columns, rows, header=SheetHeader(title="困难职工档案汇总表"))
    filed = FiledElsewhere(NUMBERS[place], date(2024 + place, 5, 10))
    roster = rosters.upload_roster(
        union=clerk.union, by=clerk, original_name="存量困难职工花名册.xlsx", content=content, filed=filed
    )
    summary = check_file(rosters.reopen_roster(roster), union=roster.union, roster=roster)
    import_at_once(roster, summary, by=clerk)
    return services.hand_in(roster_id=roster.pk, by=clerk)


def _row(place: int, number: int) -> list[Any]:
    """A household as an old workbook has it; every third says nothing of income, one name has a blank."""
    cause, note = CAUSES[number % len(CAUSES)]
    surname, given = SURNAMES[40 + 10 * place + number], FEMALE.split()[number]
    name = f"{surname}　{given}" if number == 1 else surname + given
    born, order = date(1968 + number, 3, 4 + place), 2 * (200 + 20 * place + number)
    monthly = None if number % 3 == 0 else 700 + 30 * number
    street = STREETS.split()[number % 5]
    return [
        f"XT{place + 1}{number + 1:03d}", "深度困难职工" if number % 2 else "相对困难职工", name, "女",
        make_id_number("320613", born, order), "已婚", "在岗", "一般", "南通市第二棉纺织厂", cause, note,
        f"{street}{12 + number}号", f"1381234{5600 + 40 * place + number}", monthly,
        12 * monthly if monthly else None, 1,
    ]  # fmt: skip


def _accept(intake: Intake, reviewers: Sequence[User], day: date) -> None:
    """Looked at and agreed to by the first, accepted by the second; what the job does is done at once."""
    first, second = reviewers
    with clock.at(day + timedelta(days=3), 10):
        for sample in list_samples(intake):
            services.look_at_sample(sample_id=sample.pk, verdict="agrees", by=first)
        services.take_step(intake_id=intake.pk, action="agree", by=first)
    with clock.at(day + timedelta(days=4), 15):
        made = services.take_step(intake_id=intake.pk, action="accept", by=second)
        for row in list_open_rows(made):
            services.write_row(row_id=row.pk, intake=made)
        services.finish(intake_id=made.pk)


def _send_scans(intake: Intake, clerk: User, day: date) -> None:
    """An upload of scans: most are named as they should be, two wait to be sorted by hand, one of
    them in a folder that says whose it is. Sorted at once."""
    heads = [file.head for file in Household.objects.filter(intake_row__intake=intake).order_by("pk")[:4]]
    numbers = [head.id_number.reveal() for head in heads if head]
    names = [f"{number}_身份证" for number in numbers] + [f"{numbers[0]}_户口本", f"{numbers[1]}_诊断证明"]
    names += [
        f"{numbers[0]}_承诺书",
        f"{heads[1].name if heads[1] else ''}_授权书",
        "IMG_20261115_093012",
        f"{heads[2].name if heads[2] else ''}/扫描0007",
    ]
    files = [_picture(f"{name}.jpg", place) for place, name in enumerate(names)]
    with clock.at(day + timedelta(days=10), 14):
        batch = services.upload_scans(files=files, by=clerk, signed_on=day + timedelta(days=8))
        with batch.file.open("rb") as stored:
            for place, packed in enumerate(read_zip(stored)):
                services.sort_scan(batch=batch, place=place, packed=packed)
        services.finish_batch(batch_id=batch.pk)


def _picture(name: str, shade: int) -> "ContentFile[bytes]":
    return ContentFile(scan("id_card", shade).content, name=name)
