"""批量申请: many households at once, each application its own."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.applications import services
from cases.applications.models import Application, Batch
from cases.applications.resources import BatchResource
from cases.applications.selectors.batches import list_candidates, read_row
from cases.applications.services import batches as limits
from cases.applications.states import State
from cases.applications.views import batches as grids
from cases.approvals.services import batches as handing
from cases.approvals.services.batches import BatchRefused, submit_batch, submit_whole
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.jobs.services import enqueue, run_pending
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, make_evidence
from tests.imports.sheets import faults, figures, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def families(cast, reference):
    made = [HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk) for _n in range(3)]
    for household in made:
        give_papers(household, reference.living, cast.clerk)
    return made


def give_papers(household, programme, by):
    """Whatever the programme asks for is in the file."""
    for paper in programme.rule.papers:
        if not household.evidence.filter(kind__in=paper.any_of).exists():
            make_evidence(household, kind=paper.any_of[0], by=by)


@pytest.fixture
def batch(cast, reference):
    return begin(cast.clerk, reference.living)


def begin(by, programme, uid=None):
    told = {"uid": uid or uuid4(), "programme_id": programme.pk, "reason": "入冬取暖困难。"}
    return services.make_batch(by=by, **told)


def add(batch, by, *families):
    return services.add_households(batch_id=batch.pk, household_ids=[row.pk for row in families], by=by)


class TestBegin:
    def test_each_household_gets_an_application_of_its_own(self, cast, batch, families):
        assert add(batch, cast.clerk, *families) == 3
        rows = Application.objects.filter(batch=batch)
        assert {row.household for row in rows} == set(families)
        assert {(row.reason, row.amount, row.contact) for row in rows} == {
            ("入冬取暖困难。", Decimal(9840), cast.clerk)
        }

    def test_a_second_press_makes_nothing_twice(self, cast, reference, families):
        uid = uuid4()
        first = begin(cast.clerk, reference.living, uid)
        assert begin(cast.clerk, reference.living, uid) == first
        assert [add(first, cast.clerk, *families) for _n in range(2)] == [3, 3]
        assert Application.objects.filter(batch=first).count() == 3
        assert first.misses.count() == 0

    def test_whoever_cannot_apply_is_named_with_the_reason(self, cast, batch, families, make):
        busy, draft = make(household=families[0]), HouseholdFactory(union=cast.union, clerk=cast.clerk)
        assert busy.state == State.DRAFT
        assert add(batch, cast.clerk, *families, draft) == 2
        why = {miss.household_id: miss.why for miss in batch.misses.all()}
        assert "已有同一项目正在办理" in why[families[0].pk]
        assert "在档后才能申请" in why[draft.pk]
        add(batch, cast.clerk, families[0])
        assert batch.misses.count() == 2, "the same reason is told once"

    def test_those_with_an_open_one_are_no_candidates(self, cast, batch, families, make):
        make(household=families[0])
        found = set(list_candidates(batch, cast.clerk))
        assert families[0] not in found
        assert set(families[1:]) <= found

    def test_only_clerks_of_its_union_enter_it(self, cast, batch, families, reference):
        with pytest.raises(Refused, match="只有经办人"):
            begin(cast.reviewer, reference.living)
        other = UserFactory(union=cast.county, role=Role.CLERK)
        with pytest.raises(Refused, match="的经办人可以填写这一批"):
            add(batch, other, *families)
        with pytest.raises(Batch.DoesNotExist):
            add(batch, cast.stranger, *families)

    def test_a_household_elsewhere_is_passed_over(self, cast, batch):
        elsewhere = HouseholdFactory(filed=True)
        assert add(batch, cast.clerk, elsewhere) == 0
        assert batch.misses.count() == 0, "nothing is told of a file outside the scope"

    def test_too_many_at_once_are_refused(self, cast, batch):
        with pytest.raises(Refused, match="一批最多 500 户"):
            services.add_households(batch_id=batch.pk, household_ids=list(range(501)), by=cast.clerk)


class TestSubmit:
    def test_the_good_ones_go_and_the_others_stay_with_what_they_lack(self, cast, batch, families):
        add(batch, cast.clerk, *families)
        first = Application.objects.get(batch=batch, household=families[0])
        paper = first.evidence.first()
        services.detach(application_id=first.pk, evidence_id=paper.pk, by=cast.clerk)
        handed = submit_batch(batch_id=batch.pk, by=cast.clerk)
        assert (handed.done, handed.left) == (2, 1)
        left = Application.objects.get(batch=batch, state=State.DRAFT)
        assert "缺少" in "".join(gap.text for gap in read_row(left, cast.clerk).gaps)
        again = submit_batch(batch_id=batch.pk, by=cast.clerk)
        assert (again.done, again.left) == (0, 1), "a double click hands nothing in twice"

    def test_another_union_s_clerk_hands_nothing_in(self, cast, batch, families):
        add(batch, cast.clerk, *families)
        with pytest.raises(Refused, match="的经办人可以填写这一批"):
            submit_batch(batch_id=batch.pk, by=UserFactory(union=cast.county, role=Role.CLERK))


class TestPages:
    def test_from_the_programme_to_the_inbox(self, as_user, cast, families, reference):
        client = as_user(cast.clerk)
        assert "新建一批" in client.get("/applications/batches/").content.decode()
        assert client.post("/applications/batches/new/", {"uid": uuid4()}).status_code == 422
        told = {"uid": uuid4(), "programme": reference.living.pk, "reason": "入冬取暖困难。"}
        chosen = client.post("/applications/batches/new/", told)
        batch = Batch.objects.get()
        assert chosen.url == f"/applications/batches/{batch.uid}/households/"
        assert str(families[0]) in client.get(chosen.url).content.decode()
        url = f"/applications/batches/{batch.uid}/"
        assert client.post(f"{url}add/", {"all": "1"}).url == url
        page = client.get(url).content.decode()
        assert page.count("可以提交") == 3
        sent = client.post(f"/approvals/batches/{batch.uid}/submit/", follow=True).content.decode()
        assert "已提交 3 件" in sent
        inbox = as_user(cast.reviewer).get(f"/approvals/?batch={batch.number}")
        assert inbox.content.decode().count("9,840.00</td>") == 3
        assert not as_user(cast.reviewer).get("/approvals/?batch=批-无-1").context["rows"]
        assert "在待我审批中办理这一批" in as_user(cast.reviewer).get(url).content.decode()

    def test_the_grid_saves_amounts_and_says_what_is_wrong_at_the_row(self, as_user, cast, batch, families):
        add(batch, cast.clerk, *families[:2])
        first, second = Application.objects.filter(batch=batch).order_by("pk")
        client, url = as_user(cast.clerk), f"/applications/batches/{batch.uid}/"
        typed = {
            f"r{first.pk}-version": first.version, f"r{first.pk}-amount": "5000",
            f"r{second.pk}-version": second.version, f"r{second.pk}-amount": "9840.01",
        }  # fmt: skip
        answer = client.post(url, typed)
        assert answer.status_code == 422
        assert "不能超过 9,840.00 元" in answer.content.decode()
        first.refresh_from_db()
        assert (first.amount, first.reason) == (5000, "入冬取暖困难。"), "the good row is saved"
        stale = client.post(url, {f"r{first.pk}-version": 1, f"r{first.pk}-amount": "4000"})
        assert "刚被他人修改过" in stale.content.decode()

    def test_many_are_begun_and_handed_in_by_a_job(self, as_user, cast, batch, families, monkeypatch):
        for module in ("cases.applications.views.batches", "cases.approvals.views.batches"):
            monkeypatch.setattr(f"{module}.MOST_WAITED_FOR", 2)
        client = as_user(cast.clerk)
        answer = client.post(f"/applications/batches/{batch.uid}/add/", {"all": "1"})
        assert answer.url == f"/jobs/{Job.objects.get().uid}/"

    def test_whoever_may_not_gets_nothing(self, as_user, cast, batch):
        assert as_user(cast.stranger).get(f"/applications/batches/{batch.uid}/").status_code == 404
        assert as_user(cast.reviewer).post(f"/applications/batches/{batch.uid}/add/").status_code == 403
        page = as_user(cast.auditor).get(f"/applications/batches/{batch.uid}/")
        assert page.status_code == 200
        as_user(cast.auditor).post(f"/applications/batches/{batch.uid}/")


@pytest.mark.django_db(transaction=True)
def test_the_jobs_begin_and_hand_in(cast, reference, families, batch):
    keys = [row.pk for row in families]
    enqueue(limits.JOB, by=cast.clerk, params={"batch": str(batch.uid), "households": keys}, total=3)
    run_pending()
    enqueue(handing.JOB, by=cast.clerk, params={"batch": str(batch.uid)}, total=3)
    run_pending()
    assert {job.state for job in Job.objects.all()} == {"done"}
    assert Application.objects.filter(batch=batch, state=State.REVIEW).count() == 3


HEADER = ("身份证号", "姓名", "帮扶项目", "受助人姓名", "申请金额（元）", "申请理由")


def sheet_row(household, programme="生活救助", *, person="", amount=None, **changes):
    head = household.head
    row = {
        "身份证号": head.id_number.reveal(), "姓名": head.name, "帮扶项目": programme, "受助人姓名": person,
        "申请金额（元）": amount, "申请理由": "入冬取暖困难。", **changes,
    }  # fmt: skip
    return [row[name] for name in HEADER]


@pytest.mark.requirement("F1")
class TestWorkbook:
    def resource(self, cast):
        return BatchResource(union=cast.union, by=cast.clerk)

    def test_each_programme_becomes_a_batch(self, cast, families):
        rows = [
            sheet_row(families[0]), sheet_row(families[1], amount="5000"), sheet_row(families[2], "子女助学"),
        ]  # fmt: skip
        assert figures(run(self.resource(cast), HEADER, *rows, dry_run=True)) == (3, 0, 0, 0)
        assert not Batch.objects.exists(), "a check writes nothing"
        assert figures(run(self.resource(cast), HEADER, *rows)) == (3, 0, 0, 0)
        living, tuition = Batch.objects.order_by("pk")
        sums = Application.objects.filter(batch=living).order_by("amount").values_list("amount", flat=True)
        assert list(sums) == [5000, 9840]
        assert Application.objects.get(batch=tuition).member.stage

    def test_what_is_wrong_stands_at_its_cell(self, cast, families, make):
        make(household=families[2])
        nobody = HouseholdFactory(filed=True)
        rows = [
            sheet_row(families[0], 姓名="别人"),
            sheet_row(families[0], "没有的项目"),
            sheet_row(families[1], amount="9840.01"),
            sheet_row(families[1], "子女助学", person="不在户里"),
            sheet_row(nobody),
            sheet_row(families[2]),
        ]
        found = faults(run(self.resource(cast), HEADER, *rows, dry_run=True))
        assert {key: words[:12] for key, words in found.items()} == {
            (1, "name"): "姓名和档案中这个身份证号",
            (2, "programme"): "请填其中之一：生活救助、",
            (3, "amount"): "申请金额不能超过 9,8",
            (4, "person"): "档案的家庭成员中没有这个",
            (5, "id_number"): "本工会范围内没有此人在档",
            (6, "__all__"): "该户本年度已有同一项目正",
        }

    def test_the_same_family_twice_is_told(self, cast, families):
        rows = [sheet_row(families[0]), sheet_row(families[0])]
        found = faults(run(self.resource(cast), HEADER, *rows, dry_run=True))
        assert "和第 2 行说的是同一个" in "".join(found.values())


@pytest.mark.requirement("B1")
class TestAllOrNothing:
    def test_all_go_in_one_transaction(self, cast, batch, families):
        add(batch, cast.clerk, *families)
        assert submit_whole(batch_id=batch.pk, by=cast.clerk) == 3
        assert set(Application.objects.filter(batch=batch).values_list("state", flat=True)) == {State.REVIEW}
        with pytest.raises(Refused, match="没有待提交的申请"):
            submit_whole(batch_id=batch.pk, by=cast.clerk)  # a double click hands nothing in twice

    def test_one_that_lacks_something_keeps_all_back_and_every_problem_is_told(self, cast, batch, families):
        add(batch, cast.clerk, *families)
        wrong = list(Application.objects.filter(batch=batch, household__in=families[1:]).order_by("pk"))
        for row in wrong:
            services.detach(application_id=row.pk, evidence_id=row.evidence.first().pk, by=cast.clerk)
        with pytest.raises(BatchRefused, match="共 3 件，有 2 件不能提交，一件也没有提交") as refusal:
            submit_whole(batch_id=batch.pk, by=cast.clerk)
        assert list(refusal.value.problems) == [row.pk for row in wrong]
        assert all("缺少" in why for why in refusal.value.problems.values())
        left = Application.objects.filter(batch=batch)
        assert set(left.values_list("state", "round", "number")) == {(State.DRAFT, 0, None)}
        assert not AuditRecord.objects.filter(action="application.submit").exists()

    def test_more_than_one_waits_for_are_refused(self, cast, batch, families, monkeypatch):
        monkeypatch.setattr(handing, "MOST_WAITED_FOR", 2)
        add(batch, cast.clerk, *families)
        with pytest.raises(Refused, match="最多 2 件"):
            submit_whole(batch_id=batch.pk, by=cast.clerk)

    def test_another_union_s_clerk_hands_nothing_in(self, cast, batch, families):
        add(batch, cast.clerk, *families)
        with pytest.raises(Refused, match="的经办人可以填写这一批"):
            submit_whole(batch_id=batch.pk, by=UserFactory(union=cast.county, role=Role.CLERK))

    def test_the_page_tells_each_problem_at_its_row(self, cast, batch, families, as_user):
        add(batch, cast.clerk, *families)
        wrong = Application.objects.get(batch=batch, household=families[0])
        paper = wrong.evidence.first()
        services.detach(application_id=wrong.pk, evidence_id=paper.pk, by=cast.clerk)
        url = reverse("approvals:batch_submit", args=[batch.uid])
        answer = as_user(cast.clerk).post(url, {"whole": "1"})
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "有 1 件不能提交" in text
        assert text.count(reverse("applications:edit", args=[wrong.pk])) >= 2, "above the grid and in its row"
        services.attach(application_id=wrong.pk, evidence_id=paper.pk, by=cast.clerk)
        assert as_user(cast.clerk).post(url, {"whole": "1"}).status_code == 302
        assert not Application.objects.filter(batch=batch, state=State.DRAFT).exists()
        again = as_user(cast.clerk).post(url, {"whole": "1"}, follow=True).content.decode()
        assert "没有待提交的申请" in again
        assert "共 0 件" not in again

    def test_what_was_refused_is_saved_and_turned_where_the_grid_is(
        self, cast, batch, families, as_user, monkeypatch
    ):
        monkeypatch.setattr(grids, "ROWS_OF_A_PAGE", 2)
        add(batch, cast.clerk, *families)
        first = Application.objects.filter(batch=batch).order_by("pk")[0]
        services.detach(application_id=first.pk, evidence_id=first.evidence.first().pk, by=cast.clerk)
        client = as_user(cast.clerk)
        page = client.post(reverse("approvals:batch_submit", args=[batch.uid]), {"whole": "1"})
        text = page.content.decode()
        shown = Application.objects.filter(pk__in=re.findall(r'name="r(\d+)-version"', text))
        action, following = re.search(
            r'id="grid" action="([^"]+)".*rel="next" href="([^"]+)"', text, re.DOTALL
        ).groups()
        typed = {f"r{one.pk}-version": one.version for one in shown} | {
            f"r{one.pk}-amount": "5000" for one in shown
        }
        assert client.post(action, typed).status_code == 302
        assert set(shown.values_list("amount", flat=True)) == {5000}
        assert not Application.objects.filter(batch=batch).exclude(state=State.DRAFT).exists()
        assert client.get(following).context["page"].number == 2
