"""用人单位: registered, how it stands, what happened, what it owes; what cannot be is refused twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.employers import services
from cases.employers.models import Employer, EmployerEvent, EmployerYear
from cases.employers.services.employers import Particulars
from cases.employers.states import EventKind, Standing
from cases.lists.models import SavedFilter
from cases.lists.services import set_default
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.documents import DocumentError, check_uscc
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory
from tests.threads import after_this, at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G1")]
CODE, OTHER_CODE = "91320600138299578A", "91320602MA1XQ3K2NH"


def today():
    return timezone.localdate()


@world
def mill(cast):
    return register(cast.clerk, name="第二棉纺织厂", uscc=CODE, founded_on=date(1958, 5, 1))


def register(by, *, union=None, standing=Standing.NORMAL, standing_on=None, **told):
    return services.register_employer(
        union=union or by.union, particulars=Particulars(**{"name": "机床厂", **told}), by=by,
        standing=standing, standing_on=standing_on,
    )  # fmt: skip


def happen(employer, by, **more):
    return services.note_event(employer_id=employer.pk, by=by, **{"on": today(), **more})


def employ(employer, by, headcount, year=None):
    return services.note_headcount(
        employer_id=employer.pk, year=year or today().year, headcount=headcount, by=by
    )


def test_an_employer_is_registered_and_stands_as_its_last_event_says(cast, mill):
    assert (mill.standing, mill.is_in_difficulty) == (Standing.NORMAL, False)
    month = today() - timedelta(days=30)
    happen(mill, cast.clerk, kind="standing", standing="halted", on=month)
    mill.refresh_from_db()
    assert (mill.standing, mill.standing_on, mill.is_in_difficulty) == (Standing.HALTED, month, True)
    closure = happen(mill, cast.clerk, kind="closure", note="法院裁定")
    mill.refresh_from_db()
    assert (mill.standing, closure.standing) == (Standing.CLOSED, Standing.CLOSED)
    services.take_back_event(employer_id=mill.pk, event_id=closure.pk, by=cast.reviewer)
    mill.refresh_from_db()
    assert (mill.standing, mill.standing_on) == (Standing.HALTED, month)
    with pytest.raises(EmployerEvent.DoesNotExist):
        services.take_back_event(employer_id=mill.pk, event_id=closure.pk, by=cast.clerk)
    actions = set(AuditRecord.objects.about(mill).values_list("action", flat=True))
    assert actions == {"employer.register", "employer.event", "employer.take_back"}


def test_what_was_entered_is_corrected_and_what_stayed_is_no_change(cast, mill):
    told = Particulars(name="第二棉纺织厂", uscc=CODE, founded_on=date(1958, 5, 1), unpaid_months=4)
    changed = services.change_employer(employer_id=mill.pk, particulars=told, by=cast.reviewer)
    assert (changed.unpaid_months, changed.changed_by) == (4, cast.reviewer)
    assert AuditRecord.objects.get(action="employer.change").data["fields"] == ["unpaid_months"]
    services.change_employer(employer_id=mill.pk, particulars=told, by=cast.clerk)
    assert AuditRecord.objects.filter(action="employer.change").count() == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": "另一个厂", "uscc": CODE}, "已用这个代码登记单位，不能重复登记"),
        ({"name": "第二棉纺织厂（ ）"}, "本地区已有单位用“第二棉纺织厂”这个名称"),
        (
            {"founded_on": date(2020, 5, 1), "standing": "loss", "standing_on": date(2019, 12, 31)},
            "状况日期 2019-12-31 早于成立日期 2020-05-01",
        ),
    ],
)
def test_what_is_not_registered(cast, mill, told, sentence):
    with pytest.raises(Refused, match=sentence):
        register(cast.clerk, **told)


@pytest.mark.parametrize(
    ("event", "field", "sentence"),
    [
        ({"kind": "layoff", "persons": 10, "on": date(1958, 4, 30)}, "on", "早于单位成立日期 1958-05-01"),
        ({"kind": "talk"}, "persons", "请填写“座谈会”的人数"),
        ({"kind": "layoff"}, "persons", "请填写“裁员分流”的人数"),
        ({"kind": "layoff", "persons": 321}, "persons", "加上这次 321 人，超过职工 320 人"),
        ({"kind": "standing"}, "standing", "请选择变化后的企业状况"),
        ({"kind": "talk", "persons": 3, "on": date(2100, 1, 1)}, "on", "日期不能晚于今天"),
    ],
)
def test_what_cannot_have_happened(cast, mill, event, field, sentence):
    employ(mill, cast.clerk, 320)
    with pytest.raises(Refused, match=sentence) as refusal:
        happen(mill, cast.clerk, **event)
    assert refusal.value.field == field


def test_layoffs_of_a_year_add_up_to_no_more_than_were_employed(cast, mill):
    with pytest.raises(Refused, match=r"请先登记 \d+ 年或上一年的职工人数"):
        happen(mill, cast.clerk, kind="layoff", persons=1)
    employ(mill, cast.clerk, 500, today().year - 1)
    happen(mill, cast.clerk, kind="layoff", persons=400)
    employ(mill, cast.clerk, 100)  # at the end of the year
    with pytest.raises(Refused, match="已裁员 400 人，加上这次 101 人，超过职工 500 人"):
        happen(mill, cast.clerk, kind="layoff", persons=101)
    happen(mill, cast.clerk, kind="layoff", persons=100)
    with pytest.raises(Refused, match="已登记裁员 500 人，职工人数不能只有 499 人"):
        employ(mill, cast.clerk, 499, today().year - 1)
    with pytest.raises(Refused, match="还没有到"):
        employ(mill, cast.clerk, 10, today().year + 1)


def test_a_founding_after_what_happened_is_refused(cast, mill):
    happen(mill, cast.clerk, kind="relocation", on=date(2001, 3, 1))
    with pytest.raises(Refused, match="成立日期 2002-01-01 晚于已登记的“搬迁”（2001-03-01）"):
        services.change_employer(
            employer_id=mill.pk, particulars=Particulars(name="第二棉纺织厂", founded_on=date(2002, 1, 1)),
            by=cast.clerk,
        )  # fmt: skip


def at_once_judged(do):
    """A world leaves the constraints deferred that are immediate otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    do()


class TestWithoutPython:
    """What the database refuses, whoever asks it."""

    def refused(self, do, why):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            at_once_judged(do)

    @pytest.mark.parametrize(
        "code", ["91320600138299578B", "9132060013829957A", "I1320600138299578A", "9132O600138299578A"]
    )
    def test_a_code_with_a_wrong_check_digit(self, cast, code):
        with pytest.raises(DocumentError):
            check_uscc(code)
        self.refused(lambda: Employer.objects.create(union=cast.union, name="厂", uscc=code), "uscc_valid")

    @pytest.mark.parametrize("code", [CODE, OTHER_CODE, "12320600466004201E", "913206007423456780"])
    def test_a_good_code_passes_both(self, cast, code):
        assert check_uscc(code) == code
        Employer.objects.create(union=cast.union, name="厂", uscc=code)
        self.refused(lambda: Employer.objects.create(union=cast.union, name="厂", uscc=code), "uscc")

    @pytest.mark.parametrize(
        ("told", "why"),
        [
            ({"name": ""}, "employer_named"),
            ({"standing": "odd"}, "employer_standing_known"),
            ({"unpaid_months": 241}, "employer_unpaid_in_range"),
            ({"insurance_arrears": Decimal("-0.01")}, "employer_arrears_not_negative"),
            (
                {"founded_on": date(2020, 1, 2), "standing_on": date(2020, 1, 1)},
                "employer_stands_after_founding",
            ),
        ],
    )
    def test_an_employer(self, cast, told, why):
        self.refused(lambda: Employer.objects.create(**{"union": cast.union, "name": "厂", **told}), why)

    @pytest.mark.parametrize(
        ("told", "why"),
        [
            ({"kind": "odd"}, "employer_event_kind_known"),
            ({"kind": "layoff"}, "employer_event_counts_people"),
            ({"kind": "talk", "persons": 0}, "employer_event_counts_people"),
            ({"kind": "closure"}, "employer_event_says_how_it_stands"),
            ({"kind": "talk", "persons": 3, "standing": "loss"}, "employer_event_says_how_it_stands"),
            ({"kind": "relocation", "on": date(1958, 4, 30)}, "before the founding"),
            ({"kind": "layoff", "persons": 1}, "more laid off than employed"),
            ({"kind": "relocation", "removed_at": "2026-01-01T00:00Z"}, "employer_event_taken_back_by"),
        ],
    )
    def test_an_event(self, mill, told, why):
        values = {"employer": mill, "on": date(2026, 1, 1), **told}
        self.refused(lambda: EmployerEvent.objects.create(**values), why)

    def test_layoffs_and_headcounts_fit_whichever_changes(self, cast, mill):
        year = EmployerYear.objects.create(employer=mill, year=2026, headcount=20)
        EmployerEvent.objects.create(employer=mill, kind="layoff", on=date(2026, 3, 1), persons=15)
        more = {"employer": mill, "kind": "layoff", "on": date(2026, 5, 1), "persons": 6}
        self.refused(lambda: EmployerEvent.objects.create(**more), "more laid off than employed")
        rows = EmployerYear.objects.filter(pk=year.pk)
        self.refused(lambda: rows.update(headcount=14), "more laid off than employed")
        self.refused(lambda: rows.update(year=2024), "more laid off than employed")
        self.refused(lambda: rows.delete(), "more laid off than employed")
        EmployerYear.objects.create(employer=mill, year=2025, headcount=30)
        EmployerEvent.objects.create(**more)

    def test_a_founding_after_an_event(self, mill):
        EmployerEvent.objects.create(employer=mill, kind="relocation", on=date(2001, 1, 1))
        rows = Employer.objects.filter(pk=mill.pk)
        self.refused(lambda: rows.update(founded_on=date(2001, 1, 2)), "before the founding")

    def test_an_event_stays_as_it_was(self, cast, mill):
        event = EmployerEvent.objects.create(employer=mill, kind="relocation", on=date(2001, 1, 1))
        rows = EmployerEvent.objects.filter(pk=event.pk)
        self.refused(lambda: rows.update(note="别的"), "only taken back")
        self.refused(lambda: rows.delete(), "only taken back")
        rows.update(removed_at=timezone.now(), removed_by=cast.clerk)
        self.refused(lambda: rows.update(removed_at=None), "only taken back")
        with connection.cursor() as cursor:
            truncate = "TRUNCATE employers_employerevent"
            self.refused(lambda: cursor.execute(truncate), "only taken back")

    @pytest.mark.parametrize("year", [1989, 2101])
    def test_a_headcount_of_no_year(self, mill, year):
        rows = EmployerYear.objects
        self.refused(lambda: rows.create(employer=mill, year=year, headcount=1), "employer_year_sensible")

    def test_a_year_twice_and_a_merger_with_itself(self, cast, mill):
        EmployerYear.objects.create(employer=mill, year=2026, headcount=1)
        rows = EmployerYear.objects
        self.refused(lambda: rows.create(employer=mill, year=2026, headcount=2), "employer_year_once")
        kept = Employer.objects.filter(pk=mill.pk)
        stamp = {"merged_at": timezone.now(), "merged_by": cast.clerk}
        self.refused(lambda: kept.update(merged_into=mill.pk, **stamp), "not_merged_into_itself")
        other = register(cast.clerk)
        self.refused(lambda: kept.update(merged_into=other.pk), "employer_merged_by_somebody")


@pytest.mark.django_db(transaction=True)
def test_two_layoffs_at_once_do_not_both_pass(cast):
    mill = register(cast.clerk)
    employ(mill, cast.clerk, 100)

    def lay_off(_place):
        try:
            happen(mill, cast.clerk, kind=EventKind.LAYOFF, persons=60)
        except Refused:
            return False
        return True

    assert sorted(at_once(lay_off, range(2))) == [False, True]


NO_NAMES = [
    ("（）", "单位名称里要有文字，不能只有括号、标点，请填写全称。"),
    ("——", "单位名称里要有文字，不能只有括号、标点，请填写全称。"),
    ("㍿" * 41, "单位名称里有“㍿”这样的合写字符，展开后过长，请改写成普通汉字。"),
]


@pytest.mark.parametrize(("name", "sentence"), NO_NAMES)
def test_a_name_that_cannot_be_compared_is_told_at_its_field(cast, mill, as_user, name, sentence):
    client = as_user(cast.clerk)
    for at, typed in (
        (reverse("employers:employer_new"), {"union": cast.union.pk, "name": name}),
        (reverse("employers:employer_edit", args=[mill.uid]), {"name": name}),
    ):
        answer = client.post(at, typed)
        assert (answer.status_code, answer.context["form"].errors["name"]) == (409, [sentence])


@pytest.mark.django_db(transaction=True)
class TestTwice:
    """The second click comes while the first is not over."""

    def test_a_name_is_registered_once(self, cast):
        with after_this(lambda: register(cast.reviewer, name="机 床厂")) as second:
            register(cast.clerk, name="机床厂")
        assert "本地区已有单位用“机床厂”这个名称" in str(second)
        assert Employer.objects.count() == 1

    def test_a_code_is_registered_once_also_in_another_area(self, cast):
        far = UserFactory(union=cast.elsewhere, role=Role.CLERK)
        with after_this(lambda: register(far, name="别的厂", uscc=CODE)) as second:
            register(cast.clerk, uscc=CODE)
        assert f"“{cast.union.name}”已用这个代码登记单位，不能重复登记。" in str(second)
        assert Employer.objects.count() == 1

    def test_a_spelling_is_assigned_once(self, cast):
        mill, pump = register(cast.clerk), register(cast.clerk, name="水泵厂")
        HouseholdFactory(union=cast.union, filed=True)

        def assign(employer):
            key = {"area": cast.county.pk, "key": "华联商场"}
            return services.add_spelling(employer_id=employer.pk, by=cast.clerk, **key)

        with after_this(lambda: assign(pump)) as second:
            assign(mill)
        assert "已没有待归并的档案这样填写，请刷新页面。" in str(second)


@pytest.mark.parametrize("who", ["approver", "finance", "auditor", "stranger"])
def test_only_clerks_and_reviewers_of_the_scope_write(cast, mill, who):
    person = getattr(cast, who)
    error = Employer.DoesNotExist if who == "stranger" else Refused
    with pytest.raises(error):
        happen(mill, person, kind="relocation")
    with pytest.raises(Refused, match="它上级工会的经办人、审核人"):
        register(person, union=cast.union)


def test_pages_show_it_to_its_scope_and_to_nobody_else(cast, mill, as_user):
    at = reverse("employers:employer", args=[mill.uid])
    for who in ("clerk", "reviewer", "approver", "auditor"):
        client = as_user(getattr(cast, who))
        assert "第二棉纺织厂" in client.get(at).content.decode()
        assert "第二棉纺织厂" in client.get(reverse("employers:employers")).content.decode()
    stranger = as_user(cast.stranger)
    event = happen(mill, cast.clerk, kind="relocation")
    for name, *more in (("employer",), ("employer_edit",), ("event_add",), ("headcount",), ("merge",),
                        ("name_assign",), ("workers_export",), ("event_take_back", event.pk)):  # fmt: skip
        url = reverse(f"employers:{name}", args=[mill.uid, *more])
        answer = stranger.get(url) if name in ("employer", "employer_edit") else stranger.post(url)
        assert answer.status_code == 404, name
    page = stranger.get(reverse("employers:employers")).content.decode()
    assert "第二棉纺织厂" not in page
    assert "还没有登记单位" in page


def test_the_form_says_what_is_wrong_at_its_field(cast, as_user):
    client = as_user(cast.clerk)
    at = reverse("employers:employer_new")
    answer = client.post(at, {"union": cast.union.pk, "name": "机床厂", "uscc": CODE[:-1] + "B"})
    assert answer.status_code == 422
    assert "统一社会信用代码第 18 位校验码不对，请对照证照逐位核对。" in answer.content.decode()
    typed = {
        "union": cast.union.pk, "name": "机床厂", "uscc": CODE.lower(), "kind": "state_owned",
        "standing": "loss", "standing_on": "2026.1.5", "insurance_arrears": "12,000", "troubles": ["market"],
        "telephone": "0513 85512345",
    }  # fmt: skip
    assert client.post(at, typed).status_code == 302
    made = Employer.objects.get()
    assert (made.uscc, made.standing, made.standing_on) == (CODE, "loss", date(2026, 1, 5))
    assert (made.insurance_arrears, made.troubles) == (Decimal("12000.00"), ["market"])
    again = client.post(at, typed)
    assert again.status_code == 409
    assert "已用这个代码登记单位" in again.content.decode()
    layoff = {"kind": "layoff", "on": today().isoformat(), "persons": "5"}
    refused = client.post(reverse("employers:event_add", args=[made.uid]), layoff)
    assert refused.status_code == 409
    assert "再登记裁员" in refused.content.decode()
    headcount = {"year": today().year, "headcount": "20"}
    assert client.post(reverse("employers:headcount", args=[made.uid]), headcount).status_code == 302
    assert client.post(reverse("employers:event_add", args=[made.uid]), layoff).status_code == 302
    edit = reverse("employers:employer_edit", args=[made.uid])
    assert "12000.00" in client.get(edit).content.decode()


def test_those_in_difficulty_are_a_chip_away(cast, mill, as_user):
    register(cast.clerk, name="水泵厂", standing="halted", standing_on=today())
    register(cast.clerk, name="欠薪厂", unpaid_months=3)
    register(cast.clerk, name="欠保厂", insurance_arrears=Decimal(1))
    client = as_user(cast.reviewer)
    every = ("第二棉纺织厂", "水泵厂", "欠薪厂", "欠保厂")

    def names(**query):
        page = client.get(reverse("employers:employers"), query).content.decode()
        return {name for name in every if name in page}

    assert names() == set(every)
    assert names(show="difficult") == {"水泵厂", "欠薪厂", "欠保厂"}
    assert names(show="normal") == {"第二棉纺织厂"}
    assert names(standing="halted") == {"水泵厂"}
    assert names(owes="wages") == {"欠薪厂"}
    assert names(owes="insurance") == {"欠保厂"}
    assert names(q="棉纺") == names(q=CODE[:9]) == {"第二棉纺织厂"}
    assert names(show="odd") == set(every)
    assert names(union=cast.union.pk) == set(every)
    assert names(q="火星") == set()


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_asks_as_much_for_twenty_as_for_one(cast, as_user, django_assert_max_num_queries, number):
    for place in range(number):
        register(cast.clerk, name=f"第{place}机床厂")
    client = as_user(cast.clerk)
    client.get(reverse("employers:employers"))
    with django_assert_max_num_queries(7):
        client.get(reverse("employers:employers"))


def test_an_employer_of_a_union_below_is_registered_from_above(cast, as_user):
    county_clerk = UserFactory(union=cast.county, role=Role.CLERK)
    client = as_user(county_clerk)
    at = reverse("employers:employer_new")
    assert client.post(at, {"union": cast.union.pk, "name": "机床厂"}).status_code == 302
    assert Employer.objects.get().union == cast.union
    elsewhere = UnionFactory()
    assert client.post(at, {"union": elsewhere.pk, "name": "水泵厂"}).status_code == 422


def test_the_list_is_kept_under_a_name_as_that_of_the_files_is(cast, mill, as_user):
    client = as_user(cast.clerk)
    save = reverse("employers:filter_save")
    kept = client.post(f"{save}?show=difficult&owes=wages&q=棉纺", {"name": "欠薪企业", "is_shared": "on"})
    assert kept.url == f"{reverse('employers:employers')}?show=difficult&owes=wages"
    row = SavedFilter.objects.get()
    assert (row.shown_in, row.query, row.is_shared) == ("employers", "show=difficult&owes=wages", True)
    assert "欠薪企业" in client.get(reverse("employers:employers")).content.decode()
    assert "欠薪企业" not in client.get(reverse("lists:files")).content.decode()
    manage = client.get(reverse("lists:saved_filters")).content.decode()
    assert "用人单位，困难企业，欠薪欠保：欠发工资" in manage
    assert reverse("lists:filter_act", args=[row.pk, "default"]) not in manage
    assert "欠薪企业" in as_user(UserFactory(union=cast.union)).get(
        reverse("employers:employers")
    ).content.decode()  # fmt: skip
    assert "现在没有筛选条件" in client.post(save, {"name": "空的"}, follow=True).content.decode()
    assert "请填写常用筛选的名称" in client.post(f"{save}?owes=wages", follow=True).content.decode()
    with pytest.raises(Refused, match="只有档案列表可以设默认"):
        set_default(pk=row.pk, on=True, by=cast.clerk)
    with pytest.raises(IntegrityError, match="saved_filter_default_of_files"), transaction.atomic():
        SavedFilter.objects.update(is_default=True)
