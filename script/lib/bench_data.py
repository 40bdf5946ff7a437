"""Many filed households for the measurements, the same ones each time, written in bulk."""

import itertools
import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from cases.archives.models import Household, IncomeItem, Member
from cases.archives.services import people as person
from cases.archives.states import WORKER_STATUSES, Category, Cause, IncomeKind, Relation, State, WorkerType
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level
from hardship.desk.management.demo.places import build_accounts, build_unions
from hardship.kernel.documents import make_id_number

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
)
GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚桂英华玉兰红建国志文春梅海燕小雨晨光"
CHUNK = 2000
# One union with a single file, one with fifty: a list must ask the database equally often for both.
SMALL = {"321003006": 1, "321003005": 50}


def load(count: int) -> dict[str, User]:
    """The people of the demo tree and `count` filed households below them. Exits on other data."""
    present = Household.objects.count()
    if present == 0:
        with transaction.atomic():
            people = build_accounts(build_unions())
            _write_all(count, people["xt.clerk"])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return people
    if present != count:
        raise SystemExit(f"{present} households are there instead of {count}: remove .data/bench first.")
    return {user.username: user for user in User.objects.select_related("union")}


def _write_all(count: int, clerk: User) -> None:
    chance = random.Random(20260321)
    unions = list(Union.objects.filter(level=Level.GRASSROOTS).order_by("code"))
    places = itertools.chain.from_iterable(
        [union] * SMALL[union.code] for union in unions if union.code in SMALL
    )
    crowd = itertools.cycle([union for union in unions if union.code not in SMALL])
    homes = list(itertools.islice(itertools.chain(places, crowd), count))
    for start in range(0, count, CHUNK):
        _write_chunk(homes[start : start + CHUNK], start, clerk, chance)
    heads = Member.objects.filter(relation=Relation.HEAD)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Household._meta.db_table} h SET head_id = m.id FROM {Member._meta.db_table} m "
            "WHERE m.household_id = h.id AND m.relation = %s",
            [Relation.HEAD],
        )
    assert heads.count() == count


def _write_chunk(unions: list[Union], start: int, clerk: User, chance: random.Random) -> None:
    households = Household.objects.bulk_create(
        _household(union, start + offset, clerk, chance) for offset, union in enumerate(unions)
    )
    members = [
        _member(household, position, start + offset, chance)
        for offset, household in enumerate(households)
        for position in range(chance.randint(1, 4))
    ]
    Member.objects.bulk_create(members)
    IncomeItem.objects.bulk_create(
        IncomeItem(
            household=household,
            kind=chance.choice(IncomeKind.values),
            annual_amount=Decimal(chance.randint(3000, 60000)),
        )
        for household in households
    )


def _household(union: Union, number: int, clerk: User, chance: random.Random) -> Household:
    filed_on = date(2024, 1, 1) + timedelta(days=chance.randint(0, 1000))
    moment = datetime.combine(filed_on, time(10), tzinfo=timezone.get_current_timezone())
    return Household(
        union=union,
        state=State.FILED,
        file_no=f"{union.code}-{filed_on.year}-{number:06d}",
        file_year=filed_on.year,
        file_seq=number + 1,
        category=chance.choice(Category.values),
        main_cause=chance.choice(Cause.values),
        worker_type=chance.choice(WorkerType.values),
        members_reviewed=True,
        money_reviewed=True,
        is_on_dibao=chance.random() < 0.3,
        created_by=clerk,
        updated_by=clerk,
        updated_at=moment,
        filed_at=moment,
        filed_by=clerk,
        filed_on=filed_on,
    )


def _member(household: Household, position: int, number: int, chance: random.Random) -> Member:
    born = date(1950 + position * 5, 1, 1) + timedelta(days=number % 12000)
    member = Member(
        household=household,
        position=position,
        relation=Relation.HEAD if position == 0 else chance.choice(Relation.values[1:]),
        status=chance.choice(WORKER_STATUSES) if position == 0 else "",
    )
    person.set_name(member, chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2))))
    # No two people share birth date and sequence, whatever their place in the household.
    sequence = (number // 12000 * 4 + position) % 1000
    number_of_id = make_id_number("320602", born, sequence)
    person.set_id_number(member, number_of_id, birth_on=born, sex="male" if sequence % 2 else "female")
    person.set_phone(member, f"139{number % 10**8:08d}")
    return member
