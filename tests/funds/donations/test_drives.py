"""Drives: opened by another, taking gifts while they last, lists of units out of a workbook, what is left."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tablib import Dataset

from funds.donations import services
from funds.donations.models import Donation, Drive
from funds.donations.resources import UnitResource
from funds.donations.selectors import list_drives, list_drives_to_open, list_unspent, say_unsettled
from funds.donations.services import Gift, Plan
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E7")]


def url(name, *args):
    return reverse(f"donations:{name}", args=args)


def text_of(response):
    return response.content.decode()


def plan(**more):
    today = timezone.localdate()
    told = {
        "name": "慈善一日捐", "kind": "one_day", "purpose": "帮扶患病职工", "source": "donation",
        "use": "medical", "from_on": today - timedelta(days=9), "until_on": today, **more,
    }  # fmt: skip
    return Plan(**told)


@pytest.fixture
def drive(cast, second):
    """A drive that is open."""
    made = services.draw_up(plan=plan(), by=cast.finance)
    return services.take_drive_step(drive_id=made.pk, action="open", by=second)


def gift(drive, amount="100", **more):
    told = {
        "source": drive.source,
        "use": drive.use_id,
        "method": "bank",
        "given_on": timezone.localdate(),
        **more,
    }
    told.setdefault("given_on", timezone.localdate())
    return Gift(form="money", amount=Decimal(amount), drive=drive, **told)


@pytest.fixture
def give(cast, second):
    """`give(drive, "5")`: a gift to a drive that was confirmed."""

    def make(drive, amount="100", **more):
        row = services.enter(gift=gift(drive, amount, **more), donor=None, by=cast.finance, key=uuid.uuid4())
        return services.take_step(donation_id=row.pk, action="confirm", by=second)

    return make


def test_a_drive_is_opened_by_somebody_else(cast, second):
    made = services.draw_up(plan=plan(), by=cast.finance)
    assert list(list_drives_to_open(second)) == [made] == list(list_drives_to_open(cast.approver))
    assert not list_drives_to_open(cast.finance)
    with pytest.raises(Refused, match="活动是您拟定的"):
        services.take_drive_step(drive_id=made.pk, action="open", by=cast.finance)
    assert services.take_drive_step(drive_id=made.pk, action="open", by=cast.approver).is_open


def test_two_drives_do_not_share_a_name(cast, drive):
    with pytest.raises(Refused, match="已有同名的活动"):
        services.draw_up(plan=plan(), by=cast.finance)


def test_gifts_to_a_drive_have_a_fund_of_their_own(drive, give, given):
    one, two, other = give(drive, "100", heads=3), give(drive, "50", heads=2), given()
    drive.refresh_from_db()
    assert one.fund == two.fund == drive.fund != other.fund
    assert drive.fund.name == drive.name
    found = list_drives(user=one.confirmed_by).get()
    assert (found.raised, found.heads_total) == (150, 5)
    assert_books_balance()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"use": "living"}, "资金性质和用途要一致"),
        ({"source": "entrusted"}, "资金性质和用途要一致"),
        ({"days": 10}, "捐赠日期不在其中"),
    ],
)
def test_a_drive_takes_only_what_is_its_own(cast, drive, more, sentence):
    told = {**more, "given_on": timezone.localdate() - timedelta(days=more.get("days", 0))}
    told.pop("days", None)
    with pytest.raises(Refused, match=sentence):
        services.enter(gift=gift(drive, **told), donor=None, by=cast.finance, key=uuid.uuid4())


def test_nothing_comes_before_it_is_open_nor_after_its_end(cast, drive, second):
    draft = services.draw_up(plan=plan(name="金秋助学"), by=cast.finance)
    closed = services.take_drive_step(drive_id=drive.pk, action="close", by=second)
    for one in (draft, closed):
        with pytest.raises(Refused, match="没有在进行"):
            services.enter(gift=gift(one), donor=None, by=cast.finance, key=uuid.uuid4())


def test_it_does_not_end_while_a_gift_waits(cast, drive, second):
    services.enter(gift=gift(drive), donor=None, by=cast.finance, key=uuid.uuid4())
    with pytest.raises(Refused, match="还有 1 笔捐赠没有确认"):
        services.take_drive_step(drive_id=drive.pk, action="close", by=second)


def test_what_is_left_of_a_drive_waits_on_the_desk(cast, drive, give, second):
    give(drive, "100")
    assert not list_unspent(cast.finance)
    assert "没有结束的募捐活动 1 个" in say_unsettled(cast.city)
    services.take_drive_step(drive_id=drive.pk, action="close", by=second)
    assert list(list_unspent(cast.finance)) == [drive]
    assert say_unsettled(cast.city) == ""


class TestAroundPython:
    def refused(self, sql, says, table, trigger):
        def run(statement):
            with connection.cursor() as cursor:
                cursor.execute(statement)

        with pytest.raises(DatabaseError, match=says), transaction.atomic():
            run(sql)
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        run(sql)

    @pytest.mark.parametrize(
        "what", ["target = 5", "use_id = 'living'", "until_on = until_on + 9", "name = 'x'"]
    )
    def test_a_drive_stays_what_it_was(self, drive, what):
        sql = f"UPDATE donations_drive SET {what} WHERE id = {drive.pk}"
        self.refused(sql, "stays what it was", "donations_drive", "drive_keeps")

    def test_it_does_not_open_again(self, drive, second):
        services.take_drive_step(drive_id=drive.pk, action="close", by=second)
        sql = f"UPDATE donations_drive SET state = 'open' WHERE id = {drive.pk}"
        self.refused(sql, "goes its way", "donations_drive", "drive_keeps")

    def test_it_takes_nothing_after_its_end(self, cast, drive, second):
        services.take_drive_step(drive_id=drive.pk, action="close", by=second)
        sql = (
            "INSERT INTO donations_donation (uid, union_id, drive_id, form, amount, goods, valued_by, source,"
            " use_id, wish, given_on, method, bank_serial, state, entered_at, why, number)"
            f" VALUES (gen_random_uuid(), {drive.union_id}, {drive.pk}, 'money', 1, '', '', 'donation',"
            " 'medical', '', current_date, 'bank', '', 'entered', now(), '', '')"
        )
        self.refused(sql, "while it lasts", "donations_donation", "donation_of_drive")


def rows_of(*rows):
    labels = [column.label for column in UnitResource.layout]
    return Dataset(*rows, headers=labels)


def bring_in(rows, by):
    return UnitResource(union=by.union, by=by).import_data(rows, dry_run=False, use_transactions=True)


def faults(result):
    return [sentence for row in result.invalid_rows for sentence in row.error.messages]


@pytest.fixture
def row(drive):
    day = timezone.localdate()
    return lambda name="第一中学工会", heads=30, amount="1500", drive=drive.name: [
        drive, name, heads, amount, day, "", "",
    ]  # fmt: skip


def test_a_list_of_units_comes_in_as_gifts_that_wait(cast, drive, row):
    result = bring_in(rows_of(row(), row("市医院工会", 12, "６00.50")), cast.finance)
    assert not faults(result)
    found = Donation.objects.order_by("pk")
    assert [(one.donor.name, one.heads, one.amount, one.state) for one in found] == [
        ("第一中学工会", 30, Decimal("1500.00"), "entered"),
        ("市医院工会", 12, Decimal("600.50"), "entered"),
    ]
    assert {one.drive for one in found} == {drive}


def test_the_same_list_again_brings_nothing_and_another_sum_is_refused(cast, row):
    bring_in(rows_of(row()), cast.finance)
    bring_in(rows_of(row()), cast.finance)
    assert Donation.objects.count() == 1
    assert any(
        "登记的不能改" in fault for fault in faults(bring_in(rows_of(row(amount="1600")), cast.finance))
    )
    assert Donation.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"drive": "没有这个活动"}, "没有这个名称的进行中的活动"),
        ({"heads": 0}, "不能小于 1"),
        ({"amount": "-3"}, "不能是负数"),
        ({"amount": ""}, "请填写金额"),
        ({"name": ""}, "请填写此项"),
    ],
)
def test_a_bad_row_says_what_is_wrong(cast, row, more, sentence):
    assert any(sentence in fault for fault in faults(bring_in(rows_of(row(**more)), cast.finance)))
    assert not Donation.objects.exists()


def test_a_unit_twice_in_one_list_is_told(cast, row):
    result = bring_in(rows_of(row(), row()), cast.finance)
    assert Donation.objects.count() <= 1
    assert any("第" in fault for fault in faults(result)) or Donation.objects.count() == 1


def test_from_the_plan_to_the_end_on_pages(cast, second, as_user):
    today = timezone.localdate().isoformat()
    told = {
        "name": "2026年金秋助学", "kind": "tuition", "purpose": "资助困难职工子女", "source": "donation",
        "use": "tuition", "from_on": today, "until_on": today, "target": "5万",
    }  # fmt: skip
    made = as_user(cast.finance).post(url("drive_new"), told)
    drive = Drive.objects.get()
    assert made["Location"] == url("drive", drive.pk)
    assert as_user(cast.finance).post(url("drive_step", drive.pk), {"action": "open"}).status_code == 409
    client = as_user(second)
    for nonsense in ("", "x", "open\x00"):
        refused = client.post(url("drive_step", drive.pk), {"action": nonsense})
        assert "没有这个操作" in text_of(refused)
    client.post(url("drive_step", drive.pk), {"action": "open"})
    entry = f"{url('new_money')}?drive={drive.pk}"
    assert entry in text_of(client.get(url("drive", drive.pk)))
    told = {
        "key": str(uuid.uuid4()), "kind": "anonymous", "amount": "66.6", "method": "cash", "given_on": today,
        "heads": "4",
    }  # fmt: skip
    made = client.post(entry, told)
    donation = Donation.objects.get()
    assert (donation.drive, donation.use_id, donation.heads) == (drive, "tuition", 4)
    as_user(cast.approver).post(url("step", donation.pk), {"action": "confirm"})
    as_user(cast.approver).post(url("drive_step", drive.pk), {"action": "close"})
    page = text_of(as_user(cast.finance).get(url("drive", drive.pk)))
    assert "还有 66.60 元没有用" in page
    assert entry not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"until_on": "2020-01-01"}, "结束日期不能早于开始日期"),
        ({"target": "0"}, "金额不能少于"),
        ({"name": ""}, ""),
    ],
)
def test_a_bad_plan_is_answered_with_what_is_wrong(cast, as_user, changes, sentence):
    today = timezone.localdate().isoformat()
    told = {
        "name": "x", "kind": "other", "purpose": "x", "source": "donation", "use": "living", "from_on": today,
        "until_on": today, **changes,
    }  # fmt: skip
    response = as_user(cast.finance).post(url("drive_new"), told)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Drive.objects.exists()


def test_outside_the_scope_there_is_nothing(cast, drive, as_user):
    client = as_user(UserFactory(union=cast.county, role=Role.FINANCE))
    assert client.get(url("drive", drive.pk)).status_code == 404
    assert client.post(url("drive_step", drive.pk), {"action": "close"}).status_code == 404
    assert client.get(url("new_money"), {"drive": drive.pk}).status_code == 404
    assert "还没有募捐活动" in text_of(client.get(url("drives")))


def test_the_list_takes_the_same_few_queries_whatever_its_length(cast, drive, as_user):
    client = as_user(cast.finance)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(url("drives"))
        return len(found)

    queries()
    few = queries()
    for n in range(5):
        services.draw_up(plan=plan(name=f"活动{n}"), by=cast.finance)
    assert queries() == few <= 12
