"""What a notice shows: topic, columns and mask as the policy has them, frozen; a title of the union's own."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.applications.services import publishing
from cases.applications.states import State
from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.rules import Shown, public_line, public_name
from cases.notices.selectors import get_version
from cases.notices.services import Posted, post_board, set_title
from cases.notices.states import MASKS, PURPOSES, TITLES, TOPICS
from cases.policies.rules.document.handling import Notice
from cases.policies.rules.noticing import NOTICE_COLUMNS
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.notices.test_notice_pages import NAME, text_of
from tests.factories import HouseholdFactory, entry_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]
FEW = Shown("schooling", ("category", "reason"), "given")


@pytest.mark.parametrize(
    ("name", "middle", "given"),
    [
        ("王小梅", "王*梅", "王**"),
        ("王梅", "王*", "王*"),
        ("王", "*", "*"),
        ("", "", ""),
        ("欧阳建国", "欧阳*国", "欧阳**"),
        ("欧阳静", "欧阳*", "欧阳*"),
        ("欧阳", "欧*", "欧*"),
        ("王小梅花", "王**花", "王***"),
        ("阿依古丽·买买提", "阿***·买**", "阿***·买**"),
        ("阿·买", "*·*", "*·*"),
        ("Ann Li", "A** L*", "A** L*"),
        ("Ann", "A**", "A**"),
        ("𠮷田花", "𠮷*花", "𠮷**"),
        (" 王小梅 ", "王*梅", "王**"),
    ],
)
def test_a_name_is_hidden_as_the_policy_says(name, middle, given):
    assert (public_name(name), public_name(name, "given")) == (middle, given)


@pytest.mark.parametrize("mask", dict(MASKS))
@pytest.mark.parametrize("name", ["王梅", "王小梅", "欧阳静", "阿依古丽·买买提", "Ann Li", "王"])
def test_no_mask_lets_a_whole_name_through(name, mask):
    assert "*" in public_name(name, mask)
    assert name not in public_name(name, mask)


def test_what_is_not_shown_is_not_kept():
    told = {"name": "王小梅", "unit": "第二棉纺织厂", "programme": "助学", "amount": 3000}
    line = public_line(**told, category="深度困难", reason="因病", shown=FEW)
    assert (line.unit, line.amount) == ("", None)
    assert (line.name, line.category, line.reason) == ("王**", "深度困难", "因病")
    usual = public_line(**told, category="深度困难", reason="因病")
    assert (usual.category, usual.reason, usual.unit) == ("", "", "第二棉纺织厂")


def test_every_topic_has_a_title_and_says_what_for():
    assert dict(TOPICS).keys() == TITLES.keys() == PURPOSES.keys()


def test_the_columns_stand_in_one_order_however_the_policy_has_them():
    notice = Notice(topic="visits", columns=("reason", "unit"), mask="given")
    rule = SimpleNamespace(rule=SimpleNamespace(notice=notice, goods=()))
    shown = publishing.shown_of(SimpleNamespace(programme=rule, is_urgent=False))
    assert shown == Shown("visits", ("unit", "reason"), "given")
    paid = publishing.shown_of(SimpleNamespace(programme=rule, is_urgent=True))
    assert paid == Shown("money", ("unit", "reason"), "given")
    assert set(NOTICE_COLUMNS) >= set(Notice().columns)


@pytest.fixture
def shows(monkeypatch):
    """Lets the programmes show this from now on."""

    def of(shown):
        monkeypatch.setattr(publishing, "shown_of", lambda _application: shown)

    return of


@pytest.fixture
def publish(cast, make):
    def of():
        household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, name=NAME)
        return entry_of(make(State.PUBLIC_NOTICE, household=household))

    return of


class TestANotice:
    def test_of_one_day_is_one_for_each_of_what_is_shown(self, publish, shows):
        usual, same = publish(), publish()
        shows(FEW)
        other = publish()
        assert usual.notice == same.notice != other.notice
        assert (other.notice.heading, other.notice.columns) == (
            "困难职工子女助学公示",
            ["category", "reason"],
        )
        assert usual.notice.number != other.notice.number

    def test_shows_on_poster_and_page_its_columns_and_no_more(self, cast, publish, shows, as_user):
        shows(FEW)
        entry = publish()
        notice, household = entry.notice, entry.notice.entries.get()
        page = reverse("notices:public", args=[notice.token, get_version(notice)])
        public = Client().get(page).content.decode()
        pdf = as_user(cast.reviewer).get(reverse("notices:notice_pdf", args=[notice.pk])).content
        for text in (public, text_of(pdf)):
            assert "困难职工子女助学公示" in text
            assert "欧阳**" in text
            assert household.category in text
            assert household.reason_shown in text
            assert entry.programme not in text
            assert "元" not in text.split("联系")[0]

    def test_stays_as_it_began(self, publish):
        notice = publish().notice
        for change in ({"topic": "money"}, {"columns": ["amount"]}, {"mask": "given"}):
            with pytest.raises(IntegrityError, match="stays as it was published"), transaction.atomic():
                PublicNotice.objects.filter(pk=notice.pk).update(**change)

    @pytest.mark.parametrize("column", ["category", "reason_shown"])
    def test_and_so_do_its_lines(self, publish, column):
        entry = publish()
        with pytest.raises(IntegrityError, match="stays as it was published"), transaction.atomic():
            NoticeEntry.objects.filter(pk=entry.pk).update(**{column: "另一种"})

    def test_is_found_by_its_topic(self, cast, publish, shows, as_user):
        usual = publish().notice
        shows(FEW)
        other = publish().notice
        client, url = as_user(cast.reviewer), reverse("notices:notices")
        page = client.get(url, {"topic": "schooling"}).content.decode()
        assert (other.number in page, f"{usual.number}<" in page) == (True, False)
        assert usual.number in client.get(url, {"topic": "\x00", "state": "x"}).content.decode()


class TestATitle:
    def test_is_written_by_the_union_and_seen_before_it_is_printed(self, cast, publish, as_user):
        notice, client = publish().notice, as_user(cast.reviewer)
        url = reverse("notices:title", args=[notice.pk])
        before = get_version(notice)
        assert "困难职工帮扶公示" in client.get(url).content.decode()
        page = client.post(url, {"title": "元旦春节  送温暖名单公示"}, follow=True).content.decode()
        assert "元旦春节 送温暖名单公示" in page
        assert "欧阳*国" in page
        notice.refresh_from_db()
        assert get_version(notice) != before
        [row] = AuditRecord.objects.about(notice).filter(action="notice.title")
        assert row.data == {"before": "", "after": "元旦春节 送温暖名单公示"}
        assert client.post(url, {"title": "长" * 41}).status_code == 422
        client.post(url, {"title": ""})
        notice.refresh_from_db()
        assert notice.heading == "困难职工帮扶公示"

    def test_stays_once_a_poster_hangs(self, cast, publish):
        notice = publish().notice
        posted = Posted("board", "一车间门口", notice.starts_on, "王强", "李芳")
        post_board(notice_id=notice.pk, posted=posted, by=cast.reviewer)
        with pytest.raises(Refused, match="已经张贴"):
            set_title(notice_id=notice.pk, title="另一个", by=cast.reviewer)
        with pytest.raises(IntegrityError, match="a poster with the title"), transaction.atomic():
            PublicNotice.objects.filter(pk=notice.pk).update(title="另一个")

    def test_is_written_by_nobody_else(self, cast, publish, as_user):
        notice = publish().notice
        with pytest.raises(Refused, match="只有发布公示"):
            set_title(notice_id=notice.pk, title="另一个", by=cast.city_reviewer)
        url = reverse("notices:title", args=[notice.pk])
        assert as_user(cast.city_reviewer).get(url).status_code == 404
        assert as_user(cast.clerk).get(url).status_code == 403
