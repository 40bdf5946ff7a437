"""慰问走访: who was met, what became of the gift, wishes that become somebody's task."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors.aid import list_records
from cases.campaigns import services
from cases.campaigns.models import CampaignVisit, Wish
from cases.campaigns.rules.visits import Heard
from cases.campaigns.selectors.teams import list_to_see
from cases.campaigns.selectors.visits import list_own_wishes, list_owners, list_wishes
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory, drawn, make_visit
from tests.funds.payments.conftest import carry, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C3")]


def outcome(visiting, by):
    return {row.name: row.handed for row in list_to_see(visiting.campaign, by)}


def test_a_second_try_hands_over_what_left(cast, visiting, visit, shelf, writer, send_out):
    team = send_out()
    services.allot(team_id=team.pk, keys=[visiting.site.pk], by=writer)
    visit()
    assert outcome(visiting, cast.clerk)["环卫班组"] == "not_reached"
    with pytest.raises(Refused, match="物资还没有出库"):
        visit(handed="issued")
    services.issue_goods(
        list_id=visiting.own.pk, store_id=shelf.store.pk, units={shelf.item.pk: 12},
        on=timezone.localdate(), by=cast.clerk,
    )  # fmt: skip
    made = visit(handed="issued", met="proxy", proxy="季邻居", relation="邻居")
    assert (made.team, made.union) == (team, visiting.site.union)
    assert outcome(visiting, cast.clerk)["环卫班组"] == "issued"
    with pytest.raises(Refused, match="已经登记交到"):
        visit(handed="refused")
    with pytest.raises(Refused, match="已经走访过的人，不能再改分派"):
        services.take_back_allotments(campaign_id=visiting.campaign.pk, keys=[visiting.site.pk], by=writer)
    assert AuditRecord.objects.filter(action="campaign_visit.record").count() == 2


def test_cash_is_handed_over_once_it_arrived(cast, visiting, visit):
    from funds.payments import services as payments
    from funds.payments.models import Payable

    with pytest.raises(Refused, match="还没有发到卡上"):
        visit(visiting.model, "issued")
    batch = carry([Payable.objects.get(source=visiting.model.code)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    assert visit(visiting.model, "issued").handed == "issued"


def test_a_family_at_home_is_seen_by_a_home_visit(cast, visiting, visit, out):
    with pytest.raises(Refused, match="请先登记这户的入户调查"):
        visit(visiting.family, "issued", kind="home")
    assert visit(visiting.family, kind="home").home_visit is None, "nobody was met"
    seen = make_visit(visiting.home, by=cast.clerk)
    assert visit(visiting.family, "issued", kind="home").home_visit == seen
    assert [one.value for one in list_records(visiting.home)] == [Decimal(200)]


def test_a_neighbour_takes_it_at_the_door_of_a_family(visiting, visit, out):
    made = visit(visiting.family, "issued", kind="home", met="proxy", proxy="季邻居", relation="邻居")
    assert (made.met, made.home_visit) == ("proxy", None)


def test_the_campaign_is_locked_before_whom_it_is_about(visiting, visit):
    with CaptureQueriesContext(connection) as asked:
        visit()
    locked = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    tables = [sql.partition('FOR UPDATE OF "')[2].partition('"')[0] for sql in locked]
    assert tables == ["campaigns_campaign", "campaigns_beneficiary"]


@pytest.mark.parametrize("handed", ["refused", "not_reached"])
def test_what_was_not_taken_is_no_aid(visiting, visit, out, handed):
    assert len(list_records(visiting.home)) == 1
    visit(visiting.family, handed)
    assert not list_records(visiting.home)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"days": -1}, "走访日期要在"),
        ({"days": 1}, "走访日期要在"),
        ({"visitors": ()}, "请填写走访人"),
        ({"met": "self", "proxy": "季邻居"}, "没有由他人代收"),
        ({"by": "approver"}, "由经办人登记"),
        ({"stranger": True}, "请选择本工会"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(cast, visiting, visit, change, why):
    more, today = dict(change), timezone.localdate()
    by = cast.approver if more.pop("by", "") else cast.clerk
    if more.pop("stranger", False):
        more["wishes"] = (Heard("找工作", visiting.other.pk, today),)
    more["visited_on"] = today + timedelta(days=more.pop("days", 0))
    with pytest.raises(Refused, match=why):
        visit(by=by, **more)
    assert not CampaignVisit.objects.exists()


def test_only_while_the_campaign_is_carried_out(visiting, visit, report, take, cast):
    services.end_row(beneficiary_id=visiting.model.pk, reason="重复", by=cast.approver)
    with pytest.raises(Refused, match="已批准名单上的人"):
        visit(visiting.model)
    report()
    take(visiting.campaign, "report")
    with pytest.raises(Refused, match="才能登记走访"):
        visit()


def test_a_wish_is_somebodys_task_until_it_is_answered(cast, visiting, visit, as_user):
    colleague, due = UserFactory(union=cast.union, role=Role.REVIEWER), timezone.localdate()
    wishes = (Heard("想学电工", colleague.pk, due), Heard("孩子补课", cast.clerk.pk, due))
    visit(wishes=wishes)
    first, second = Wish.objects.order_by("pk")
    assert list(list_own_wishes(colleague)) == [first]
    assert list(list_wishes(user=visiting.other)) == [], "another union's"
    with pytest.raises(Refused, match="不是您的"):
        services.answer_wish(wish_id=first.pk, answer="已报名", by=cast.clerk)
    services.pass_wish(wish_id=first.pk, owner_id=cast.clerk.pk, by=colleague)
    client = as_user(cast.clerk)
    page = client.get(reverse("campaigns:wishes"), {"show": "mine"}).content.decode()
    assert "想学电工" in page
    assert "孩子补课" in page
    answer = reverse("campaigns:wish_answer", args=[first.pk])
    assert client.post(answer, {"answer": " "}).status_code == 422
    assert client.post(answer, {"answer": "介绍到技校，已报名。"}).status_code == 302
    assert client.post(answer, {"answer": "再说一次"}).status_code == 409
    first.refresh_from_db()
    assert (first.answered_by, first.answer) == (cast.clerk, "介绍到技校，已报名。")
    assert list(list_own_wishes(cast.clerk)) == [second]
    assert (
        client.post(
            reverse("campaigns:wish_pass", args=[second.pk]), {"owner": str(colleague.pk)}
        ).status_code
        == 302
    )
    assert list(list_own_wishes(colleague)) == [second]


def test_what_was_heard_at_a_door_is_for_case_workers(cast, visiting, visit, as_user):
    helper = UserFactory(union=cast.union, role=Role.REVIEWER)
    others = [
        UserFactory(union=cast.union, role=role) for role in (Role.ADMINISTRATOR, Role.CASHIER, Role.FINANCE)
    ]
    assert set(list_owners(visiting.site, cast.clerk)) == {cast.clerk, helper}
    wishes = (Heard("想学电工", cast.clerk.pk, timezone.localdate()),)
    made = visit(wishes=wishes, words="谢谢工会。", photos=[drawn()])
    seen = reverse("campaigns:beneficiary", args=[visiting.site.pk])
    photo = reverse("campaigns:photo", args=[made.photos.get().pk])
    wish = reverse("campaigns:wish", args=[made.wishes.get().pk])
    for by, is_told, status in ((others[-1], False, 403), (cast.clerk, True, 200)):
        client = as_user(by)
        page = client.get(seen).content.decode()
        assert {text in page for text in ("谢谢工会。", "想学电工", photo)} == {is_told}
        assert {client.get(url).status_code for url in (photo, wish, reverse("campaigns:wishes"))} == {status}
        assert client.post(reverse("campaigns:wishes_export")).status_code == status


def test_a_visit_is_recorded_on_a_telephone_with_a_picture(cast, visiting, as_user, send_out):
    from django.core.files.uploadedfile import SimpleUploadedFile

    team = send_out(by=cast.clerk)
    services.allot(team_id=team.pk, keys=[visiting.site.pk], by=cast.clerk)
    client, url = as_user(cast.clerk), reverse("campaigns:visit_new", args=[visiting.site.pk])
    assert url in client.get(reverse("campaigns:team", args=[team.pk])).content.decode()
    page = client.get(url).content.decode()
    assert "陆主席、顾同行" in page
    assert "现在只能登记谢绝或没有送到" in page
    sent = {
        "visited_on": timezone.localdate().isoformat(), "kind": "post", "visitors": "陆主席、顾同行",
        "met": "self", "handed": "refused", "words": "谢谢工会。", "wishes": "想要休息室\n\n想要热水",
        "owner": str(cast.clerk.pk), "due_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert client.post(url, sent | {"met": "nobody"}).status_code == 409
    assert client.post(url, sent | {"due_on": ""}).status_code == 422
    picture = SimpleUploadedFile("现场.png", drawn().content, "image/png")
    answer = client.post(url, sent | {"photos": picture})
    assert answer["Location"] == reverse("campaigns:team", args=[team.pk])
    visit = CampaignVisit.objects.get()
    assert [wish.text for wish in visit.wishes.order_by("pk")] == ["想要休息室", "想要热水"]
    photo = reverse("campaigns:photo", args=[visit.photos.get().pk])
    assert client.get(photo).status_code == 200
    assert as_user(visiting.other).get(photo).status_code == 404
    page = as_user(cast.clerk).get(reverse("campaigns:beneficiary", args=[visiting.site.pk])).content.decode()
    assert "谢谢工会。" in page
    assert "本人没有同意公开" in page


@pytest.mark.parametrize("name", ["wishes", "allotting", "report"])
def test_many_rows_ask_no_more_than_one(cast, visiting, visit, as_user, name):
    url = reverse(f"campaigns:{name}", args=[] if name == "wishes" else [visiting.campaign.pk])
    client, due = as_user(cast.clerk), timezone.localdate()

    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    visit(wishes=(Heard("想学电工", cast.clerk.pk, due),))
    client.get(url)
    first = count()
    for row in (visiting.family, visiting.model, visiting.site):
        visit(row, wishes=(Heard("想学电工", cast.clerk.pk, due), Heard("补课", cast.clerk.pk, due)))
    assert count() == first
