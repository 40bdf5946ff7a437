"""工作移交: what somebody has in hand goes to a colleague who confirms it, and nothing is lost."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.applications import services as applications
from cases.applications.models import ContactStep
from cases.plans.services import add_measure, start_plan
from cases.rosters.models import RosterImport
from cases.rosters.states import ImportState
from cases.visits.services import save_visit_draft
from hardship.accounts import services as accounts
from hardship.accounts.models import Appointment, standing_in
from hardship.accounts.selectors import count_held
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import list_todo
from hardship.handovers import services
from hardship.handovers.models import Handover, HandoverItem
from hardship.handovers.selectors import HOLDINGS, held_rows, list_held, list_left
from hardship.handovers.states import HandoverState
from hardship.imports.models import ListImport
from hardship.imports.services import drop_list
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]
CONTACT, FILES, MEASURES = "applications.contact", "archives.files", "plans.measures"
PLANS, DRAFTS, IMPORTS = "plans.plans", "visits.drafts", "rosters.imports"
LISTS = "imports.lists"


@world
def work(cast, reference):
    """What the clerk has in hand: two applications, a draft of a file, a measure."""
    people = {"union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer}
    rows = [ApplicationFactory(**people) for _place in range(2)]
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    today = timezone.localdate()
    plan = start_plan(
        household_id=HouseholdFactory(filed=True, **people).pk, by=cast.clerk, year=today.year,
        goal="稳定就业", causes=["illness"],
    )  # fmt: skip
    measure = add_measure(
        plan_id=plan.pk, by=cast.clerk, kind="work", text="介绍工作", due_on=today, responsible=cast.clerk
    )
    return {"applications": rows, "draft": draft, "measure": measure}


@world
def colleague(cast):
    return UserFactory(union=cast.union, role=Role.CLERK, name="李接手")


def offer(cast, to, *, by=None, kinds=(CONTACT, FILES, MEASURES, PLANS), giver=None):
    return services.hand_over(
        giver=giver or cast.clerk, union=cast.union, to=to, kinds=kinds, reason="调离", by=by or cast.clerk
    )


def counts(person, union):
    return {one.kind: one.count for one in list_held(person, union)}


def dismiss(person):
    """Every post of a person ends today."""
    Appointment.objects.filter(user=person).update(revoked_at=timezone.now())


class TestHandingOver:
    def test_what_somebody_holds_goes_when_the_colleague_confirms(self, cast, work, colleague):
        assert counts(cast.clerk, cast.union) == {CONTACT: 2, FILES: 1, MEASURES: 1, PLANS: 1}
        made = offer(cast, colleague)
        assert counts(colleague, cast.union) == {}
        assert [receipt.to for receipt in Receipt.objects.filter(message__kind="handovers.offer")] == [
            colleague
        ]
        assert "移交给您、等您确认的" in str(list_todo(colleague))
        services.receive(handover_id=made.pk, by=colleague)
        assert counts(colleague, cast.union) == {CONTACT: 2, FILES: 1, MEASURES: 1, PLANS: 1}
        assert counts(cast.clerk, cast.union) == {}
        assert count_held(cast.clerk) == 0
        connection.check_constraints()
        taken = ContactStep.objects.filter(act="taken")
        assert {(step.to, step.by) for step in taken} == {(colleague, colleague)}
        told = AuditRecord.objects.filter(action="handover.receive")
        assert {row.data["item_kind"]: row.data["moved"] for row in told} == {
            CONTACT: 2,
            FILES: 1,
            MEASURES: 1,
            PLANS: 1,
        }

    def test_one_kind_goes_to_one_and_another_to_another(self, cast, work, colleague):
        third = UserFactory(union=cast.union, role=Role.CLERK)
        for to, kind in ((colleague, CONTACT), (third, FILES)):
            services.receive(handover_id=offer(cast, to, kinds=[kind]).pk, by=to)
        assert counts(colleague, cast.union) == {CONTACT: 2}
        assert (counts(third, cast.union), counts(cast.clerk, cast.union)) == (
            {FILES: 1},
            {MEASURES: 1, PLANS: 1},
        )

    def test_what_was_handed_on_can_be_handed_on_again(self, cast, work, colleague):
        services.receive(handover_id=offer(cast, colleague, kinds=[FILES]).pk, by=colleague)
        back = offer(cast, cast.clerk, kinds=[FILES], giver=colleague, by=colleague)
        services.receive(handover_id=back.pk, by=cast.clerk)
        assert counts(cast.clerk, cast.union)[FILES] == 1
        assert counts(colleague, cast.union) == {}

    def test_who_may_not_have_it_is_named_and_it_stays(self, cast, work):
        head = UserFactory(union=cast.union, role=Role.DEPARTMENT, name="王部长")
        made = offer(cast, head)
        left = made.items.exclude(left="")
        assert {item.kind for item in left} == {CONTACT, FILES, PLANS}
        assert all("“王部长”在这里不是经办人" in item.left for item in left)
        services.receive(handover_id=made.pk, by=head)
        assert counts(head, cast.union) == {MEASURES: 1}
        assert counts(cast.clerk, cast.union) == {CONTACT: 2, FILES: 1, PLANS: 1}

    def test_what_was_finished_meanwhile_stays_with_the_reason(self, cast, work, colleague):
        made = offer(cast, colleague, kinds=[CONTACT])
        first = work["applications"][0]
        third = UserFactory(union=cast.union, role=Role.CLERK)
        applications.offer(application_id=first.pk, to_id=third.pk, by=cast.clerk)
        applications.take(application_id=first.pk, by=third)
        services.receive(handover_id=made.pk, by=colleague)
        item = made.items.get(key=str(first.pk))
        assert (item.is_moved, item.left) == (False, "已经办结，或者不在移交人名下了。")
        assert counts(colleague, cast.union) == {CONTACT: 1}

    def test_the_head_and_the_administrator_hand_over_for_somebody_who_left(self, cast, work, colleague):
        head = UserFactory(union=cast.union, role=Role.DEPARTMENT)
        for by in (head, cast.administrator):
            services.withdraw(handover_id=offer(cast, colleague, by=by).pk, by=by)
        assert set(Handover.objects.values_list("state", flat=True)) == {HandoverState.WITHDRAWN}

    def test_nobody_else_hands_over(self, cast, work, colleague):
        above = UserFactory(union=cast.county, role=Role.DEPARTMENT)
        for by in (colleague, cast.reviewer, above, cast.stranger):
            with pytest.raises(Refused, match="只有移交的本人"):
                offer(cast, UserFactory(union=cast.union), by=by)

    def test_a_receiver_without_a_post_there_is_refused(self, cast, work):
        for to in (cast.stranger, cast.clerk, cast.administrator, UserFactory(union=cast.union, roles=[])):
            with pytest.raises(Refused, match="任职的另一位同事"):
                offer(cast, to)

    def test_nothing_to_hand_over_is_refused(self, cast, work, colleague):
        with pytest.raises(Refused, match="没有要移交的"):
            offer(cast, cast.clerk, giver=colleague, by=colleague)
        with pytest.raises(Refused, match="没有要移交的"):
            offer(cast, colleague, kinds=["no.such"])

    def test_only_the_receiver_answers_and_once(self, cast, work, colleague):
        made = offer(cast, colleague)
        with pytest.raises(Refused, match="“李接手”本人确认"):
            services.receive(handover_id=made.pk, by=cast.clerk)
        with pytest.raises(Refused, match="不接收的原因"):
            services.decline(handover_id=made.pk, note=" ", by=colleague)
        services.decline(handover_id=made.pk, note="我也要走", by=colleague)
        for again in (services.receive, services.withdraw):
            with pytest.raises(Refused):
                again(handover_id=made.pk, by=colleague if again is services.receive else cast.clerk)
        assert counts(cast.clerk, cast.union) == {CONTACT: 2, FILES: 1, MEASURES: 1, PLANS: 1}
        with pytest.raises(Handover.DoesNotExist):
            services.receive(handover_id=made.pk, by=cast.stranger)

    def test_whoever_stands_in_neither_hands_over_nor_receives(self, cast, work, colleague):
        day = timezone.localdate()
        row = accounts.stand_in(
            appointment_id=cast.clerk.appointments.get().pk, user=cast.city_reviewer, from_on=day,
            until_on=day, reason="开会", by=cast.clerk,
        )  # fmt: skip
        acting = standing_in(cast.city_reviewer, row)
        with pytest.raises(Refused, match="代办期间"):
            offer(cast, colleague, by=acting)

    def test_a_stand_in_is_listed_and_stays_with_its_holder(self, cast, work, colleague):
        day = timezone.localdate()
        accounts.stand_in(
            appointment_id=cast.clerk.appointments.get().pk, user=cast.city_reviewer, from_on=day,
            until_on=day, reason="开会", by=cast.clerk,
        )  # fmt: skip
        made = offer(cast, colleague, giver=cast.city_reviewer, by=cast.administrator,
                     kinds=["accounts.stand_ins"])  # fmt: skip
        assert "代办是“" in made.items.get().left


class TestWaiting:
    def test_what_waits_at_the_post_is_counted_and_what_the_receiver_wrote_is_named(self, cast, reference):
        other = UserFactory(union=cast.county, roles=[Role.REVIEWER, Role.CLERK])
        HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
        HouseholdFactory(submitted=True, union=cast.county, clerk=other)
        HouseholdFactory(union=cast.county, clerk=cast.reviewer)
        made = services.hand_over(
            giver=cast.reviewer, union=cast.county, to=other, kinds=[FILES], reason="轮岗", by=cast.reviewer
        )
        waiting = {one["label"]: one for one in made.waiting}["待审核的档案"]
        assert (waiting["count"], waiting["left"], len(waiting["numbers"])) == (2, 1, 1)


class TestLeft:
    def test_what_lies_with_whoever_has_no_post_is_found_until_handed_over(self, cast, work, colleague):
        assert list_left(cast.administrator) == []
        dismiss(cast.clerk)
        found = {(str(row.holding.label), row.person, row.count) for row in list_left(cast.administrator)}
        assert found == {
            ("首问负责的申请", cast.clerk, 2), ("没有办完的档案", cast.clerk, 1),
            ("没有落实的帮扶措施", cast.clerk, 1), ("没有结束的帮扶计划", cast.clerk, 1),
        }  # fmt: skip
        made = offer(cast, colleague, by=cast.administrator)
        services.receive(handover_id=made.pk, by=colleague)
        assert list_left(cast.administrator) == []

    def test_nor_with_a_closed_account_nor_outside_the_scope(self, cast, work):
        type(cast.clerk).objects.filter(pk=cast.clerk.pk).update(is_active=False)
        assert len(list_left(cast.administrator)) == 4
        stranger = UserFactory(union=cast.elsewhere, role=Role.ADMINISTRATOR)
        assert list_left(stranger) == []

    def test_ending_a_post_or_an_account_says_so(self, cast, work, as_user):
        client, post = as_user(cast.administrator), cast.clerk.appointments.get()
        answer = client.post(reverse("accounts:appointment_revoke", args=[post.pk]), follow=True)
        assert "手上还有 5 件事" in answer.content.decode()
        answer = client.post(
            reverse("accounts:user_active", args=[cast.clerk.pk]), {"active": "0"}, follow=True
        )
        assert "手上还有 5 件事" in answer.content.decode()
        assert reverse("handovers:person", args=[cast.clerk.pk]) in answer.content.decode()

    def test_the_head_sees_what_they_may_hand_over_and_each_line_leads_there(self, cast, work, as_user):
        dismiss(cast.clerk)
        here, above = (UserFactory(union=union, role=Role.DEPARTMENT) for union in (cast.union, cast.county))
        assert list_left(above) == [], "it lies at a union below, where they may not act"
        page = reverse("handovers:left")
        for who in (here, cast.administrator):
            found = list_left(who)
            assert [row.count for row in found] == [2, 1, 1, 1]
            urls = {f"{reverse('handovers:person', args=[r.person.pk])}?union={r.union.pk}" for r in found}
            assert all(url in as_user(who).get(page).content.decode() for url in urls)
            assert {as_user(who).get(url).status_code for url in urls} == {200}

    def test_what_somebody_left_where_they_only_stood_in_is_reached(self, cast, work, colleague, as_user):
        away = UserFactory(union=cast.elsewhere, roles=[])
        day = timezone.localdate()
        row = accounts.stand_in(
            appointment_id=cast.clerk.appointments.get().pk, user=away, from_on=day, until_on=day,
            reason="开会", by=cast.clerk,
        )  # fmt: skip
        HouseholdFactory(union=cast.union, clerk=away)
        accounts.end_stand_in(stand_in_id=row.pk, by=cast.clerk)
        head = UserFactory(union=cast.union, role=Role.DEPARTMENT)
        assert [(row.person, row.union) for row in list_left(head)] == [(away, cast.union)]
        url = f"{reverse('handovers:person', args=[away.pk])}?union={cast.union.pk}"
        assert "没有办完的档案：1 件" in as_user(head).get(url).content.decode()


class TestPages:
    def test_a_union_that_is_not_theirs_is_not_there(self, cast, work, as_user):
        url, client = reverse("handovers:person", args=[cast.clerk.pk]), as_user(cast.clerk)
        assert client.get(f"{url}?union={cast.union.pk}").status_code == 200
        for wrong in (cast.elsewhere.pk, "x", ""):
            assert client.get(f"{url}?union={wrong}").status_code == 404

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (None, "待接收 4 件，留下 1 件"),
            ("receive", "移交 4 件，留下 1 件"),
            ("decline", "接收人没有接收，5 件都没有移交"),
            ("withdraw", "移交已撤回，5 件都没有移交"),
        ],
    )
    def test_the_sheet_counts_what_moved(self, cast, work, as_user, monkeypatch, answer, words):
        monkeypatch.setitem(
            HOLDINGS._values, FILES, replace(HOLDINGS[FILES], blocker=lambda _row, _to: "由本人办完")
        )
        to = UserFactory(union=cast.union, role=Role.CLERK)
        made = offer(cast, to)
        if answer == "receive":
            services.receive(handover_id=made.pk, by=to)
        elif answer == "decline":
            services.decline(handover_id=made.pk, note="我也要走", by=to)
        elif answer == "withdraw":
            services.withdraw(handover_id=made.pk, by=cast.clerk)
        sheet = as_user(cast.clerk).get(reverse("handovers:sheet", args=[made.uid]))
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
        assert words in " ".join(text.split())

    def test_from_the_list_of_a_person_to_the_signed_sheet(self, cast, work, colleague, as_user):
        client = as_user(cast.clerk)
        page = reverse("handovers:person", args=[cast.clerk.pk])
        assert "首问负责的申请：2 件" in client.get(page).content.decode()
        answer = client.post(page, {"kinds": [CONTACT, FILES], "to": colleague.pk, "reason": "调离"})
        made = Handover.objects.get()
        detail = reverse("handovers:handover", args=[made.uid])
        assert answer["Location"] == detail
        assert "撤回移交" in client.get(detail).content.decode()
        sheet = client.get(reverse("handovers:sheet", args=[made.uid]))
        assert sheet.content.startswith(b"%PDF")
        client = as_user(colleague)
        assert "确认接收" in client.get(detail).content.decode()
        client.post(reverse("handovers:receive", args=[made.uid]))
        assert counts(colleague, cast.union) == {CONTACT: 2, FILES: 1}
        text = client.get(detail).content.decode()
        assert "已移交" in text
        assert "确认接收" not in text

    @pytest.mark.parametrize(
        "sent",
        [
            {"reason": "调离"},
            {"kinds": ["x"], "to": "0", "reason": "y"},
            {"kinds": [CONTACT], "to": "a", "reason": ""},
        ],
    )
    def test_a_form_that_says_too_little_is_shown_again(self, cast, work, as_user, sent):
        answer = as_user(cast.clerk).post(reverse("handovers:person", args=[cast.clerk.pk]), sent)
        assert answer.status_code == 422
        assert not Handover.objects.exists()

    def test_what_others_hold_is_for_their_head_and_administrator(self, cast, work, colleague, as_user):
        url = reverse("handovers:person", args=[cast.clerk.pk])
        assert as_user(colleague).get(url).status_code == 404
        assert as_user(cast.reviewer).get(url).status_code == 404
        assert as_user(cast.administrator).get(url).status_code == 200
        assert as_user(UserFactory(union=cast.union, role=Role.DEPARTMENT)).get(url).status_code == 200

    def test_a_hand_over_is_for_those_who_take_part_and_their_heads(self, cast, work, colleague, as_user):
        url = reverse("handovers:handover", args=[offer(cast, colleague).uid])
        for who, status in ((cast.clerk, 200), (colleague, 200), (cast.administrator, 200),
                            (cast.reviewer, 404), (cast.stranger, 404)):  # fmt: skip
            assert as_user(who).get(url).status_code == status


class TestTheDatabase:
    def test_nobody_receives_for_another(self, cast, work, colleague):
        made = offer(cast, colleague)
        with pytest.raises(IntegrityError, match="handover_received_by_whom"), transaction.atomic():
            Handover.objects.filter(pk=made.pk).update(
                state="received", answered_by=cast.clerk, answered_at=timezone.now()
            )

    def test_nor_makes_what_they_receive(self, cast, work, colleague):
        with pytest.raises(IntegrityError, match="handover_made_by_another"), transaction.atomic():
            Handover.objects.create(
                union=cast.union, giver=cast.clerk, to=colleague, made_by=colleague, reason="x"
            )
        with pytest.raises(IntegrityError, match="handover_to_somebody_else"), transaction.atomic():
            Handover.objects.create(
                union=cast.union, giver=colleague, to=colleague, made_by=cast.clerk, reason="x"
            )

    def test_a_hand_over_is_history(self, cast, work, colleague):
        made = offer(cast, colleague)
        rows = Handover.objects.filter(pk=made.pk)
        for change in ({"reason": "x"}, {"giver": cast.reviewer}, {"waiting": [1]}):
            with pytest.raises(DatabaseError, match="is history"), transaction.atomic():
                rows.update(**change)
        with pytest.raises(DatabaseError, match="is history"), transaction.atomic():
            rows._raw_delete(rows.db)
        services.decline(handover_id=made.pk, note="不合适", by=colleague)
        with pytest.raises(DatabaseError, match="is history"), transaction.atomic():
            rows.update(note="x")

    def test_a_matter_moves_once_and_with_the_answer(self, cast, work, colleague):
        made = offer(cast, colleague, kinds=[FILES])
        items = HandoverItem.objects.filter(handover=made)
        with pytest.raises(DatabaseError, match="moves once"), transaction.atomic():
            items.update(is_moved=True)
        services.receive(handover_id=made.pk, by=colleague)
        for change in ({"is_moved": False}, {"left": ""}, {"name": "x"}):
            with pytest.raises(DatabaseError, match="moves once"), transaction.atomic():
                items.update(**change)
        with pytest.raises(DatabaseError, match="moves once"), transaction.atomic():
            HandoverItem.objects.create(handover=made, kind=FILES, key="1", name="x")
        with pytest.raises(DatabaseError, match="moves once"), transaction.atomic():
            items._raw_delete(items.db)


def test_every_kind_is_read_at_a_union_and_names_nobody(cast, one_of_each):
    for kind, holding in HOLDINGS.items():
        for row in held_rows(kind, holding):
            assert (bool(holding.name(row).strip()), holding.page(row)[0]) == (True, "/"), kind
            names = {member.name for member in row.members.all()} if hasattr(row, "members") else set()
            assert not any(name in holding.name(row) for name in names if name)


class TestDraftsAndImports:
    @pytest.fixture
    def draft(self, cast, work):
        household = work["measure"].plan.household
        return save_visit_draft(household_id=household.pk, values={"place": "家中"}, by=cast.clerk)

    def test_a_visit_that_was_begun_goes_to_the_colleague_as_it_was_typed(self, cast, work, colleague, draft):
        made = offer(cast, colleague, kinds=(DRAFTS,))
        services.receive(handover_id=made.pk, by=colleague)
        draft.refresh_from_db()
        assert (draft.saved_by, draft.values) == (colleague, {"place": "家中"})

    def test_a_colleague_who_has_begun_one_of_the_family_keeps_theirs(self, cast, work, colleague, draft):
        save_visit_draft(household_id=draft.household_id, values={"place": "电话"}, by=colleague)
        made = offer(cast, colleague, kinds=(DRAFTS,))
        assert "自己有这户的入户调查草稿" in made.items.get().left
        services.receive(handover_id=made.pk, by=colleague)
        draft.refresh_from_db()
        assert draft.saved_by == cast.clerk

    def test_a_roster_that_waits_is_in_the_hand_of_whoever_uploaded_it(self, cast, work):
        made = RosterImport.objects.create(
            union=cast.union, file="x.xlsx", original_name="张三.xlsx", sha256="0" * 64,
            state=ImportState.CHECKED, uploaded_by=cast.clerk,
        )  # fmt: skip
        held = next(one for one in list_held(cast.clerk, cast.union) if one.kind == IMPORTS)
        assert "张三" not in held.holding.name(made)
        RosterImport.objects.filter(pk=made.pk).update(state=ImportState.DONE)
        assert IMPORTS not in counts(cast.clerk, cast.union)


class TestLists:
    @pytest.fixture
    def listed(self, cast):
        return ListImport.objects.create(
            union=cast.union, file="x.xlsx", original_name="张三.xlsx", sha256="0" * 64, kind="people",
            state=ImportState.CHECKED, uploaded_by=cast.clerk,
        )  # fmt: skip

    def test_one_that_waits_goes_to_the_colleague(self, cast, colleague, listed):
        held = next(one for one in list_held(cast.clerk, cast.union) if one.kind == LISTS)
        assert "张三" not in held.holding.name(listed)
        services.receive(handover_id=offer(cast, colleague, kinds=(LISTS,)).pk, by=colleague)
        assert (LISTS in counts(cast.clerk, cast.union), counts(colleague, cast.union)) == (False, {LISTS: 1})

    def test_it_is_in_their_hand_as_long_as_a_step_is_left_and_no_longer(self, cast, listed):
        """One that could not be read can be checked again or dropped."""
        for state in ImportState.values:
            ListImport.objects.filter(pk=listed.pk).update(state=state)
            is_over = state in (ImportState.DONE, ImportState.UNDONE, ImportState.DROPPED)
            assert counts(cast.clerk, cast.union) == ({} if is_over else {LISTS: 1}), state

    def test_whoever_could_not_import_it_does_not_get_it(self, cast, colleague, listed):
        ListImport.objects.filter(pk=listed.pk).update(kind="users")
        made = offer(cast, colleague, kinds=(LISTS,))
        assert "不是管理员，不能导入人员名单" in made.items.get().left
        services.receive(handover_id=made.pk, by=colleague)
        assert counts(cast.clerk, cast.union) == {LISTS: 1}

    def test_one_that_is_dropped_is_in_nobody_s_hand(self, cast, colleague, listed, as_user):
        client, page = as_user(colleague), reverse("imports:detail", args=[listed.uid])
        assert "不再导入" in client.get(page).content.decode()
        assert client.post(reverse("imports:drop", args=[listed.uid])).status_code == 302
        assert f"{colleague.name} 在" in client.get(page).content.decode()
        assert counts(cast.clerk, cast.union) == {}
        assert client.post(reverse("imports:confirm", args=[listed.uid])).status_code == 409
        assert client.post(reverse("imports:drop", args=[listed.uid])).status_code == 409
        assert AuditRecord.objects.filter(action="list.drop").count() == 1

    @pytest.mark.parametrize("state", [ImportState.IMPORTING, ImportState.DONE, ImportState.CHECKING])
    def test_what_is_being_read_or_written_is_not_dropped(self, cast, colleague, listed, state):
        ListImport.objects.filter(pk=listed.pk).update(state=state)
        with pytest.raises(Refused):
            drop_list(import_id=listed.pk, by=colleague)
