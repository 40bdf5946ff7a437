"""The demo's year: what a county put down from the guide and has done of it, and a street by hand."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

from hardship.accounts.models import User
from hardship.demo import clock
from hardship.yearplans.selectors import list_entries
from hardship.yearplans.services import add_entry, end_entry, take_guide

# What it is, in how many days it begins and ends, where it is done, what is asked.
OWN = (
    ("走访长期患病的困难职工", -10, 15, "visits:visit_list", "每户至少一次，带上照片和签字的调查表。"),
    ("下岗职工技能培训报名", 5, 25, "", "名单报区总工会。"),
)


def build_year_plan(*, people: Mapping[str, User], today: date) -> int:
    """How many matters there are; of the county's that are over all but the last are done."""
    reviewer, clerk = people["cc.reviewer"], people["xt.clerk"]
    with clock.at(min(today, today.replace(month=1, day=5)), 9):
        made = take_guide(year=today.year, by=reviewer)
    rows = list_entries(reviewer).filter(union=reviewer.union_id, ends_on__lt=today).order_by("ends_on", "pk")
    for row in list(rows)[:-1]:
        with clock.at(row.ends_on, 16):
            end_entry(entry_id=row.pk, is_done=True, result="已按时办完。", by=reviewer)
    for title, begins, ends, place, note in OWN:
        with clock.at(today - timedelta(days=20), 10):
            add_entry(
                uid=uuid5(NAMESPACE_OID, title), title=title, begins_on=today + timedelta(days=begins),
                ends_on=today + timedelta(days=ends), responsible=clerk, place=place, note=note, by=clerk,
            )  # fmt: skip
    return made + len(OWN)
