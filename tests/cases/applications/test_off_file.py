"""Aid for somebody without a file: asked for, decided, paid; then a file within thirty days, or a reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.applications import services
from cases.applications.models import Application
from cases.applications.selectors import get_paper, list_gaps
from cases.applications.selectors.offers import application_obstacle
from cases.applications.selectors.unfiled import is_unfiled, list_unfiled
from cases.applications.states import State
from cases.approvals.services.payables import find_blockers
from cases.archives.models import Household
from cases.archives.services import steps as files
from cases.archives.services.entry.drafts import save_section
from cases.archives.services.refusals import HeldElsewhere
from cases.archives.states import Section
from cases.giving.services.payables import find_blockers as find_instalment_blockers
from cases.policies.models import Programme
from cases.policies.rules import PolicyInvalid, parse_policy
from cases.policies.services import load_policy
from funds.payments.models import Payable
from funds.payments.services import make_batch
from hardship.accounts.states import Role
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.cases.policies.texts import SERVICES
from tests.factories import (
    HouseholdFactory,
    UserFactory,
    begin_off_file,
    close_file,
    payable_of,
    take,
    unguarded,
)
from tests.funds.payments.conftest import line  # noqa: F401 - a world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1")]
NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def temporary(cast, reference):
    load_policy(union=cast.county, text=SERVICES, in_force_from=date(2020, 1, 1))


@pytest.fixture
def approved(cast, line):  # noqa: F811
    """`approved()`: one that was decided on; `approved(programme="certain")` of another programme."""

    def decide(**more):
        made = begin_off_file(cast.clerk, **more)
        for action, by in (("submit", cast.clerk), ("pass", cast.reviewer), ("approve", cast.approver)):
            made = take(made, action, by=by, line=line)
        return made

    return decide


def test_it_goes_its_whole_way_without_a_file(cast, approved):
    application = approved()
    assert (application.state, application.off_file, application.amount) == (State.APPROVED, True, 2000)
    assert application.household.state == "draft"
    owed = payable_of(application)
    assert (owed.payee, owed.bank_name, owed.amount) == ("柳春生", "工商银行", Decimal(2000))
    assert find_blockers([owed], lock=False) == {}
    assert_books_balance()


def test_who_has_no_file_is_called_so(cast):
    application = begin_off_file(cast.clerk)
    assert application.get_category_display() == "未建档"
    assert get_paper(application).head.name == "柳春生"


def test_it_lacks_nothing_but_what_its_programme_asks(cast):
    assert list_gaps(begin_off_file(cast.clerk)) == []
    bare = services.start_off_file(
        programme_id=begin_off_file(cast.clerk).programme_id,
        head={"name": "严冬", "id_number": NUMBER}, reason="车祸住院", by=cast.clerk,
    )  # fmt: skip
    assert {gap.field for gap in list_gaps(bare)} == {"amount", "evidence"}


def test_what_is_written_into_the_draft_meanwhile_changes_nothing_of_it(cast, line):  # noqa: F811
    """The clerk opens the file while the aid is under way; another card is another matter."""
    application = take(begin_off_file(cast.clerk), "submit", by=cast.clerk)
    household = application.household
    save_section(
        household_id=household.pk, section=Section.HOUSING, data={"address": "文峰路8号"},
        version=household.version, by=cast.clerk,
    )  # fmt: skip
    application = take(application, "pass", by=cast.reviewer)
    household.refresh_from_db()
    save_section(
        household_id=household.pk, section=Section.WORKER, data={"bank_card": "6217001210024567893"},
        version=household.version, by=cast.clerk,
    )  # fmt: skip
    with pytest.raises(Refused):
        take(application, "approve", by=cast.approver, line=line)


def rewrite(application, by, **data):
    """What its clerk writes into the draft at any time."""
    household = Household.objects.get(pk=application.household_id)
    return save_section(
        household_id=household.pk, section=Section.WORKER, data=data, version=household.version, by=by
    )


@pytest.mark.parametrize("data", [{"name": "柳夏生"}, {"bank_card": "6217001210024567893"}])
@pytest.mark.requirement("E4")
def test_the_money_goes_to_whom_it_was_approved_for(cast, approved, data):
    owed = payable_of(approved())
    rewrite(owed_of(owed), cast.clerk, **data)
    with pytest.raises(Refused, match="姓名、证件或账户批准以后改过，请撤销批准重新申请，或先建档：柳春生"):
        make_batch(payable_ids=[owed.pk], title="", by=cast.finance)
    assert payable_of(owed_of(owed)).bank_card.reveal() == "6222021001122330018"


def test_what_is_written_beside_that_keeps_nobody_from_being_paid(cast, approved):
    owed = payable_of(approved())
    rewrite(owed_of(owed), cast.clerk, employer="城东家政")
    assert make_batch(payable_ids=[owed.pk], title="", by=cast.finance).pk


def owed_of(owed):
    return Application.objects.get(pk=owed.source_key)


def test_once_it_was_filed_the_file_decides(cast, approved):
    """Who files it looks at the card; a file that is closed pays nothing."""
    application = approved()
    owed, household = payable_of(application), application.household
    rewrite(application, cast.clerk, bank_card="6217001210024567893")
    now = timezone.now()
    filed = {
        "filed_at": now,
        "filed_by": cast.reviewer,
        "filed_on": now.date(),
        "category": "deep",
        "file_no": "000001",
    }
    with unguarded():
        Household.objects.filter(pk=household.pk).update(state="filed", **filed)
    assert find_blockers([owed], lock=False) == {}
    application = owed_of(owed)
    assert application_obstacle(application) == ""
    with unguarded():
        close_file(household)
    assert "档案已不在档" in find_blockers([owed], lock=True)[owed.pk]
    assert "已注销" in application_obstacle(owed_of(owed))


def test_in_instalments_too(cast, line):  # noqa: F811
    amount = "    amount: 800\n"
    text = SERVICES.replace(amount, f"{amount}    instalments: {{times: 2, every: month}}\n")
    load_policy(
        union=cast.union, text=text.replace("code: ", "code: own_", 1), in_force_from=date(2021, 1, 1)
    )
    made = begin_off_file(cast.clerk, programme="certain")
    for action, by in (("submit", cast.clerk), ("pass", cast.reviewer), ("approve", cast.approver)):
        made = take(made, action, by=by, line=line)
    owed = Payable.objects.get(source=made.instalments.get(number=1).source)
    assert find_instalment_blockers([owed], lock=True) == {}
    rewrite(made, cast.clerk, bank_card="6217001210024567893")
    with pytest.raises(Refused, match="请由审核人停发，或先建档：柳春生"):
        make_batch(payable_ids=[owed.pk], title="", by=cast.finance)


def test_then_a_file_is_to_be_opened_within_thirty_days(cast, approved):
    application = approved()
    duty = DUTIES["applications.unfiled"]
    assert [row.pk for row in duty.rows(cast.clerk)] == [application.pk]
    assert duty.item(application).due_on == timezone.localdate() + timedelta(days=30)
    assert not duty.rows(cast.stranger).exists()


def test_a_file_of_that_number_closes_it_by_itself(cast, approved):
    """Wherever it is opened: who is who is told by the ID number."""
    application = approved(number=NUMBER)
    assert is_unfiled(application)
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    with unguarded():
        other.members.filter(pk=other.head_id).update(
            id_number_index=application.household.head.id_number_index
        )
    assert not is_unfiled(application)


def test_a_file_that_was_left_long_ago_does_not(cast, approved):
    application = approved(number=NUMBER)
    old = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    with unguarded():
        old.members.filter(pk=old.head_id).update(id_number_index=application.household.head.id_number_index)
        long_ago = timezone.now() - timedelta(days=900)
        Household.objects.filter(pk=old.pk).update(
            state="closed",
            close_reason="moved",
            closed_at=long_ago,
            closed_by=cast.reviewer,
            left_on=date(2024, 1, 1),
            filed_at=long_ago,
        )
    assert is_unfiled(application)


def test_a_reason_answers_it(cast, approved):
    application = approved()
    with pytest.raises(Refused) as caught:
        services.answer_unfiled(application_id=application.pk, reason="  ", by=cast.clerk)
    assert caught.value.field == "reason"
    services.answer_unfiled(application_id=application.pk, reason="收入高于标准", by=cast.clerk)
    assert not list_unfiled(cast.clerk).exists()
    with pytest.raises(Refused):
        services.answer_unfiled(application_id=application.pk, reason="再说一遍", by=cast.clerk)


def test_none_where_the_policy_wants_a_file(cast, approved):
    application = approved(programme="certain")
    with pytest.raises(Refused, match="必须建档"):
        services.answer_unfiled(application_id=application.pk, reason="不想建", by=cast.clerk)


@pytest.mark.parametrize("who", ["reviewer", "approver"])
def test_nobody_else_answers(cast, approved, who):
    with pytest.raises(Refused):
        services.answer_unfiled(application_id=approved().pk, reason="x", by=getattr(cast, who))
    with pytest.raises(Application.DoesNotExist):
        services.answer_unfiled(
            application_id=Application.objects.latest("pk").pk, reason="x", by=cast.stranger
        )


def test_a_second_one_within_the_year_is_refused(cast, approved):
    approved(number=NUMBER)
    with pytest.raises(Refused, match="已享受 1 次"):
        begin_off_file(cast.clerk, number=NUMBER)


def test_also_at_another_union(cast, approved):
    """Which has a draft of its own for the same number."""
    approved(number=NUMBER)
    elsewhere = UserFactory(union=cast.county, role=Role.CLERK)
    with pytest.raises(Refused, match="已享受 1 次"):
        begin_off_file(elsewhere, number=NUMBER)


def test_who_stands_in_a_file_is_helped_through_that(cast):
    home = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    with pytest.raises(HeldElsewhere):
        begin_off_file(cast.clerk, number=home.head.id_number.reveal())


def test_other_programmes_need_a_file(cast):
    with pytest.raises(Refused, match="先建档"):
        begin_off_file(cast.clerk, programme="living")


def test_only_clerks_begin_it(cast):
    with pytest.raises(Refused):
        begin_off_file(cast.reviewer)


def test_the_draft_is_kept_as_long_as_it_is_needed(cast):
    application = begin_off_file(cast.clerk)
    household = application.household
    with pytest.raises(Refused, match="不能作废"):
        files.take_step(household_id=household.pk, action="discard", by=cast.clerk)
    take(application, "withdraw", by=cast.clerk)
    files.take_step(household_id=household.pk, action="discard", by=cast.clerk)


def test_must_file_is_of_aid_off_file_alone():
    with pytest.raises(PolicyInvalid, match="off_file: true"):
        parse_policy(SERVICES.replace("    off_file: true\n    must_file: true", "    must_file: true"))


# Pages


def told(**more):
    return {
        "name": "柳春生", "id_number": NUMBER, "employer": "", "phone": "", "bank_name": "", "bank_card": "",
        "reason": "租住房失火", "programme": str(programme().pk), **more,
    }  # fmt: skip


def programme():
    return Programme.objects.get(code="temporary")


def test_the_short_form_leads_on_to_the_long_one(as_user, cast):
    client, url = as_user(cast.clerk), reverse("applications:off_file")
    assert "没有建档的临时救助" in client.get(reverse("applications:list")).content.decode()
    answer = client.post(url, told())
    made = Application.objects.get()
    assert answer.url == reverse("applications:edit", args=[made.pk])
    assert made.off_file
    assert client.get(answer.url).status_code == 200
    again = client.post(url, told())
    assert again.status_code == 409
    assert "正在办理" in again.content.decode()


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"id_number": ""}, "身份证号"),
        ({"id_number": "110105194912310021"}, "身份证号"),
        ({"id_number": "<script>"}, "身份证号"),
        ({"name": ""}, "姓名"),
        ({"name": "王" * 51}, "姓名"),
        ({"reason": ""}, "申请理由"),
        ({"phone": "12345"}, "手机号码"),
        ({"bank_card": "一二三"}, "银行卡号"),
        ({"programme": "999999"}, "帮扶项目"),
        ({"programme": "1; DROP TABLE"}, "帮扶项目"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(as_user, cast, more, word):
    answer = as_user(cast.clerk).post(reverse("applications:off_file"), told(**more))
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not Household.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "12.345", "1.2万", "3000.01", "1e3", "NaN"])
def test_sums_that_are_none_are_refused(as_user, cast, amount):
    made = begin_off_file(cast.clerk)
    answer = as_user(cast.clerk).post(
        reverse("applications:edit", args=[made.pk]),
        {"version": made.version, "reason": made.reason, "amount": amount, "requested": amount},
    )
    assert answer.status_code in (409, 422)
    made.refresh_from_db()
    assert made.amount == Decimal(2000)


def test_whoever_stands_in_a_file_is_led_there(as_user, cast):
    home = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    answer = as_user(cast.clerk).post(
        reverse("applications:off_file"), told(id_number=home.head.id_number.reveal())
    )
    assert answer.status_code == 409
    assert "打开档案，从档案申请" in answer.content.decode()


def test_the_page_says_until_when_and_takes_the_reason(as_user, cast, approved):
    application = approved()
    client, url = as_user(cast.clerk), reverse("applications:detail", args=[application.pk])
    assert "前要补建" in client.get(url).content.decode()
    assert "补建档案" in client.get(reverse("applications:list"), {"unfiled": "open"}).content.decode()
    answer = reverse("applications:leave_unfiled", args=[application.pk])
    assert client.post(answer, {"reason": ""}).status_code == 422
    assert client.post(answer, {"reason": "收入高于标准"}).status_code == 302
    assert "收入高于标准" in client.get(url).content.decode()
    assert as_user(cast.stranger).post(answer, {"reason": "x"}).status_code == 404
