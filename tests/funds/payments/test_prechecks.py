"""发放预检: each code with a payable that has it and one that has not, before a batch and on its way."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.services.claims import claims_of
from cases.applications.states import State
from cases.approvals.selectors.prechecks import foresee, list_open
from cases.archives.models import Consent
from cases.crosschecks.models import CrossCheck, CrossCheckHit
from cases.notices.models import NoticeEntry, Objection
from cases.outcomes.models import Telling
from funds.ledgers.models import CapUsage
from funds.payments import selectors, services
from funds.payments.models import Payable
from funds.payments.rules import CODES
from funds.payments.services import PaymentRefused
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import count_each
from tests.factories import ApplicationFactory, UserFactory, payable_of, unguarded
from tests.funds.payments.conftest import application_of, carry, failed
from tests.funds.payments.gifts import CARD, NEW_CARD, THIRD_CARD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]


def keys(row):
    """The codes of one payable."""
    return {finding.key for finding in selectors.find_findings([row])[row.pk]}


def blocked_by_source(gift, gifts):
    row = gift()
    gifts.blockers["1"] = "礼物已收回"
    return row


def twice(gift, _gifts):
    gift(key="7")
    return gift(key="7b", id_number=Payable.objects.get().id_number.reveal())


def long_ago(gift, gifts):
    row = twice(gift, gifts)
    with unguarded():
        Payable.objects.exclude(pk=row.pk).update(created_at=timezone.now() - timedelta(days=28))
    return row


def shared(gift, _gifts):
    gift(bank_card=NEW_CARD)
    return gift(bank_card=NEW_CARD)


def own_card(gift, _gifts):
    gift(bank_card=CARD)
    return gift(bank_card=NEW_CARD)


def same_card_of_the_wife(gift, _gifts):
    """Both of one family are paid on one card, which is in one name."""
    wife = gift(key="5", name="李芳")
    return gift(key="6", name="王强", subject=wife.subject)


def kept(**told):
    return lambda gift, _gifts: gift(**told)


GIFTS = {
    "source": (blocked_by_source, kept()),
    "no_card": (kept(bank_card=""), kept()),
    "card": (kept(bank_card="12345"), kept()),
    "card_digit": (kept(bank_card="6222021001116245703"), kept()),
    "bank": (kept(bank_name="中国农业银行"), kept(bank_name="工行南通分行")),
    "id_number": (kept(id_number="320602198001010011"), kept(id_number="")),
    "shared": (shared, own_card),
    "twice": (twice, long_ago),
    "name": (same_card_of_the_wife, own_card),
}


@pytest.mark.parametrize("key", GIFTS)
def test_what_payments_know_themselves(gift, gifts, key):
    has, _has_not = GIFTS[key]
    assert keys(has(gift, gifts)) >= {key}


@pytest.mark.parametrize("key", GIFTS)
def test_and_what_is_nothing_of_the_kind(gift, gifts, key):
    _has, has_not = GIFTS[key]
    assert key not in keys(has_not(gift, gifts))


def test_a_failed_line_is_named_until_its_account_is_corrected(gift_batch, cast):
    batch = gift_batch(1, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1)], by=cast.finance)
    line = batch.payments.get()
    row = Payable.objects.get(pk=line.payable_id)
    assert keys(row) == {"failed", "name"}
    services.correct_account(payment_id=line.pk, bank_name="农行", bank_card=NEW_CARD, by=cast.finance)
    assert keys(row) == set()
    again = carry([row], cast, "sent")
    services.record_results(batch_id=again.pk, rows=[failed(1)], by=cast.finance)
    assert keys(row) == {"failed", "name"}, "that the first was put right says nothing of the second"
    third = again.payments.get()
    services.correct_account(payment_id=third.pk, bank_name="建行", bank_card=THIRD_CARD, by=cast.finance)
    assert keys(row) == set()


def test_a_record_that_changes_after_the_batch_was_made_is_named(gift, gifts, cast):
    row = gift()
    carry([row], cast)
    row.refresh_from_db()
    assert keys(row) == set()
    gifts.payees["1"] = type(gifts.payees["1"])("收礼人1", "", "中国农业银行", "", NEW_CARD)
    assert keys(row) == {"changed"}


def hit(cast, application, difference, member):
    check = CrossCheck.objects.create(
        union=cast.county, kind="death", as_of=timezone.localdate(), header_row=1, uploaded_by=cast.reviewer
    )
    return CrossCheckHit.objects.create(
        crosscheck=check, household=application.household, member=member, difference=difference
    )


def dead(cast, application):
    hit(cast, application, "deceased", application.household.head)


def widowed(cast, application):
    hit(cast, application, "deceased", application.household.members.exclude(relation="head").first())


def different(cast, application):
    hit(cast, application, "vehicles", application.household.head)


def explained(cast, application):
    different(cast, application)
    CrossCheckHit.objects.update(
        state="harmless", note="已报废", state_by=cast.clerk, state_at=timezone.now()
    )


def hanging(_cast, application):
    with unguarded():
        NoticeEntry.objects.update(state="on", closed_at=None)


def objected(_cast, application):
    today = timezone.localdate()
    with unguarded():
        Objection.objects.create(
            entry=NoticeEntry.objects.get(), text="有门面房", received_on=today, due_on=today, channel="page",
            state="to_check",
        )  # fmt: skip


def told(cast, application):
    Telling.objects.create(
        step=application.steps.get(target=State.APPROVED), on=timezone.localdate(), way="meeting",
        receiver="worker", teller="王经办", by=cast.clerk,
    )  # fmt: skip


def authorised(days):
    """By a consent that holds until so many days from now, after one that held longer."""

    def sign(cast, application):
        today = timezone.localdate()
        with unguarded():
            application.household.consents.update(signed_on=today - timedelta(days=500))
        for until in (days + 90, days):
            Consent.objects.create(
                household=application.household, signed_on=today - timedelta(days=400), signer="本人",
                allows_check=True, allows_notice=True, text_version="x", text_hash="x",
                valid_until=today + timedelta(days=until), recorded_by=cast.clerk,
            )  # fmt: skip

    return sign


def nothing(_cast, _application):
    """As it was approved."""


CASES = {
    "deceased": (dead, widowed),
    "crosscheck": (different, explained),
    "notice": (hanging, nothing),
    "objection": (objected, nothing),
    "untold": (nothing, told),
    "expired": (authorised(-1), authorised(0)),
}


@pytest.mark.parametrize("key", CASES)
def test_what_the_case_knows(owed, cast, key):
    row, (has, _has_not) = owed()[0], CASES[key]
    has(cast, application_of(row))
    assert key in keys(row)


@pytest.mark.parametrize("key", CASES)
def test_and_what_the_case_does_not_say(owed, cast, key):
    row, (_has, has_not) = owed()[0], CASES[key]
    has_not(cast, application_of(row))
    assert key not in keys(row)


def test_every_code_is_shown_by_a_test_of_its_own():
    assert {code.key for code in CODES} == {*GIFTS, *CASES, "failed", "changed", "other", "cap", "set_off"}
    assert len({code.number for code in CODES}) == len(CODES)


def test_as_many_queries_for_many_as_for_one(owed, gift):
    few, more = [*owed(1), gift()], [*owed(4), *(gift() for _n in range(6))]
    counts = []
    for rows in (few, few + more):
        rows = list(Payable.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(selectors.find_findings(rows)) == len(rows)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_blocked_row_stays_out_of_a_batch_and_is_listed_with_its_code(gift, cast, as_user):
    good, bad = gift(), gift(bank_card="12345")
    assert [row.payable for row in selectors.list_choices(user=cast.finance)] == [good]
    with pytest.raises(PaymentRefused, match="Y05 收款人的银行卡号不对：收礼人2"):
        services.make_batch(payable_ids=[good.pk, bad.pk], title="", by=cast.finance)
    client, url = as_user(cast.finance), reverse("payments:new")
    page = client.get(url).content.decode()
    assert "不能编入批次的款项" in page
    assert "Y05 银行卡号不对" in page
    assert client.post(url, {"title": "", "pk": [bad.pk]}).status_code == 422


def test_a_new_batch_begins_with_what_nobody_doubts(gift, cast, as_user):
    sure = gift(bank_card=THIRD_CARD, bank_name="建设银行")
    doubted = [gift(bank_card=NEW_CARD), gift(bank_card=NEW_CARD)]
    assert all("shared" in keys(row) for row in doubted)
    page = as_user(cast.finance).get(reverse("payments:new")).content.decode()
    ticked = re.findall(r'name="pk" value="(\d+)"[^>]* checked', page)
    assert ticked == [str(sure.pk)]
    assert len(re.findall(r'name="pk" value="\d+"', page)) == 3


@pytest.mark.parametrize(("state", "who", "action"), [
    ("made", "city_reviewer", "check"), ("checked", "approver", "release"),
])  # fmt: skip
def test_what_came_since_stops_a_batch_and_is_named(owed, cast, as_user, state, who, action):
    row = owed()[0]
    batch = carry([row], cast, state)
    dead(cast, application_of(row))
    person = getattr(cast, who)
    with pytest.raises(PaymentRefused, match=r"Y02 .*请取回批次"):
        services.take_step(batch_id=batch.pk, action=action, by=person)
    page = as_user(person).get(reverse("payments:detail", args=[batch.pk])).content.decode()
    assert "制单以后新出现：死亡名单上有收款人" in page
    assert "标红的现在不能发" in page


def test_what_was_only_to_be_looked_at_goes_on_and_stays_on_the_line(owed, cast):
    batch = carry(owed(), cast, "sent")
    assert batch.payments.get().codes == ["card_digit", "untold"]


def test_the_list_is_of_ones_scope_and_says_what_to_do(gift, cast, as_user):
    gift(bank_card="12345")
    gift(bank_card=THIRD_CARD, bank_name="建设银行")
    client, url = as_user(cast.clerk), reverse("payments:prechecks")
    page = client.get(url).content.decode()
    assert "1 笔现在不能发" in page
    assert "对照银行卡，在档案里改正" in page
    assert "收礼人2" not in page
    assert "收礼人1" not in client.get(url, {"code": "no_card"}).content.decode()
    assert "收礼人1" in client.get(url, {"code": "card", "severity": "block"}).content.decode()
    assert "收礼人1" not in client.get(url, {"age": "7"}).content.decode()
    assert client.get(url, {"code": "' OR 1", "age": "-1", "union": "x"}).status_code == 200
    stranger = UserFactory(union=cast.elsewhere, role=Role.FINANCE)
    assert "收礼人1" not in as_user(stranger).get(url).content.decode()
    assert as_user(cast.administrator).get(url).status_code == 403


def test_the_workbook_has_the_code_and_the_remedy(gift, cast, as_user):
    gift(bank_card="12345")
    answer = as_user(cast.finance).post(reverse("payments:prechecks_export"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "Y05 收款人的银行卡号不对" in cells
    assert "12345" not in "".join(cells)
    assert AuditRecord.objects.filter(action="export.prechecks").count() == 1


def test_the_hourly_check_waits_for_nobody(gift):
    gift(bank_card="12345")
    with CaptureQueriesContext(connection) as asked:
        assert services.recheck() == 1
    [locked] = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    assert locked.endswith(
        'ORDER BY "payments_payable"."id" ASC FOR UPDATE OF "payments_payable" SKIP LOCKED'
    )


def test_who_may_ask_for_another_payee_finds_the_door(gift, cast, as_user):
    door = reverse("payments:other_ask", args=[gift(bank_card="12345").pk])
    shown = {
        who: door in as_user(getattr(cast, who)).get(reverse("payments:prechecks")).content.decode()
        for who in ("clerk", "finance", "approver")
    }
    assert shown == {"clerk": True, "finance": True, "approver": False}


def test_the_clerk_who_can_mend_it_has_it_on_the_desk(gift, cast):
    row = gift(bank_card="12345")
    assert services.recheck() == 1
    assert services.recheck() == 0
    row.refresh_from_db()
    assert row.codes == ["card"]
    places = {duty.place: (duty, count) for duty, count in count_each(cast.clerk)}
    duty, count = places["payments:prechecks"]
    assert count == 1
    assert duty.rows(cast.clerk).get() == row
    other = UserFactory(union=cast.elsewhere, role=Role.CLERK)
    assert not selectors.list_to_mend(other).exists()


def test_each_has_what_is_theirs_to_mend(gift, gift_batch, cast):
    """Of one wrong card and one that the bank refused: the clerk the first, finance the second."""
    batch = gift_batch(1, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1, "账户已销户")], by=cast.finance)
    refused, wrong = batch.payments.get().payable, gift(bank_card="12345")
    told = {"bank_name": "中国农业银行", "bank_card": NEW_CARD}
    twice_paid = gift(key="9b", id_number=wrong.id_number.reveal(), **told)
    services.recheck()
    wrong.refresh_from_db()
    assert wrong.codes == ["card", "twice"]
    assert list(selectors.list_to_mend(cast.clerk)) == [wrong]
    assert list(selectors.list_to_mend(cast.finance)) == [refused]
    assert list(selectors.list_to_mend(cast.reviewer)) == [wrong, twice_paid]
    for person in (cast.approver, cast.city_reviewer, UserFactory(union=cast.county, role=Role.FINANCE)):
        assert not selectors.list_to_mend(person).exists()


def test_a_cap_that_is_reached_is_named_before_the_decision(cast, reference, line):
    waiting = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=State.APPROVAL,
    )  # fmt: skip
    cap = min((cap for cap in claims_of(waiting) if not cap.is_times), key=lambda cap: cap.cap - cap.before)
    left = waiting.amount - Decimal("0.01")
    usage = CapUsage.objects.create(subject=cap.subject, scope=cap.scope, year=cap.year, cap=cap.cap)
    with unguarded():
        CapUsage.objects.filter(pk=usage.pk).update(used=cap.cap - cap.before - waiting.amount)
    assert "cap" not in [finding.key for finding in foresee(waiting)]
    with unguarded():
        CapUsage.objects.filter(pk=usage.pk).update(used=cap.cap - cap.before - left)
    [found] = [finding for finding in foresee(waiting) if finding.key == "cap"]
    assert found.sentence == f"{cap.label}还剩 {left:,.2f} 元，再发就超过"


def test_an_application_shows_it_weeks_before(cast, reference, as_user, line, owed):
    waiting = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=State.APPROVAL,
    )  # fmt: skip
    assert "card_digit" in [finding.key for finding in foresee(waiting)]
    page = as_user(cast.approver).get(reverse("applications:detail", args=[waiting.pk])).content.decode()
    assert "批准以后发钱会遇到这些问题" in page
    approved = application_of(owed()[0])
    page = as_user(cast.clerk).get(reverse("applications:detail", args=[approved.pk])).content.decode()
    assert "Y15 结果还没告知" in page
    assert reverse("payments:other_ask", args=[payable_of(approved).pk]) in page
    assert list(list_open(approved)) == [payable_of(approved)]
    assert foresee(approved) == ()
    assert payable_of(approved).state == "open"
