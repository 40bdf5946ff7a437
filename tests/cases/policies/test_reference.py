"""Dated rules: what a fresh installation gets, and what administrators add."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cases.policies import services
from cases.policies.models import CalendarDay, LivingStandard, MinimumWage, Policy, Programme
from cases.policies.rules import kinds_words
from cases.policies.selectors import get_calendar, get_living_standard, list_programmes, missing_calendar_year
from cases.policies.services import default_text
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import UnionFactory, UserFactory

pytestmark = pytest.mark.django_db


def standard(code, on, area="urban"):
    row = get_living_standard(region_code=code, on=on, area=area)
    return row and row.monthly


def test_loading_twice_changes_nothing(cast, capsys):
    call_command("load_reference")
    tables = (LivingStandard, MinimumWage, CalendarDay, Programme, Policy)
    counts = [model.objects.count() for model in tables]
    call_command("load_reference")
    assert [model.objects.count() for model in tables] == counts
    said = "0 standards, 0 days are new, 0 minimum wages, 0 regional incomes and 0 policies too"
    assert said in capsys.readouterr().out


def test_a_standard_holds_until_the_next_one(reference):
    assert standard("420100", date(2023, 3, 31)) == 910
    assert standard("420100", date(2023, 4, 1)) == 940
    assert standard("420100", date(2022, 3, 31)) is None
    assert standard("420100", date(2026, 1, 1), area="rural") == 820


def test_a_county_without_its_own_uses_its_city_s(reference):
    assert standard("320602", date(2026, 1, 1)) == 820
    assert standard("321084", date(2026, 1, 1)) == 770  # 高邮 has its own; 扬州 has 800
    assert standard("321002", date(2026, 1, 1)) == 800


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 14), True),  # a Saturday that is worked
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 9, 20), True),
        (date(2026, 10, 10), True),
        (date(2026, 3, 7), False),
    ],
)
def test_the_calendar_knows_holidays_and_make_up_workdays(day, works, reference):
    assert get_calendar().is_workday(day) is works


def test_each_programme_carries_its_rule_evidence_and_use(reference, cast):
    assert {row.code for row in list_programmes(union=cast.union, on=date(2026, 3, 5))} == {
        "living", "medical", "tuition",
    }  # fmt: skip
    papers = [kinds_words(paper) for paper in reference.medical.rule.papers]
    assert papers == ["诊断证明", "出院小结（病历）", "医疗费用清单"]
    assert (reference.tuition.use, reference.tuition.notice_days) == ("tuition", 5)


def test_a_city_s_own_programme_replaces_the_province_s(reference, cast):
    services.load_policy(union=cast.city, text=default_text(), in_force_from=date(2026, 1, 1))
    own = Programme.objects.get(union=cast.city, code="living")
    assert own not in list_programmes(union=cast.union, on=date(2025, 12, 31))
    assert own in list_programmes(union=cast.union, on=date(2026, 3, 5))
    assert reference.living not in list_programmes(union=cast.union, on=date(2026, 3, 5))
    assert reference.living in list_programmes(union=cast.province, on=date(2026, 3, 5))


class TestStandards:
    def add(self, by, **more):
        values = {
            "region_code": "320600", "region": "南通市", "area": "urban", "monthly": Decimal(900),
            "starts_on": date(2026, 7, 1), **more,
        }  # fmt: skip
        return services.add_standard(by=by, **values)

    def test_a_new_one_ends_the_one_before(self, cast, reference):
        self.add(cast.administrator)
        assert standard("320602", date(2026, 6, 30)) == 820
        assert standard("320602", date(2026, 7, 1)) == 900
        assert AuditRecord.objects.get(action="policies.add_standard").by == cast.administrator

    @pytest.mark.parametrize("day", [date(2023, 9, 1), date(2023, 1, 1)])
    def test_an_overlap_is_refused_with_a_sentence(self, day, cast, reference):
        with pytest.raises(Refused, match=r"2023-09-01 起执行的标准 820\.00 元"):
            self.add(cast.administrator, starts_on=day)

    def test_the_database_refuses_an_overlap_too(self, reference):
        with pytest.raises(IntegrityError), transaction.atomic():
            LivingStandard.objects.create(
                region_code="320600", region="南通市", monthly=1, effective=DateRange(date(2026, 1, 1), None)
            )

    def test_a_city_enters_its_own_region_only(self, cast, reference):
        with pytest.raises(Refused, match="应以 3206 开头"):
            self.add(cast.administrator, region_code="321000")
        province = UserFactory(union=cast.province, role=Role.ADMINISTRATOR)
        assert self.add(province, region_code="320500", region="苏州市").pk

    def test_nobody_else_enters_standards(self, cast, reference):
        county = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        for person in (county, cast.clerk, cast.auditor):
            with pytest.raises(Refused, match="省级、市级工会和没有上级的工会的管理员"):
                self.add(person)

    def test_a_county_or_company_by_itself_enters_its_own_region_and_no_holidays_of_others(
        self, cast, reference
    ):
        alone = UnionFactory(parent=None, region_code="320681")
        administrator = UserFactory(union=alone, role=Role.ADMINISTRATOR)
        with pytest.raises(Refused, match="应以 320681 开头"):
            self.add(administrator, region_code="320602")
        assert self.add(administrator, region_code="320681", region="启东市").pk
        for change in (
            lambda: services.set_day(on=date(2027, 2, 8), is_workday=False, name="春节", by=administrator),
            lambda: services.remove_day(on=date(2026, 10, 1), by=administrator),
        ):
            with pytest.raises(Refused, match="本系统还有其他工会在用"):
                change()

    def test_a_later_load_leaves_what_was_entered(self, cast, reference):
        self.add(cast.administrator, region_code="320602", region="崇川区", starts_on=date(2020, 1, 1))
        assert services.load_standards() == 0
        assert standard("320602", date(2026, 1, 1)) == 900


class TestDays:
    def test_a_day_is_said_and_taken_back(self, cast, reference):
        on = date(2027, 2, 8)
        services.set_day(on=on, is_workday=False, name="春节", by=cast.administrator)
        assert not get_calendar().is_workday(on)
        services.set_day(on=on, is_workday=True, name="", by=cast.administrator)
        assert get_calendar().is_workday(on)
        services.remove_day(on=on, by=cast.administrator)
        with pytest.raises(Refused, match="可能已被删除"):
            services.remove_day(on=on, by=cast.administrator)
        with pytest.raises(Refused):
            services.set_day(on=on, is_workday=False, name="", by=cast.reviewer)

    @pytest.mark.parametrize(
        ("today", "year"), [(date(2026, 9, 30), None), (date(2026, 10, 1), 2027), (date(2027, 1, 1), 2027)]
    )
    def test_the_year_that_is_not_entered_yet(self, today, year, reference):
        CalendarDay.objects.filter(on__year__gte=2027).delete()
        assert missing_calendar_year(today) == year
