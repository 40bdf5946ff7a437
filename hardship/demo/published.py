"""What the demo's first city shows its workers: one quarter hangs on the wall, a later one waits for a
second person; the guides of all its programmes."""

from collections.abc import Mapping
from datetime import date, timedelta

from cases.applications.selectors.guides import list_guides
from cases.applications.services.guides import publish_guide
from funds.publications import services
from funds.publications.rules import before_of, days_of
from funds.publications.selectors import has_moved, last_quarter
from hardship.accounts.models import User
from hardship.demo import clock

DAYS_AFTER = 6


def build_publications(*, people: Mapping[str, User], today: date) -> int:
    """Returns how many there are."""
    finance, last = people["nt.finance"], last_quarter(today)
    periods = [one for one in (before_of(*last), last) if has_moved(finance.union, *one)]
    for year, quarter in periods:
        day = days_of(year, quarter)[1] + timedelta(days=DAYS_AFTER)
        with clock.at(min(day, today), 10):
            row = services.draft(
                year=year, quarter=quarter, names_people=True, by=finance,
                note="救助标准和申请办法在各单位工会公开栏。",
            )  # fmt: skip
            if (year, quarter) != periods[0]:
                continue
            services.take_step(publication_id=row.pk, action="check", by=people["nt.reviewer"])
            services.take_step(
                publication_id=row.pk, action="publish", by=people["nt.approver"],
                decision_no=f"{day:%Y} 年 {day.month} 月 {day.day} 日主席办公会纪要第 2 项",
            )  # fmt: skip
    for programme, halted in list_guides(people["nt.approver"]):
        if not halted:
            publish_guide(programme_id=programme.pk, by=people["nt.approver"])
    return len(periods)
