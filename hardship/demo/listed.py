"""The demo's people off file: model workers, retirees, a survivor, one who left the list."""

from collections.abc import Mapping
from datetime import date, timedelta

from cases.archives.models import Household
from cases.archives.states import State
from cases.people import services
from cases.people.services import Particulars
from hardship.accounts.models import Union, User
from hardship.demo import clock
from hardship.demo.people import luhn
from hardship.kernel.documents import make_id_number

# name, born, order of birth, groups, employer
LISTED = (
    ("顾永兴", date(1956, 4, 12), 17, ["model_worker", "retired_worker"], "第二棉纺织厂"),
    ("葛玉兰", date(1961, 9, 3), 24, ["model_worker", "retired_worker"], "第二棉纺织厂"),
    ("包建新", date(1984, 6, 21), 31, ["front_line"], "公交客运公司"),
    ("季小军", date(1991, 11, 8), 13, ["front_line", "migrant"], "公交客运公司"),
    ("钱素芳", date(1972, 2, 27), 42, ["injured"], "南通机床厂"),
    ("丛佩珍", date(1949, 12, 1), 28, ["survivor"], ""),
    ("许大鹏", date(1995, 3, 15), 35, ["new_form"], "顺达快递学田网点"),
    ("陆德馨", date(1947, 7, 30), 11, ["retiree"], "崇川区总工会"),
)


def build_people(*, county: Union, unions: Mapping[str, Union], by: User, today: date) -> int:
    """Returns how many; `by` reviews for the county."""
    homes = [county, unions["320613001"], unions["320613005"]]
    with clock.at(today - timedelta(days=200), 14):
        made = [
            services.register_person(
                union=homes[place % len(homes)], particulars=_particulars(place, *row), by=by
            )
            for place, row in enumerate(LISTED)
        ]
    with clock.at(today - timedelta(days=40), 10):
        services.leave(person_id=made[-1].pk, reason="moved", note="随子女迁往苏州", by=by)
    return len(made) + _one_without_a_file(homes[1], by, today)


def _one_without_a_file(union: Union, by: User, today: date) -> int:
    """Somebody whose household left the register, listed since for the visits at New Year."""
    lifted = Household.objects.filter(union=union, state=State.LIFTED).select_related("head")
    left = lifted.order_by("pk").first()
    if left is None or left.head is None:
        return 0
    told = Particulars(name=left.head.name, id_number=left.head.id_number.reveal(), groups=["laid_off"])
    with clock.at(today - timedelta(days=3), 11):
        services.register_person(union=union, particulars=told, by=by)
    return 1


def _particulars(
    place: int, name: str, born: date, order: int, groups: list[str], employer: str
) -> Particulars:
    return Particulars(
        name=name,
        id_number=make_id_number("320613", born, order),
        groups=groups,
        employer=employer,
        phone=f"1380513{4100 + place}",
        bank_name="中国工商银行",
        bank_card=luhn(f"622202110200{place:06d}"),
    )
