"""A decision on 500 applications at once, each of a file of its own, beside 500 states written one by one
that nobody asks about, and beside the same decision taken one after the other.

The applications are written beside the program, of files that are there; everything is rolled back.
"""

import time
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone
from measure import print_table

from cases.applications.models import Application, ContactStep
from cases.applications.selectors import content_hash
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.services import take_many, take_step
from cases.archives.models import Household
from cases.archives.states import State as FileState
from cases.policies.models import Programme
from cases.policies.selectors import list_programmes
from cases.policies.services import load_default_policy
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.ledgers.states import Source
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel.together import together

MANY, ONE_BY_ONE = 500, 50
MOST = 5.0  # seconds
AMOUNT = Decimal(500)


def run(people: dict[str, User]) -> bool:
    """Prints the figures; whether the decision on many keeps its bound."""
    approver, clerk = people["nt.approver"], people["xt.clerk"]
    with transaction.atomic():
        line = _line(people["nt.finance"])
        rows = _wait_for(approver, clerk, MANY + ONE_BY_ONE)
        many, others = rows[:MANY], rows[MANY:]
        items = [(row.pk, row.content_hash) for row in many]
        floor = _seconds(lambda: _touch(many))
        began = time.process_time()
        taken = _seconds(lambda: _decide(items, approver, line))
        ours = time.process_time() - began
        singly = _seconds(lambda: _decide_singly(others, approver, line)) * len(many) / max(len(others), 1)
        transaction.set_rollback(True)
    note = f"{taken / len(many) * 1000:.1f} ms each; {ours:.1f} s of the processor without PostgreSQL's"
    print_table(
        f"A decision on {len(many)} applications",
        "states alone",
        [
            (f"{len(many)} states written one by one (floor)", floor, ""),
            ("decided together, with money, notices and trail", taken, note),
            ("one after the other (of fewer, scaled)", singly, f"{singly / taken:.1f} times as long"),
        ],
        "s",
    )
    print(f"\n  Decided together in {taken:.1f} s (at most {MOST:.0f})")
    return taken <= MOST


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _touch(rows: Sequence[Application]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(
                "UPDATE applications_application SET version = version + 1 WHERE id = %s", [row.pk]
            )


def _decide(items: Sequence[tuple[int, str]], by: User, line: BudgetLine) -> None:
    outcome = take_many(
        items=items, action="approve", by=by, lines={line.use_id: line.pk}, comment="同意", reason="测算"
    )
    _check()
    assert len(outcome.done) == len(items), outcome.refused[:3]


def _decide_singly(rows: Sequence[Application], by: User, line: BudgetLine) -> None:
    for row in rows:
        take_step(
            application_id=row.pk, action="approve", by=by, seen_hash=row.content_hash, line_id=line.pk,
            comment="同意",
        )  # fmt: skip
    _check()


def _check() -> None:
    """What is checked when a transaction ends is part of it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _line(finance: User) -> BudgetLine:
    today, total = timezone.localdate(), AMOUNT * (MANY + ONE_BY_ONE)
    fund = ledger.create_fund(
        union=finance.union, name="批量审批测速", source=Source.FISCAL, document_no=f"测〔{today.year}〕1号",
        document_on=today, total=total, uses=("living",), by=finance,
    )  # fmt: skip
    line = ledger.open_line(fund_id=fund.pk, use="living", year=today.year, by=finance)
    for act, key in ((ledger.receive, {"fund_id": fund.pk}), (ledger.assign, {"line_id": line.pk})):
        act(**key, amount=total, by=finance, key=uuid.uuid4(), on=today)
    return line


def _wait_for(approver: User, clerk: User, count: int) -> list[Application]:
    """Applications that waited out their notice and wait for the approver's union."""
    city, today = approver.union, timezone.localdate()
    files = Household.objects.filter(union__city=city, state=FileState.FILED, category="deep").order_by("pk")
    programme = _programme(city)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        made = Application.objects.bulk_create(
            Application(
                household=file, programme=programme, union_id=file.union_id, county_id=file.county_id,
                city_id=file.city_id, province_id=file.province_id, desk_id=file.union_id, year=today.year,
                state=State.APPROVAL, round=1, stage_no=2, amount=AMOUNT, entitled=AMOUNT,
                category=file.category, number=f"申-测-{place}", awaits=city, awaits_role=Role.APPROVER,
                due_on=today, contact=clerk, created_by=clerk, submitted_by=clerk,
                submitted_at=timezone.now(),
            )
            for place, file in enumerate(files[:count])
        )  # fmt: skip
        keys = [row.pk for row in made]
        rows = together(_rows(keys))
        together(row.household for row in rows)
        for row in rows:
            row.content_hash = content_hash(row)
        Application.objects.bulk_update(rows, ["content_hash"])
        _walked(rows, approver, clerk)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return list(_rows(keys))


def _rows(keys: Sequence[int]) -> Sequence[Application]:
    found = Application.objects.filter(pk__in=keys).order_by("pk")
    return found.select_related("household__head", "programme__policy", "union", "member")


def _walked(rows: Sequence[Application], approver: User, clerk: User) -> None:
    """Who received it, the route, and what was done along it until now."""
    ContactStep.objects.bulk_create(
        ContactStep(application=row, act="received", to=clerk, by=clerk) for row in rows
    )
    stages = (("review", Role.REVIEWER), ("notice", Role.REVIEWER), ("decide", Role.APPROVER))
    RouteStage.objects.bulk_create(
        RouteStage(
            application=row, round=1, position=position, kind=kind, label=kind, role=role, workdays=5,
            union_id=approver.union_id if kind == "decide" else row.county_id, union_name="",
        )
        for row in rows
        for position, (kind, role) in enumerate(stages)
    )  # fmt: skip
    walked = (
        ("submit", "draft", "review", None, 0), ("pass", "review", "public_notice", 0, 1),
        ("conclude", "public_notice", "approval", 1, 2),
    )  # fmt: skip
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            application=row, round=1, action=action, source=source, target=target, stage_no=here,
            next_no=following, content_hash=row.content_hash, maker=clerk, by=clerk, due_on=row.due_on,
        )
        for row in rows
        for action, source, target, here, following in walked
    )  # fmt: skip


def _programme(union: Union) -> Programme:
    load_default_policy(union=Union.objects.get(pk=union.province_id or union.pk))
    found = list_programmes(union=union, on=timezone.localdate())
    return next(row for row in found if row.code == "living")
