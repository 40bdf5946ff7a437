"""One line of a notice: told apart from one that reads the same, taken down alone, the poster of before."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.archives.models import Consent
from cases.employers.models import EmployerYear
from cases.notices.models import NoticeEntry
from cases.notices.rules import Line
from cases.notices.selectors import get_version, list_outdated, list_shown
from cases.notices.selectors.entries import tell_apart
from cases.notices.selectors.repeated import list_same_phone
from cases.notices.services import (
    Answer,
    add_photo,
    answer_objection,
    record_objection,
    take_line_down,
)
from cases.outcomes.selectors import get_decision
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.employers.test_employers import register
from tests.cases.notices.test_boards import post
from tests.cases.notices.test_notice_pages import text_of
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, drawn, entry_of, written_on

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


@pytest.fixture
def shown(cast, make):
    """A shown application of a worker of this name; all in one unit."""

    def application(name):
        household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, name=name)
        return make(State.PUBLIC_NOTICE, household=household)

    return application


def test_two_that_read_the_same_are_told_apart_on_the_poster(shown, cast, as_user, client):
    alike = [shown("王秀梅"), shown("王小梅")]
    shown("李建国")
    notice = entry_of(alike[0]).notice
    texts = {row.name: row.apart for row in list_shown(notice)}
    for row in list_shown(notice):
        row_is_alike = row.number in {one.number for one in alike}
        assert row.apart == (f"申请号尾号 {row.number[-4:]}" if row_is_alike else "")
    assert texts["李*国"] == ""
    paper = text_of(as_user(cast.reviewer).get(f"/notices/{notice.pk}/notice.pdf").content)
    public = client.get(f"/notices/poster/{notice.token}/{get_version(notice)}/").content.decode()
    for one in alike:
        assert f"王*梅（申请号尾号 {one.number[-4:]}）" in public
        assert one.number[-4:] in paper
    page = as_user(cast.reviewer).get(f"/notices/{notice.pk}/").content.decode()
    assert "请告诉职工" in page


def test_ends_that_are_the_same_give_way_to_whole_numbers():
    line = Line("王*梅", "一厂", "生活救助", None)
    rows = [NoticeEntry(number=number, name=line.name, unit=line.unit) for number in ("A-0001", "B-0001", "")]
    assert [len(group) for group in tell_apart(rows)] == [3]
    assert [row.apart for row in rows] == ["申请号尾号 A-0001", "申请号尾号 B-0001", ""]
    assert tell_apart([]) == []


def withdraw_consent(application, by):
    consent = {"signer": "本人", "allows_check": True, "text_version": "2026.1", "text_hash": "0" * 64}
    Consent.objects.create(
        household=application.household, signed_on=timezone.localdate(), allows_notice=False,
        recorded_by=by, **consent,
    )  # fmt: skip


def test_a_line_whose_consent_is_gone_leaves_alone_and_the_old_poster_shows(shown, cast, as_user):
    application, other = shown("王秀梅"), shown("李建国")
    entry = entry_of(application)
    board = post(entry.notice, cast.reviewer, photos=[drawn()])
    before = get_version(entry.notice)
    withdraw_consent(application, cast.clerk)
    client, page = as_user(cast.reviewer), f"/notices/{entry.notice_id}/"
    url = reverse("notices:line_down", args=[entry.pk])
    assert url in client.get(page).content.decode()
    assert "家庭已经不同意公示" in client.get(url).content.decode()  # the reason is there already
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "家庭书面撤回同意"}).status_code == 302
    entry.refresh_from_db()
    application.refresh_from_db()
    assert (entry.is_withdrawn, application.state) == (True, State.RETURNED)
    assert "家庭书面撤回同意" in get_decision(application).comment
    assert entry_of(other).is_on
    assert get_version(entry.notice) != before
    assert AuditRecord.objects.filter(action="notice.take_line_down").count() == 1
    assert list_outdated(entry.notice) == [board]
    assert "贴的还是撤下前的一版" in client.get(page).content.decode()
    add_photo(board_id=board.pk, moment="start", photo=drawn(3), by=cast.reviewer)
    assert list_outdated(entry.notice) == []
    assert client.post(url, {"reason": "再撤"}).status_code == 409


def test_who_takes_no_line_down(shown, cast, as_user):
    entry = entry_of(shown("王秀梅"))
    for by in (cast.city_reviewer, cast.approver):
        with pytest.raises(Refused, match="由发布它的工会的审核人"):
            take_line_down(entry_id=entry.pk, reason="不同意", by=by)
    for by in (cast.clerk, cast.stranger):
        with pytest.raises(NoticeEntry.DoesNotExist):
            take_line_down(entry_id=entry.pk, reason="不同意", by=by)
    with pytest.raises(Refused, match="请写明撤下的原因"):
        take_line_down(entry_id=entry.pk, reason="　", by=cast.reviewer)
    url = reverse("notices:line_down", args=[entry.pk])
    assert as_user(cast.stranger).get(url).status_code == 404
    neighbour = UserFactory(union=UnionFactory(parent=cast.county), role=Role.REVIEWER)
    assert as_user(neighbour).get(url).status_code == 404


def test_a_name_that_hides_nobody_is_told_to_staff(shown, cast, as_user):
    entry = entry_of(shown("王秀梅"))
    application = Application.objects.get(pk=entry.key)
    head = application.household.head
    head.employer = "小河口理发店"
    with written_on(application.household, "members", by=cast.clerk):
        head.save()
    said = "职工只有 3 人，隐去一字仍然认得出是谁"
    page = f"/notices/{entry.notice_id}/"
    client = as_user(cast.reviewer)
    assert said not in client.get(page).content.decode()  # nobody noted how many they are
    shop = register(cast.clerk, name="小河口理发店")
    year = EmployerYear.objects.create(employer=shop, year=2025, headcount=3)
    assert said in client.get(page).content.decode()
    EmployerYear.objects.create(employer=shop, year=2026, headcount=year.headcount * 10)
    assert said not in client.get(page).content.decode()


class TestOnePhone:
    def object(self, application, by, phone="13912345678"):
        return record_objection(
            entry_id=entry_of(application).pk, text="家里有车", received_on=timezone.localdate(), by=by,
            contact=phone, channel="phone",
        )  # fmt: skip

    def test_objections_that_left_one_number_stand_together(self, shown, cast, as_user):
        rows = [self.object(shown(name), cast.clerk) for name in ("王秀梅", "李建国", "赵德明")]
        self.object(shown("周永康"), cast.clerk, phone="13800000000")
        assert list_same_phone(rows[0], cast.city_reviewer) == [rows[2], rows[1]]
        page = as_user(cast.city_reviewer).get(f"/notices/objections/{rows[0].pk}/").content.decode()
        assert "同一电话还有 2 条异议" in page
        assert "13912345678" not in page

    def test_two_that_read_the_same_are_told_apart_in_the_list_and_the_letter(self, shown, cast, as_user):
        one, other = (shown(name) for name in ("王秀梅", "王小梅"))
        rows = [self.object(application, cast.clerk) for application in (one, other)]
        client = as_user(cast.city_reviewer)
        page = client.get(f"/notices/objections/{rows[0].pk}/").content.decode()
        assert f"王*梅（申请号尾号 {other.number[-4:]}）" in page
        answer = Answer(
            outcome="upheld", findings="有车。", answer="属实。", told_on=timezone.localdate(),
            told_how="nobody",
        )  # fmt: skip
        by = UserFactory(union=cast.county, role=Role.REVIEWER)
        answer_objection(objection_id=rows[0].pk, answer=answer, by=by)
        assert entry_of(one).is_withdrawn
        text = text_of(client.get(f"/notices/objections/{rows[0].pk}/answer.pdf").content)
        assert f"尾号{one.number[-4:]}" in "".join(text.split())

    def test_whoever_may_not_know_who_objected_sees_none(self, shown, cast, as_user):
        rows = [self.object(shown(name), cast.clerk) for name in ("王秀梅", "李建国")]
        assert list_same_phone(rows[0], cast.reviewer) == []  # passed both
        page = as_user(cast.reviewer).get(f"/notices/objections/{rows[0].pk}/").content.decode()
        assert "同一电话" not in page

    def test_one_without_a_number_has_no_company(self, shown, cast):
        row = self.object(shown("王秀梅"), cast.clerk, phone="")
        self.object(shown("李建国"), cast.clerk, phone="")
        assert list_same_phone(row, cast.city_reviewer) == []
