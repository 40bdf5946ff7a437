"""The demo's year of verification: a survey of the city that is half done."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from cases.surveys.models import Survey, SurveyUnit
from cases.surveys.selectors import surveys as selectors
from cases.surveys.services import spotchecks, surveys
from cases.surveys.states import UNDONE, EntryStatus
from hardship.accounts.models import Union, User
from hardship.desk.management.demo import clock

# How many of its files each union has verified, the first ones in order; 99: all of them, and submitted.
DONE = (2, 4, 0, 99, 3, 99, 1)
TEXT = (
    "三查一访：查收入、查支出、查财产，逐户走访。每户至少两人入户，当面填写登记表并签名；"
    "没有变化的在清单上确认，有变化的当场录入变更。"
)


def build_survey(
    *, city: Union, clerks: Mapping[int, User], reviewers: Mapping[int, User], today: date
) -> Survey:
    """Opened three weeks ago; one list is accepted, one waits for the county, one file has gone back."""
    head = reviewers[city.pk]
    with clock.at(today - timedelta(days=21)):
        made = surveys.make_survey(
            year=today.year, title=f"{today.year} 年度困难职工摸底调查", from_on=today - timedelta(days=24),
            to_on=today + timedelta(days=10), instructions=TEXT, by=head,
        )  # fmt: skip
        survey = surveys.take_survey_step(survey_id=made.pk, action="open", by=head)
    units = survey.units.select_related("union").order_by("union__path")
    for place, (unit, most) in enumerate(zip(units, DONE, strict=False)):
        with clock.at(today - timedelta(days=9 - place % 6), 10):
            _verify(survey, unit, clerks[unit.union_id], most)
        with clock.at(today - timedelta(days=2), 15):
            if most == 99:
                _submit(survey, unit, clerks[unit.union_id])
            elif place == 1:
                _send_back(survey, unit, reviewers[unit.county_id or 0])
    first = survey.units.filter(state="submitted").order_by("union__path").first()
    if first is not None and first.county_id:
        with clock.at(today - timedelta(days=1), 11):
            surveys.take_unit_step(
                unit_id=first.pk, action="accept", by=reviewers[first.county_id], comment="抽看三户，属实。"
            )
    _draw(reviewers, city, today)
    return survey


def _draw(reviewers: Mapping[int, User], city: Union, today: date) -> None:
    """A sample of the city: most of it looked at, one file differs, one family was not reached."""
    by = reviewers[city.pk]
    with clock.at(today - timedelta(days=60)):
        check = spotchecks.draw_sample(year=today.year, share=Decimal(30), by=by, seed=f"{today.year:032d}")
    rows = list(check.rows.order_by("position"))
    for place, row in enumerate(rows[: len(rows) * 2 // 3]):
        action = {3: "differ", 7: "miss"}.get(place, "match")
        with clock.at(today - timedelta(days=50 - place % 40), 14):
            note = "实际居住人口 4 人，档案为 3 人，已请工会变更。" if action == "differ" else ""
            spotchecks.record_finding(row_id=row.pk, action=action, note=note, by=by)


def _verify(survey: Survey, unit: SurveyUnit, clerk: User, most: int) -> None:
    rows = selectors.list_entries(survey, user=clerk).filter(status__in=UNDONE)
    keys = list(rows.order_by("household").values_list("household", flat=True)[:most])
    surveys.verify_many(household_ids=keys, by=clerk)


def _submit(survey: Survey, unit: SurveyUnit, clerk: User) -> None:
    """What is left could not be verified; a change that waits is the county's."""
    for entry in selectors.list_entries(survey, user=clerk).filter(status__in=UNDONE).order_by("pk"):
        surveys.excuse(
            survey_id=survey.pk, household_id=entry.household_id, by=clerk,
            reason="外出务工，两次上门、三次电话均未联系上。",
        )  # fmt: skip
    surveys.take_unit_step(unit_id=unit.pk, action="submit", by=clerk)


def _send_back(survey: Survey, unit: SurveyUnit, reviewer: User) -> None:
    done = selectors.list_entries(survey, user=reviewer, union=unit.union).filter(status=EntryStatus.VERIFIED)
    first = done.order_by("pk").values("pk")[:1]
    surveys.return_entries(
        survey_id=survey.pk, entries=survey.entries.filter(pk__in=list(first.values_list("pk", flat=True))),
        reason="养老金与社保名单不一致，请带银行流水再上门核一次。", by=reviewer,
    )  # fmt: skip
