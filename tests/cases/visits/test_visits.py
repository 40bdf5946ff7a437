"""Home visits: two people, a checklist as it was, signatures; recorded once and for good."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.utils import timezone

from cases.archives.models import Evidence, Household
from cases.archives.selectors import content_hash
from cases.archives.services.entry import evidence
from cases.transfers import services as transfers
from cases.visits.models import HomeVisit, VisitAnswer, VisitChecklist, VisitDocument, VisitDraft, Visitor
from cases.visits.rules import Item, Person, default_items
from cases.visits.selectors import get_checklist, list_unvisited, visited_between, visits_of
from cases.visits.services import (
    Papers,
    end_checklist,
    record_visit,
    save_checklist,
    save_visit_draft,
)
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.files import accept_upload
from hardship.kernel.workflow import Refused
from tests.cases.archives.test_evidence import picture
from tests.factories import (
    HouseholdFactory,
    UnionFactory,
    UserFactory,
    drawn,
    make_visit,
    signed,
    visit_record,
)
from tests.threads import at_once
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


def deferred():
    """What the database checks at the end of a transaction, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.requirement("A7")
def test_a_visit_is_kept_with_its_people_answers_documents_and_trace(cast, filed):
    colleague = UserFactory(union=cast.union, name="陆同行")
    papers = Papers(photos=[accept_upload(picture("楼道.jpg"))], signatures=signed().signatures)
    made = make_visit(filed, by=cast.clerk, papers=papers, untrue=["id02"])
    deferred()
    assert [(who.name, who.user) for who in made.visitors.order_by("position")] == [
        ("季走访", None), ("陆同行", colleague)
    ]  # fmt: skip
    answers = made.answers.order_by("position")
    assert [one.text for one in answers] == [item.text for item in default_items()]
    assert answers.get(finding="untrue").note == "已经搬走"
    kinds = made.documents.order_by("pk").values_list("evidence__kind", "signer")
    assert list(kinds) == [
        ("visit_photo", ""), ("signature", "季走访"), ("signature", "陆同行"), ("signature", filed.head.name)
    ]  # fmt: skip
    data = AuditRecord.objects.about(filed).get(action="visit.record").data
    assert (data["visit"], data["documents"]) == (made.pk, 4)
    assert filed.head.name not in str(data)
    made.refresh_from_db()
    assert (made.union, made.county, made.respondent) == (cast.union, cast.county, filed.head)


def test_documents_of_a_visit_do_not_change_what_the_file_says(cast, filed):
    before = content_hash(filed)
    make_visit(filed, by=cast.clerk)
    assert content_hash(Household.objects.get(pk=filed.pk)) == before


@pytest.mark.requirement("A7")
@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("visitor2_name", {"visitors": [Person("季走访", "主席")]}),
        ("visitor2_name", {"visitors": [Person("季走访", "主席"), Person("季走访", "干事")]}),
        ("visited_on", {"visited_on": date(2099, 12, 31)}),
        ("place", {"place": ""}),
        ("mode_reason", {"mode": "phone"}),
        ("respondent_name", {"respondent_name": ""}),
        ("conclusion", {"untrue": ["id01"], "conclusion": "as_filed"}),
        ("demand_note", {"demands": ["job", "other"]}),
        ("mood_note", {"mood": "unsettled"}),
    ],
)
def test_what_a_visit_must_hold(cast, filed, field, wrong):
    with pytest.raises(Refused) as refusal:
        make_visit(filed, by=cast.clerk, **wrong)
    assert refusal.value.field == field
    assert not HomeVisit.objects.exists()


@pytest.mark.requirement("A7")
def test_everybody_signs_or_the_paper_form_is_there(cast, filed):
    one = Papers(signatures={"1": drawn(1)})
    with pytest.raises(Refused) as refusal:
        make_visit(filed, by=cast.clerk, papers=one)
    assert refusal.value.field == "signature2"
    same = Papers(signatures={place: drawn(1) for place in ("1", "2", "respondent")})
    with pytest.raises(Refused, match="完全相同"):
        make_visit(filed, by=cast.clerk, papers=same)
    both = Papers(signatures={"1": drawn(1), "2": drawn(9)})
    with pytest.raises(Refused, match="家属签名"):
        make_visit(filed, by=cast.clerk, papers=both)
    make_visit(filed, by=cast.clerk, papers=both, unsigned_reason="卧床不能书写")
    make_visit(filed, by=cast.clerk, papers=both, mode="phone", mode_reason="防汛应急")
    paper = Papers(forms=[accept_upload(picture("签字表.jpg", "blue"))])
    assert make_visit(filed, by=cast.clerk, papers=paper).documents.get().evidence.kind == "visit_form"


def test_who_may_record(cast, filed):
    make_visit(filed, by=cast.reviewer)  # leaders visit too
    for person in (cast.approver, cast.auditor):
        with pytest.raises(Refused, match="可以登记"):
            make_visit(filed, by=person)
    with pytest.raises(Household.DoesNotExist):
        make_visit(filed, by=cast.stranger)
    Household.objects.filter(pk=filed.pk).update(
        state="closed", close_reason="withdrawn", left_on=timezone.localdate()
    )
    with pytest.raises(Refused, match="已注销"):
        make_visit(filed, by=cast.clerk)


def test_the_same_form_sent_twice_is_one_visit(cast, filed):
    uid, record = uuid.uuid4(), visit_record(filed)
    kept = [
        record_visit(household_id=filed.pk, uid=uid, record=record, papers=signed(), by=cast.clerk)
        for _turn in range(2)
    ]
    assert kept[0] == kept[1]
    assert (HomeVisit.objects.count(), AuditRecord.objects.filter(action="visit.record").count()) == (1, 1)
    with pytest.raises(Refused, match="他人"):
        record_visit(household_id=filed.pk, uid=uid, record=record, papers=signed(), by=cast.reviewer)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_once_is_one_visit(cast):
    filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    uid, record = uuid.uuid4(), visit_record(filed)

    def send(_turn):
        return record_visit(household_id=filed.pk, uid=uid, record=record, papers=signed(), by=cast.clerk)

    assert len({visit.pk for visit in at_once(send, range(6))}) == 1
    first = HomeVisit.objects.get()

    def correct(turn):
        return make_visit(filed, by=cast.clerk, papers=signed(shade=turn), corrects=first.uid)

    made = [one for one in at_once(correct, range(4)) if isinstance(one, HomeVisit)]
    assert len(made) == 1


@pytest.mark.requirement("A7")
def test_a_correction_is_another_visit_once(cast, filed):
    first = make_visit(filed, by=cast.clerk)
    second = make_visit(filed, by=cast.clerk, papers=signed(shade=20), corrects=first.uid, persons=4)
    deferred()
    assert [one.is_corrected for one in visits_of(filed)] == [False, True]
    today = timezone.localdate()
    assert list(visited_between(today, today, household=filed)) == [second]
    with pytest.raises(Refused, match="已经更正过"):
        make_visit(filed, by=cast.clerk, corrects=first.uid)
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    with pytest.raises(Refused, match="不在这份档案"):
        make_visit(other, by=cast.clerk, corrects=second.uid)


class TestAroundPython:
    """What the database keeps by itself."""

    def refused(self, change, match="append-only"):
        def all_of_it():
            with transaction.atomic():
                change()
                deferred()

        with pytest.raises((IntegrityError, InternalError), match=match):
            all_of_it()

    def bare(self, filed, **more):
        return HomeVisit.objects.create(**{
            "union": filed.union, "household": filed, "visited_on": timezone.localdate(), "mode": "at_home",
            "place": "家中", "respondent_name": "王", "respondent_relation": "户主", "persons": 1,
            "situation": "难", "causes_found": "病", "wants_found": "医疗", "conclusion": "as_filed",
            "checklist": "清单", **more,
        })  # fmt: skip

    def visitors(self, visit, *names):
        Visitor.objects.bulk_create(
            Visitor(visit=visit, position=n, name=name, post="") for n, name in enumerate(names)
        )

    @pytest.mark.requirement("A7")
    @pytest.mark.parametrize("names", [(), ("季",), ("季", " 季 ")])
    def test_fewer_than_two_people_make_no_visit(self, filed, names):
        self.refused(lambda: self.visitors(self.bare(filed), *names), "at least two")

    def test_two_people_make_one(self, filed):
        self.visitors(self.bare(filed), "季", "陆")
        deferred()

    @pytest.mark.parametrize(
        "wrong",
        [{"mode": "phone"}, {"place": ""}, {"respondent_name": ""}, {"persons": 0}, {"conclusion": "x"},
         {"mode": "x", "mode_reason": "y"}],
    )  # fmt: skip
    def test_what_is_missing_is_refused(self, filed, wrong):
        self.refused(lambda: self.bare(filed, **wrong), "visit_")

    def test_a_correction_of_another_file(self, cast, filed):
        other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        elsewhere = make_visit(other, by=cast.clerk)
        self.refused(
            lambda: self.visitors(self.bare(filed, corrects=elsewhere), "季", "陆"), "of the same file"
        )

    def test_a_recorded_visit_does_not_change(self, cast, filed):
        visit = make_visit(filed, by=cast.clerk)
        for rows in (HomeVisit.objects, visit.visitors, visit.answers, visit.documents):
            self.refused(lambda rows=rows: rows.all()._raw_delete("default"))
        self.refused(lambda: HomeVisit.objects.update(conclusion="to_leave"))
        self.refused(lambda: visit.visitors.update(name="别人"))
        self.refused(lambda: visit.answers.update(finding="unchecked"))
        self.refused(lambda: visit.documents.update(signer="别人"))
        deferred()
        with connection.cursor() as cursor:
            self.refused(lambda: cursor.execute("TRUNCATE visits_homevisit CASCADE"))

    def test_nothing_is_added_later(self, cast, filed):
        visit = make_visit(filed, by=cast.clerk)
        with connection.cursor() as cursor:  # as if it had been recorded by an earlier transaction
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("UPDATE visits_homevisit SET xact = 1")
            cursor.execute("SET session_replication_role = DEFAULT")
        again = "takes nothing more"
        self.refused(lambda: self.visitors(visit, "第三人"), again)
        self.refused(lambda: VisitAnswer.objects.create(
            visit=visit, position=99, key="x", group="home", text="x", finding="confirmed"
        ), again)  # fmt: skip
        paper = Evidence.objects.create(household=filed, kind="other", size=1)
        self.refused(lambda: VisitDocument.objects.create(visit=visit, evidence=paper), again)

    def test_the_document_of_another_file_is_refused(self, cast, filed):
        other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        paper = Evidence.objects.create(household=other, kind="other", size=1)
        visit = self.bare(filed)
        self.visitors(visit, "季", "陆")
        self.refused(lambda: VisitDocument.objects.create(visit=visit, evidence=paper), "of another file")

    def test_an_untrue_answer_has_its_note(self, filed):
        visit = self.bare(filed)
        self.visitors(visit, "季", "陆")
        self.refused(lambda: VisitAnswer.objects.create(
            visit=visit, position=1, key="x", group="home", text="x", finding="untrue"
        ), "visit_answer_untrue")  # fmt: skip

    def test_a_document_stays_as_long_as_its_visit(self, cast, filed):
        kept = make_visit(filed, by=cast.clerk).documents.first().evidence
        self.refused(
            lambda: filed.evidence.filter(pk=kept.pk).update(removed_at=timezone.now()), "home visit"
        )
        with pytest.raises(Refused):
            evidence.add_evidence(household_id=filed.pk, kind="signature", accepted=drawn(30), by=cast.clerk)

    def test_checklists_do_not_overlap(self, cast):
        today = timezone.localdate()
        row = {"union": cast.city, "name": "x", "items": [{}]}
        VisitChecklist.objects.create(**row, effective=(today, None))
        self.refused(lambda: VisitChecklist.objects.create(**row, effective=(today, None)), "no_overlap")
        self.refused(lambda: VisitChecklist.objects.create(
            union=cast.county, name="x", items=[], effective=(today, None)
        ), "has_items")  # fmt: skip
        self.refused(lambda: VisitChecklist.objects.create(
            union=cast.county, name="x", items=[{}], effective=(None, None)
        ), "dated")  # fmt: skip


def test_visits_go_with_the_file_to_another_union(cast, filed):
    visit = make_visit(filed, by=cast.clerk)
    side = UnionFactory(parent=cast.county)
    offer = transfers.offer(household_id=filed.pk, target=side, note="调动", by=cast.clerk)
    receiver = UserFactory(union=side, role=Role.CLERK)
    transfers.decide(transfer_id=offer.pk, action="accept", comment="", by=receiver)
    visit.refresh_from_db()
    assert visit.union == side
    assert list(HomeVisit.objects.visible_to(receiver)) == [visit]
    assert not HomeVisit.objects.visible_to(cast.clerk).exists()


def test_who_was_not_visited(cast, filed):
    today = timezone.localdate()
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)  # a draft is nobody's delay
    make_visit(other, by=cast.clerk, visited_on=today - timedelta(days=400))
    assert list(list_unvisited(user=cast.reviewer)) == [filed]
    found = list(list_unvisited(user=cast.reviewer, since=today - timedelta(days=100)))
    assert [(one, one.last_visit) for one in found] == [
        (filed, None), (other, today - timedelta(days=400))
    ]  # fmt: skip
    assert not list_unvisited(user=cast.stranger).exists()


class TestChecklists:
    def items(self, *texts):
        return [Item(f"k{n}", "home", text) for n, text in enumerate(texts)]

    @pytest.mark.requirement("A7")
    def test_the_nearest_union_above_wins_and_old_visits_keep_theirs(self, cast, filed):
        today = timezone.localdate()
        before = make_visit(filed, by=cast.clerk)
        save_checklist(name="市级", items=self.items("看住房"), starts_on=today, by=cast.administrator)
        assert get_checklist(union=cast.union, on=today).name == "市级"
        keeper = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        save_checklist(name="区级", items=self.items("看药费", "看学费"), starts_on=today, by=keeper)
        assert [item.text for item in get_checklist(union=cast.union, on=today).items] == ["看药费", "看学费"]
        assert get_checklist(union=cast.elsewhere, on=today).row is None
        after = make_visit(filed, by=cast.clerk, papers=signed(shade=20))
        assert [one.text for one in after.answers.order_by("position")] == ["看药费", "看学费"]
        assert before.answers.count() == len(default_items())
        end_checklist(by=keeper)
        assert get_checklist(union=cast.union, on=today).name == "市级"

    def test_a_new_one_ends_the_one_before(self, cast):
        today, later = timezone.localdate(), timezone.localdate() + timedelta(days=30)
        first = save_checklist(name="一", items=self.items("甲"), starts_on=today, by=cast.administrator)
        save_checklist(name="二", items=self.items("乙"), starts_on=later, by=cast.administrator)
        first.refresh_from_db()
        assert first.effective.upper == later
        again = save_checklist(name="三", items=self.items("丙"), starts_on=later, by=cast.administrator)
        assert [row.name for row in VisitChecklist.objects.order_by("effective")] == ["一", "三"]
        assert get_checklist(union=cast.union, on=later).row == again

    def test_what_is_refused(self, cast):
        today = timezone.localdate()
        for by, items, day in (
            (cast.clerk, self.items("甲"), today),
            (cast.administrator, [], today),
            (cast.administrator, self.items(*"甲" * 41), today),
            (cast.administrator, self.items("甲"), today - timedelta(days=1)),
        ):
            with pytest.raises(Refused):
                save_checklist(name="x", items=items, starts_on=day, by=by)
        with pytest.raises(Refused):
            end_checklist(by=cast.administrator)


def test_a_draft_is_one_for_each_person_and_gone_with_the_visit(cast, filed):
    uid = uuid.uuid4()
    for text in ("透析", "透析，入不敷出"):
        values = {"uid": str(uid), "situation": text}
        save_visit_draft(household_id=filed.pk, values=values, by=cast.clerk)
    save_visit_draft(household_id=filed.pk, values={"uid": str(uuid.uuid4())}, by=cast.reviewer)
    assert VisitDraft.objects.get(saved_by=cast.clerk).values["situation"] == "透析，入不敷出"
    record_visit(household_id=filed.pk, uid=uid, record=visit_record(filed), papers=signed(), by=cast.clerk)
    assert [draft.saved_by for draft in VisitDraft.objects.all()] == [cast.reviewer]
    with pytest.raises(Refused, match="已经登记"):  # a late one does not come back as a visit
        save_visit_draft(household_id=filed.pk, values={"uid": str(uid)}, by=cast.clerk)
    with pytest.raises(Refused, match="太长"):
        save_visit_draft(
            household_id=filed.pk, values={"uid": str(uuid.uuid4()), "x": "x" * 20_001}, by=cast.clerk
        )


def test_clerks_above_record_no_visits_and_reviewers_above_do(cast, filed):
    above = UserFactory(union=cast.county, role=Role.CLERK)
    with pytest.raises(Refused, match="可以登记"):
        make_visit(filed, by=above)
    assert make_visit(filed, by=cast.reviewer).created_by == cast.reviewer


def test_python_alone_keeps_the_documents_of_a_visit(cast):
    """A draft gives its documents back, but for those of a visit: a sentence, before the trigger is asked."""
    draft = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    visit = make_visit(draft, by=cast.clerk)
    document = visit.documents.select_related("evidence").first().evidence
    with pytest.raises(Refused, match="属于一次入户调查"):
        evidence.remove_evidence(household_id=draft.pk, uid=document.uid, by=cast.clerk)
    other = draft.evidence.exclude(pk__in=visit.documents.values("evidence")).first()
    gone = evidence.remove_evidence(household_id=draft.pk, uid=other.uid, by=cast.clerk)
    assert gone.removed_by == cast.clerk
