"""公示与异议 on pages and paper: masked names and nothing else that is personal."""

import io

import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from cases.applications.states import State
from cases.archives.models import Consent
from cases.notices.models import Objection, PublicNotice
from cases.notices.services import record_objection
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, end_notices, entry_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]
NAME = "欧阳建国"
GIVEN = {
    "findings": "看了租赁合同", "outcome": "unfounded", "answer": "已核实为租赁", "told_how": "nobody",
    "rule": "",
}  # fmt: skip


@pytest.fixture
def application(cast, make):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, name=NAME)
    return make(State.PUBLIC_NOTICE, household=household)


@pytest.fixture
def url(application):
    return f"/notices/{PublicNotice.objects.get().pk}/"


def text_of(content):
    return "".join(page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(content)).pages)


def assert_public(text, household):
    """Nothing stands there that may not be published."""
    head = household.head
    assert "欧阳*" in text
    for secret in (NAME, head.id_number.reveal(), str(head.id_number), head.phone.reveal(), household.address,
                   "终末期肾病", "深度困难", head.bank_card.reveal()):  # fmt: skip
        assert secret not in text, secret


def test_the_page_masks_the_name_for_whoever_cannot_see_the_file(as_user, cast, application, url):
    neighbour = UnionFactory(parent=cast.county)
    person = UserFactory(union=neighbour, role=Role.CLERK)
    page = as_user(person).get(url)
    assert page.status_code == 200
    text = page.content.decode()
    assert_public(text, application.household)
    assert "查看申请" not in text


def test_the_paper_carries_the_mask_the_days_and_the_seal(as_user, cast, application, url):
    answer = as_user(cast.reviewer).get(f"{url}notice.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert_public(text, application.household)
    assert "（盖章）" in text
    assert "9,840.00" in text
    record = AuditRecord.objects.get(action="export.public_notice")
    assert (record.data["rows"], record.data["masked"]) == (1, True)


def test_notices_of_elsewhere_are_not_found(as_user, cast, application, url):
    client = as_user(cast.stranger)
    assert client.get(url).status_code == 404
    assert client.get(f"{url}notice.pdf").status_code == 404
    assert PublicNotice.objects.get().number not in client.get("/notices/").content.decode()


def test_the_list_shows_how_far_each_notice_is(as_user, cast, application):
    page = as_user(cast.reviewer).get("/notices/").content.decode()
    assert "第 0 / 5 个工作日" in page
    end_notices(application)
    assert "期满待办" in as_user(cast.reviewer).get("/notices/").content.decode()
    assert "没有符合条件的公示" in as_user(cast.reviewer).get("/notices/?state=concluded").content.decode()


def test_an_empty_list_says_where_notices_come_from(as_user, cast):
    assert "还没有公示" in as_user(cast.clerk).get("/notices/").content.decode()


def test_an_objection_is_recorded_and_answered_on_the_page(as_user, cast, application, url):
    entry = entry_of(application)
    clerk, given = as_user(cast.clerk), {**GIVEN, "told_on": timezone.localdate().isoformat()}
    data = {
        "entry": entry.pk,
        "text": "家中另有门面房",
        "channel": "visit",
        "received_on": timezone.localdate().isoformat(),
    }
    assert clerk.post(f"{url}objections/", data).status_code == 302
    assert clerk.post(f"{url}objections/", {}).status_code == 422
    objection = Objection.objects.get()
    assert "家中另有门面房" not in as_user(cast.clerk).get(url).content.decode(), (
        "below the county only the number"
    )
    reviewer = as_user(cast.reviewer)
    assert "家中另有门面房" in reviewer.get(url).content.decode()
    page = f"/notices/objections/{objection.pk}/"
    assert "没有经手的人" in reviewer.get(page).content.decode()
    assert reviewer.post(f"{page}answer/", given).status_code == 409
    second = as_user(UserFactory(union=cast.county, role=Role.REVIEWER))
    assert second.post(f"{page}answer/", {"answer": "无"}).status_code == 422
    assert second.post(f"{page}answer/", given).status_code == 302
    assert second.post(f"{page}answer/", given).status_code == 409
    assert "异议不成立" in second.get(page).content.decode()
    text = text_of(second.get(f"{page}answer.pdf").content)
    for words in ("异议调查答复书", "家中另有门面房", "已核实为租赁", "欧阳*国"):
        assert words in text, words
    assert_public(text, application.household)


def test_what_was_objected_is_not_for_those_who_pay_or_administer(as_user, cast, application, url):
    record_objection(
        entry_id=entry_of(application).pk, text="有门面房", received_on=timezone.localdate(), by=cast.clerk
    )
    for role in (Role.FINANCE, Role.CASHIER, Role.ADMINISTRATOR):
        text = as_user(UserFactory(union=cast.county, role=role)).get(url).content.decode()
        assert ("有门面房" in text, "收到 1 条异议" in text) == (False, True), role
    assert "有门面房" in as_user(cast.reviewer).get(url).content.decode()


def test_whoever_had_a_hand_in_the_case_does_not_see_where_an_objection_comes_from(
    as_user, cast, application
):
    row = record_objection(
        entry_id=entry_of(application).pk, text="有门面房", received_on=timezone.localdate(), by=cast.clerk,
        objector="赵六", contact="13912345678", channel="phone",
    )  # fmt: skip
    page = f"/notices/objections/{row.pk}/"
    passed = as_user(cast.reviewer)
    assert "赵六" not in passed.get(page).content.decode()
    assert passed.post(f"{page}reveal/").status_code == 404
    second = as_user(UserFactory(union=cast.county, role=Role.REVIEWER))
    text = second.get(page).content.decode()
    assert ("赵六" in text, "13912345678" in text) == (True, False)
    assert second.post(f"{page}reveal/").content.decode() == "13912345678"
    assert as_user(cast.clerk).get(page).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT o::text FROM notices_objection o")
        assert "13912345678" not in cursor.fetchone()[0]


def test_a_stranger_neither_objects_nor_answers(as_user, cast, application, url):
    client = as_user(cast.stranger)
    assert client.post(f"{url}objections/", {}).status_code == 404
    row = record_objection(
        entry_id=entry_of(application).pk, text="x", received_on=timezone.localdate(), by=cast.reviewer
    )
    assert client.get(f"/notices/objections/{row.pk}/").status_code == 404
    assert client.post(f"/notices/objections/{row.pk}/answer/", {}).status_code == 404


def test_who_reviews_below_finds_no_notice_to_conclude(as_user, cast, application, url):
    client = as_user(UserFactory(union=UnionFactory(parent=cast.county), role=Role.REVIEWER))
    assert client.get(url).status_code == 200
    assert client.post(f"{url}conclude/").status_code == 404


def test_the_county_concludes_when_the_days_are_over(as_user, cast, application, url):
    reviewer = as_user(cast.reviewer)
    assert "公示期满，报审批" not in reviewer.get(url).content.decode()
    reviewer.post(f"{url}conclude/")
    application.refresh_from_db()
    assert application.state == State.PUBLIC_NOTICE
    end_notices(application)
    assert "公示期满，报审批" in reviewer.get(url).content.decode()
    reviewer.post(f"{url}conclude/")
    application.refresh_from_db()
    assert application.state == State.APPROVAL


def test_a_consent_taken_back_and_two_of_one_masked_name_are_told(as_user, cast, make, application, url):
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, name="欧阳兴国")
    make(State.PUBLIC_NOTICE, household=other)
    text = as_user(cast.reviewer).get(url).content.decode()
    same = entry_of(application).unit == PublicNotice.objects.get().entries.latest("pk").unit
    assert (("申请号尾号" in text), ("不同意公示" in text)) == (same, False)
    consent = {"signer": "本人", "allows_check": True, "text_version": "2026.1", "text_hash": "0" * 64}
    Consent.objects.create(
        household=application.household, signed_on=timezone.localdate(), allows_notice=False,
        recorded_by=cast.clerk, **consent,
    )  # fmt: skip
    text = as_user(cast.reviewer).get(url).content.decode()
    assert f"{application.number}：家庭已经不同意公示" in text
