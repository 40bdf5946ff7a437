"""The demo's aid for people without a file: approved and waiting for one, late, answered, under review."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.states import State
from cases.policies.models import Programme
from cases.policies.selectors import list_programmes
from cases.policies.states import EvidenceKind
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Plan, Staff, decide, step
from hardship.demo.files import scan
from hardship.kernel.documents import make_id_number

CODE, CARD = "temporary", "6222021001122330018"
# Name, employer, why, yuan, days ago, how far it goes, why no file follows.
PEOPLE: Sequence[tuple[str, str, str, int, int, State, str]] = (
    ("柳春生", "恒达脚手架队", "租住的房屋失火，衣物、现金全毁。", 2000, 6, State.APPROVED, ""),
    ("马玉梅", "锦绣家政公司", "丈夫工地坠落，住院押金未凑齐。", 3000, 41, State.APPROVED, ""),
    ("方志远", "速达快递网点", "送货途中被撞骨折，肇事方逃逸。", 1500, 38, State.APPROVED,
     "肇事方已找到并赔付，家庭收入高于建档标准。"),
    ("蔡小兰", "海鲜批发市场", "孩子高烧惊厥送医，随身没有积蓄。", 800, 1, State.REVIEW, ""),
)  # fmt: skip


def build_off_file(*, staff: Staff, unions: Sequence[int], today: date) -> int:
    """Aid of the city's programme for a few people of each of these unions; returns how many."""
    made = 0
    for order, union_id in enumerate(unions):
        clerk = staff.of(Role.CLERK, union_id)
        programme = next(
            (row for row in list_programmes(union=clerk.union, on=today) if row.code == CODE), None
        )
        if programme is None:
            continue
        for place, row in enumerate(PEOPLE):
            number = make_id_number("320613", date(1979 + place, 3, 5 + order), 101 + 2 * place)
            _make(row, number, programme, clerk, staff, today)
            made += 1
    return made


def _make(
    row: tuple[str, str, str, int, int, State, str], number: str, programme: Programme, clerk: User,
    staff: Staff, today: date,
) -> None:  # fmt: skip
    name, employer, reason, yuan, days, goal, why = row
    start = today - timedelta(days=days)
    head = {
        "name": name, "id_number": number, "employer": employer, "phone": "13800138000",
        "bank_name": "中国工商银行", "bank_card": CARD,
    }  # fmt: skip
    with clock.at(start, 9):
        made = applications.start_off_file(programme_id=programme.pk, head=head, reason=reason, by=clerk)
        applications.upload(
            application_id=made.pk, kind=EvidenceKind.FACTS, accepted=scan(EvidenceKind.FACTS, 5), by=clerk
        )
        _fill(made, yuan, clerk)
    with clock.at(start, 10):
        step(made, "submit", clerk)
    if goal != State.REVIEW:
        decide(made, Plan(made.household, programme, goal, start), staff)
    if why:
        with clock.at(today - timedelta(days=3), 15):
            applications.answer_unfiled(application_id=made.pk, reason=why, by=clerk)


def _fill(made: Application, yuan: int, clerk: User) -> None:
    made.refresh_from_db()
    applications.save(
        application_id=made.pk, version=made.version, by=clerk, reason=made.reason, member=made.member,
        amount=Decimal(yuan),
    )  # fmt: skip
