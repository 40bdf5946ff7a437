"""查阅记录: who saw a file, for the worker who asks."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.applications.states import State
from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.access import MOST, get_access
from tests.cases.approvals.conftest import line, make
from tests.factories import HouseholdFactory, UserFactory, payable_of
from tests.funds.payments.conftest import carry

__all__ = ["line", "make"]

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E6")]


@pytest.fixture
def household(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)


def text_of(answer):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def look(household, by, **more):
    return audit.record("case.open", target=household, by=by, kind=Kind.READ, **more)


def test_everybody_who_read_is_named_and_counted(household, cast):
    look(household, cast.reviewer)
    look(household, cast.auditor)
    look(household, cast.reviewer)
    found = get_access(household=household, user=cast.clerk)
    assert [(one.name, one.union, one.times) for one in found.readers] == [
        (cast.reviewer.name, cast.county.name, 2), (cast.auditor.name, cast.city.name, 1),
    ]  # fmt: skip
    assert [line.by for line in found.lines] == [cast.reviewer.name, cast.auditor.name, cast.reviewer.name]
    assert found.total == 3


def test_what_was_written_is_no_reading_and_another_file_no_part_of_it(household, cast):
    look(HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk), cast.auditor)
    audit.record("household.look", target=household, by=cast.clerk, kind=Kind.WRITE)
    assert get_access(household=household, user=cast.clerk).total == 0


def test_a_number_shown_and_a_paper_printed_count(household, cast, as_user):
    as_user(cast.reviewer).get(reverse("archives:form_pdf", args=[household.pk]))
    audit.record_reveal(target=household.head, field="id_number", by=cast.auditor)
    names = [line.action for line in get_access(household=household, user=cast.clerk).lines]
    assert names[0] == "显示完整号码"
    assert len(names) == 2


@pytest.mark.parametrize("is_own", [True, False])
def test_the_account_of_a_payment_shown_counts(is_own, make, line, cast, as_user):
    application = make(State.APPROVED, line=line, amount=1000)
    other = make(State.APPROVED, line=line, amount=1000)
    payment = carry([payable_of(application)], cast).payments.get()
    assert as_user(cast.finance).post(reverse("payments:reveal", args=[payment.pk])).status_code == 200
    found = get_access(household=(application if is_own else other).household, user=cast.clerk)
    assert [line.by for line in found.lines] == ([cast.finance.name] if is_own else [])


def test_a_stand_in_is_named_with_whom_they_stood_in_for(household, cast):
    today = timezone.localdate()
    row = accounts.stand_in(
        appointment_id=cast.reviewer.appointments.get().pk, by=cast.reviewer, reason="年休假",
        user=UserFactory(union=cast.county, role=Role.CLERK, name="李代办"),
        from_on=today, until_on=today + timedelta(days=3),
    )  # fmt: skip
    look(household, standing_in(row.user, row))
    (reader,) = get_access(household=household, user=cast.clerk).readers
    assert cast.reviewer.name in reader.name
    assert "李代办" in reader.name


def test_the_paper_tells_it_and_stands_in_the_next(household, cast, as_user):
    look(household, cast.auditor)
    client = as_user(cast.clerk)
    client.get(reverse("desk:case", args=[household.pk]))  # the clerk's own look counts as well
    address = reverse("desk:access", args=[household.pk])
    assert address in client.get(reverse("desk:case", args=[household.pk]) + "?tab=log").text
    answer = client.get(address)
    said = text_of(answer)
    assert "档案查阅记录" in said
    assert cast.auditor.name in said
    assert "共有 2 人" in said
    trace = AuditRecord.objects.about(household).first()
    assert (trace.action, trace.by, trace.data["rows"]) == ("export.access", cast.clerk, 2)
    assert "合计 3 次" in text_of(client.get(address))


def test_a_long_list_says_what_it_leaves_out(household, cast, as_user, monkeypatch):
    monkeypatch.setattr("hardship.desk.selectors.access.MOST", 2)
    for _turn in range(3):
        look(household, cast.auditor)
    assert MOST > 2
    said = text_of(as_user(cast.clerk).get(reverse("desk:access", args=[household.pk])))
    assert "逐次只列最近的 2 次" in said
    assert "合计 3 次" in said


def test_a_stranger_finds_nothing(household, cast, as_user):
    assert as_user(cast.stranger).get(reverse("desk:access", args=[household.pk])).status_code == 404
    assert as_user(cast.administrator).get(reverse("desk:access", args=[household.pk])).status_code == 403
