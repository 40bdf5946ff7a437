"""The way of a publication: taken by one, checked and published by others, corrected beside the old."""

from datetime import date

import pytest

from funds.publications import selectors, services
from funds.publications.models import Publication
from funds.publications.services import making
from funds.publications.states import State
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E5")]


def test_figures_are_taken_checked_and_published_by_others(cast, money, pay, draft, take):
    pay(money, "800")
    row = draft()
    assert row.number == f"{cast.city.code}-GK2026-001"
    assert list(selectors.list_to_check(cast.city_reviewer)) == [row]
    assert not selectors.list_to_check(cast.finance)
    row = take(row, "check")
    assert list(selectors.list_to_publish(cast.approver)) == [row]
    assert selectors.get_public(row.token) is None
    row = take(row, "publish")
    assert selectors.get_public(row.token) == row
    assert (row.state, row.decision_no, row.read.sums.spent) == (State.PUBLISHED, "纪要 1 号", 800)
    assert AuditRecord.objects.get(action="publication.publish").data["sha256"] == row.sha256


def test_nobody_checks_what_they_took(cast, money, after):
    both = UserFactory(union=cast.city, roles=[Role.CLERK, Role.REVIEWER])
    row = services.draft(year=2026, quarter=1, by=both)
    assert not selectors.list_to_check(both)
    with pytest.raises(Refused, match="另一个人"):
        services.take_step(publication_id=row.pk, action="check", by=both)


def test_a_decision_names_its_document(money, draft, take):
    row = take(draft(), "check")
    with pytest.raises(Refused, match="会议纪要") as refused:
        take(row, "publish", decision_no=" ")
    assert refused.value.field == "decision_no"


@pytest.mark.parametrize(
    ("told", "why"),
    [({"quarter": 2}, "还没有结束"), ({"quarter": 0}, "还没有结束"), ({"year": 2025}, "没有资金收支")],
)
def test_a_period_is_over_and_money_moved_in_it(money, draft, told, why):
    with pytest.raises(Refused, match=why):
        draft(**told)
    assert not Publication.objects.exists()


def test_only_the_unions_own_people_take_figures(cast, money, after):
    for by in (cast.approver, cast.auditor):
        with pytest.raises(Refused, match="经办人或财务"):
            services.draft(year=2026, quarter=1, by=by)
    row = services.draft(year=2026, quarter=1, by=cast.finance)
    with pytest.raises(Publication.DoesNotExist):
        services.take_step(publication_id=row.pk, action="check", by=cast.stranger)
    assert not Publication.objects.visible_to(cast.stranger).exists()


def test_books_that_no_payment_agrees_with_are_not_published(cast, pay, draft):
    pay(make_line(cast.finance), "800")
    with pytest.raises(Refused, match="账目核对有 1 处不符"):
        draft()


def test_figures_that_do_not_add_up_are_not_published(money, draft, monkeypatch):
    monkeypatch.setattr(making, "find_faults", lambda figures: iter(["差一分。"]))
    with pytest.raises(Refused, match="差一分"):
        draft()


def test_what_moved_since_stops_the_way_until_figures_are_taken_anew(cast, money, pay, draft, take):
    row = draft()
    pay(money, "800", on=date(2026, 3, 30))
    assert services.has_drifted(row)
    with pytest.raises(Refused, match="重新取数"):
        take(row, "check")
    row = services.take_step(publication_id=row.pk, action="retake", by=cast.finance)
    assert row.read.sums.spent == 800
    row = take(row, "check")
    pay(money, "5", on=date(2026, 3, 31))
    with pytest.raises(Refused, match="退回"):
        take(row, "publish")
    row = services.take_step(publication_id=row.pk, action="return", by=cast.approver, comment="又付了一笔")
    assert (row.state, row.checked_by, row.opinion) == (State.DRAFT, None, "又付了一笔")
    services.take_step(publication_id=row.pk, action="retake", by=cast.finance)
    assert take(row, "check", "publish").read.sums.spent == 805


def test_a_correction_stands_beside_what_it_corrects(cast, money, pay, published, draft, take):
    old = published()
    with pytest.raises(Refused, match="更正的原因") as refused:
        draft()
    assert refused.value.field == "reason"
    pay(money, "800", on=date(2026, 3, 30))
    row = draft(reason="漏了一笔")
    with pytest.raises(Refused, match="正在编制"):
        draft(reason="再来")
    assert (row.version, row.token) == (2, old.token)
    assert selectors.get_public(old.token) == old
    row = take(row, "check", "publish")
    old.refresh_from_db()
    assert (old.state, old.ended_by, old.read.sums.spent) == (State.REPLACED, cast.approver, 0)
    assert selectors.get_public(old.token) == row


def test_what_was_taken_down_is_gone_and_comes_back_with_a_reason(cast, money, published, draft):
    row = published()
    with pytest.raises(Refused, match="意见"):
        services.take_step(publication_id=row.pk, action="take_down", by=cast.approver)
    services.take_step(publication_id=row.pk, action="take_down", by=cast.approver, comment="印错")
    assert selectors.get_public(row.token) is None
    assert draft(reason="重印").version == 2


def test_a_dropped_draft_leaves_its_version_free(cast, money, draft):
    row = draft()
    services.take_step(publication_id=row.pk, action="drop", by=cast.finance, comment="先不公开")
    assert draft().version == 1


def test_finance_is_told_of_a_quarter_that_nobody_published(cast, money, draft):
    with clock.at(date(2026, 4, 8)):
        assert list(selectors.list_own_missing(cast.finance)) == [cast.city]
    with clock.at(date(2026, 7, 1)):
        assert not selectors.list_own_missing(cast.finance)
    draft()
    with clock.at(date(2026, 4, 8)):
        assert not selectors.list_own_missing(cast.finance)
