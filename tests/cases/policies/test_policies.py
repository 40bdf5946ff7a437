"""Policies as data: who writes, checks and publishes them, and what the database refuses by itself."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from PIL import Image

from cases.policies import services
from cases.policies.models import MinimumWage, Policy, PolicyStep
from cases.policies.selectors import get_minimum_wage, get_policy, get_policy_texts, list_readable
from cases.policies.services import steps
from cases.policies.states import POLICY_TRANSITIONS, SUCCESSOR, PolicyState
from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.files import accept_upload
from hardship.kernel.workflow import Refused
from tests.cases.policies.texts import BROKEN, FAILING, SIMPLE
from tests.factories import UnionFactory, UserFactory
from tests.threads import at_once, impatient
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F5")]
JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)


@world
def second(cast):
    """A second administrator of the city."""
    return UserFactory(union=cast.city, role=Role.ADMINISTRATOR)


@world
def draft(cast):
    return services.save_draft(text=SIMPLE, union=cast.city, by=cast.administrator)


@world
def in_force(draft, cast, second):
    services.check(policy_id=draft.pk, by=second)
    return services.put_in_force(policy_id=draft.pk, starts_on=JANUARY, by=cast.administrator)


def again(policy):
    return Policy.objects.get(pk=policy.pk)


class TestWriting:
    def test_a_draft_takes_its_name_from_the_text(self, draft, cast):
        assert (draft.name, draft.document_no) == ("崇川区困难职工认定办法", "崇工发〔2026〕1号")
        assert (draft.state, draft.number, draft.revision) == ("draft", 1, 1)
        step = draft.steps.get()
        assert (step.action, step.by, step.content_hash) == ("write", cast.administrator, draft.content_hash)
        assert AuditRecord.objects.get(action="policy.write").target_id == str(draft.pk)

    @pytest.mark.requirement("A5")
    def test_what_a_company_writes_is_checked_above(self, cast):
        low, other = (UserFactory(union=cast.union, role=Role.ADMINISTRATOR) for _place in range(2))
        kept = services.save_draft(union=cast.union, text=SIMPLE, by=low)
        with pytest.raises(Refused, match="由上级工会复核"):
            services.check(policy_id=kept.pk, by=other)
        services.check(policy_id=kept.pk, by=cast.reviewer)
        assert again(kept).state == PolicyState.CHECKED

    def test_a_company_by_itself_has_another_of_its_people_check(self):
        company = UnionFactory(parent=None)
        writer, second = (UserFactory(union=company, role=Role.ADMINISTRATOR) for _place in range(2))
        kept = services.save_draft(union=company, text=SIMPLE, by=writer)
        with pytest.raises(Refused, match="不能由您复核"):
            services.check(policy_id=kept.pk, by=writer)
        services.check(policy_id=kept.pk, by=second)
        assert again(kept).state == PolicyState.CHECKED

    def test_what_has_errors_is_kept_and_has_no_fingerprint(self, draft, cast):
        kept = services.save_draft(policy_id=draft.pk, text=BROKEN, by=cast.administrator)
        assert (again(kept).text, kept.content_hash, kept.name) == (BROKEN, "", draft.name)

    def test_an_older_page_does_not_overwrite(self, draft, cast, second):
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=second, revision=1)
        with pytest.raises(services.StalePolicy, match=second.name):
            services.save_draft(policy_id=draft.pk, text=SIMPLE, by=cast.administrator, revision=1)
        assert again(draft).text == SIMPLE + "#\n"

    def test_only_administrators_of_the_union_itself_write(self, draft, cast):
        province = UserFactory(union=cast.province, role=Role.ADMINISTRATOR)
        with pytest.raises(Refused, match="的管理员可以修改"):
            services.save_draft(policy_id=draft.pk, text=SIMPLE, by=province)
        with pytest.raises(Refused, match="只有工会的管理员"):
            services.save_draft(union=cast.city, text=SIMPLE, by=cast.city_reviewer)
        with pytest.raises(Policy.DoesNotExist):
            services.save_draft(policy_id=draft.pk, text=SIMPLE, by=cast.stranger)

    def test_the_issued_document_stays_with_it(self, draft, cast):
        out = BytesIO()
        Image.new("L", (9, 9)).save(out, "PNG")
        accepted = accept_upload(ContentFile(out.getvalue(), name="通工发.png"))
        kept = services.attach_source(policy_id=draft.pk, accepted=accepted, by=cast.administrator)
        assert again(kept).source_file.read() == accepted.content
        assert kept.source_name == "通工发.png"

    def test_a_new_version_begins_with_the_old_text(self, in_force, cast):
        made = services.new_version(policy_id=in_force.pk, by=cast.administrator)
        assert (made.number, made.predecessor, made.text) == (2, in_force, SIMPLE)
        with pytest.raises(Refused, match="第 2 版（草稿）"):
            services.new_version(policy_id=in_force.pk, by=cast.administrator)

    def test_a_county_begins_with_what_the_city_published(self, in_force, cast):
        county = UserFactory(union=cast.county, role=Role.ADMINISTRATOR)
        made = services.new_version(policy_id=in_force.pk, by=county)
        assert (made.union, made.number) == (cast.county, 1)


class TestSteps:
    def test_nobody_checks_what_they_ever_wrote(self, draft, cast, second):
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=second)
        for writer in (cast.administrator, second):
            with pytest.raises(Refused, match="您写过这份制度"):
                services.check(policy_id=draft.pk, by=writer)
        assert services.check(policy_id=draft.pk, by=cast.city_reviewer).state == "checked"

    def test_whoever_only_attached_the_document_does_not_check_it(self, draft, cast, second):
        out = BytesIO()
        Image.new("L", (9, 9)).save(out, "PNG")
        accepted = accept_upload(ContentFile(out.getvalue(), name="通工发.png"))
        services.attach_source(policy_id=draft.pk, accepted=accepted, by=second)
        with pytest.raises(Refused, match="您写过这份制度"):
            services.check(policy_id=draft.pk, by=second)
        stamp = {"state": "checked", "checked_by": second, "checked_at": timezone.now()}
        with pytest.raises(DatabaseError, match="nobody checks what they wrote"), transaction.atomic():
            Policy.objects.filter(pk=draft.pk).update(**stamp)

    def test_a_reviewer_above_checks_and_one_below_does_not_even_see_it(self, draft, cast):
        with pytest.raises(Policy.DoesNotExist):
            services.check(policy_id=draft.pk, by=cast.reviewer)
        above = UserFactory(union=cast.province, role=Role.REVIEWER)
        assert services.check(policy_id=draft.pk, by=above).checked_by == above

    def test_errors_are_not_checked_and_failing_examples_not_published(self, draft, cast, second):
        services.save_draft(policy_id=draft.pk, text=BROKEN, by=cast.administrator)
        with pytest.raises(Refused, match="还有错误"):
            services.check(policy_id=draft.pk, by=second)
        services.save_draft(policy_id=draft.pk, text=FAILING, by=cast.administrator)
        services.check(policy_id=draft.pk, by=second)
        with pytest.raises(Refused, match="有 1 个算例"):
            services.put_in_force(policy_id=draft.pk, starts_on=JANUARY, by=cast.administrator)
        assert again(draft).state == "checked"

    def test_without_an_example_nothing_is_put_into_force(self, cast, second):
        bare = SIMPLE[: SIMPLE.index("example_base:")]
        draft = services.save_draft(text=bare, union=cast.city, by=cast.administrator)
        services.check(policy_id=draft.pk, by=second)
        with pytest.raises(services.PolicyRefused, match="还没有算例"):
            services.put_in_force(policy_id=draft.pk, starts_on=JANUARY, by=cast.administrator)
        assert (again(draft).state, again(draft).effective) == ("checked", None)
        with pytest.raises(services.PolicyRefused, match="还没有算例"), transaction.atomic():
            services.load_policy(union=cast.county, text=bare, in_force_from=JANUARY)

    @pytest.mark.parametrize("how", ["wrote", "attached"])
    def test_a_writer_is_kept_from_the_check_by_python_alone(self, how, draft, cast, second):
        writer = _have_written(draft, how, cast, second)
        _without_guards()
        with pytest.raises(Refused, match="您写过这份制度"):
            services.check(policy_id=draft.pk, by=writer)
        assert again(draft).state == "draft"

    @pytest.mark.parametrize("how", ["wrote", "attached"])
    def test_a_writer_is_kept_from_the_check_by_the_database_alone(
        self, how, draft, cast, second, monkeypatch
    ):
        writer = _have_written(draft, how, cast, second)
        monkeypatch.setattr(steps, "list_writers", lambda policy: frozenset())
        with pytest.raises(IntegrityError, match="nobody checks what they wrote"), transaction.atomic():
            services.check(policy_id=draft.pk, by=writer)
        assert again(draft).state == "draft"

    def test_a_policy_s_life_is_on_record_step_by_step(self, draft, cast, second):
        services.check(policy_id=draft.pk, by=second)
        services.take_step(policy_id=draft.pk, action="return", by=second, comment="少一条")
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=cast.administrator)
        services.check(policy_id=draft.pk, by=second, comment="已补")
        services.put_in_force(policy_id=draft.pk, starts_on=JANUARY, by=cast.administrator)
        new = services.new_version(policy_id=draft.pk, by=cast.administrator)
        services.check(policy_id=new.pk, by=second)
        services.put_in_force(policy_id=new.pk, starts_on=JULY, by=cast.administrator)
        kept = draft.steps.order_by("pk").values_list("action", "source", "target", "by", "comment")
        writer, checker = cast.administrator.pk, second.pk
        assert list(kept) == [
            ("write", "draft", "draft", writer, ""),
            ("check", "draft", "checked", checker, ""),
            ("return", "checked", "draft", checker, "少一条"),
            ("write", "draft", "draft", writer, ""),
            ("check", "draft", "checked", checker, "已补"),
            ("put_in_force", "checked", "in_force", writer, ""),
            ("supersede", "in_force", "superseded", writer, ""),
        ]
        assert set(draft.steps.values_list("content_hash", flat=True)) == {draft.content_hash}
        trail = AuditRecord.objects.filter(target_type="policies.policy", target_id=str(draft.pk))
        actions = list(trail.order_by("pk").values_list("action", flat=True))
        assert actions == [f"policy.{action}" for action, *_rest in kept]

    def test_what_was_checked_is_discarded_with_a_reason_only(self, draft, cast, second):
        services.check(policy_id=draft.pk, by=second)
        with pytest.raises(Refused, match="必须填写意见"):
            services.take_step(policy_id=draft.pk, action="discard", by=cast.administrator)
        services.take_step(policy_id=draft.pk, action="discard", by=cast.administrator, comment="另行制定")
        gone = again(draft)
        assert (gone.state, gone.checked_at, gone.text) == ("discarded", None, SIMPLE)

    def test_a_return_needs_its_reason_and_opens_the_text_again(self, draft, cast, second):
        services.check(policy_id=draft.pk, by=second)
        with pytest.raises(Refused, match="不能修改"):
            services.save_draft(policy_id=draft.pk, text=SIMPLE, by=cast.administrator)
        with pytest.raises(Refused, match="必须填写意见"):
            services.take_step(policy_id=draft.pk, action="return", by=second)
        services.take_step(policy_id=draft.pk, action="return", by=second, comment="第三条的倍数不对")
        back = again(draft)
        assert (back.state, back.checked_at, back.checked_by) == ("draft", None, None)
        assert PolicyStep.objects.get(action="return").comment == "第三条的倍数不对"

    def test_the_earlier_one_ends_the_day_before(self, in_force, cast, second):
        new = services.new_version(policy_id=in_force.pk, by=cast.administrator)
        services.check(policy_id=new.pk, by=second)
        with pytest.raises(Refused, match="应晚于"):
            services.put_in_force(policy_id=new.pk, starts_on=JANUARY, by=cast.administrator)
        services.put_in_force(policy_id=new.pk, starts_on=JULY, by=cast.administrator)
        old = again(in_force)
        assert (old.state, old.ends_on) == ("superseded", date(2026, 6, 30))
        assert old.steps.get(action="supersede").target == "superseded"
        assert get_policy(union=cast.union, on=date(2026, 6, 30)) == old
        assert get_policy(union=cast.union, on=JULY) == new
        assert get_policy(union=cast.union, on=date(2025, 12, 31)) is None

    @pytest.mark.parametrize("state", PolicyState.values)
    @pytest.mark.parametrize("action", sorted({row.action for row in POLICY_TRANSITIONS}))
    def test_the_table_says_what_may_be_done(self, action, state, draft, cast, second):
        _bring(draft, state, cast, second)
        rows = [row for row in POLICY_TRANSITIONS if row.action == action and state in row.source]
        legal = bool(rows) and rows[0].role != SUCCESSOR
        steps = draft.steps.count()
        try:
            services.take_step(
                policy_id=draft.pk, action=action, by=second if action == "check" else cast.administrator,
                comment="理由", starts_on=date(2027, 1, 1),
            )  # fmt: skip
        except Refused:
            assert not legal
            assert (again(draft).state, draft.steps.count()) == (state, steps)
        else:
            assert (again(draft).state, draft.steps.count()) == (rows[0].target, steps + 1)

    def test_buttons_are_those_of_the_table_without_the_writer_s_check(self, draft, cast, second):
        assert [row.action for row in services.list_buttons(draft, cast.administrator)] == [
            "return", "discard",
        ]  # fmt: skip
        assert [row.action for row in services.list_buttons(draft, second)] == ["check", "return", "discard"]
        assert [row.action for row in services.list_buttons(draft, cast.city_reviewer)] == ["check", "return"]
        assert "您写过" in services.blocker(draft, cast.administrator)


def _have_written(draft, how, cast, second):
    """Somebody who saved the text once, or only attached the paper; another one has saved it since."""
    if how == "wrote":
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=second)
    else:
        out = BytesIO()
        Image.new("L", (9, 9)).save(out, "PNG")
        accepted = accept_upload(ContentFile(out.getvalue(), name="通工发.png"))
        services.attach_source(policy_id=draft.pk, accepted=accepted, by=second)
    services.save_draft(policy_id=draft.pk, text=SIMPLE, by=cast.administrator)
    return second


def _without_guards():
    """The table as it would be without its guards, until the test is over."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE policies_policy DISABLE TRIGGER policies_policy_guard")
        cursor.execute("ALTER TABLE policies_policy DROP CONSTRAINT policy_checked_by_another")


def _bring(draft, state, cast, second):
    take = services.take_step
    if state == "discarded":
        take(policy_id=draft.pk, action="discard", by=cast.administrator, comment="重写")
    if state in ("checked", "in_force", "superseded"):
        services.check(policy_id=draft.pk, by=second)
    if state in ("in_force", "superseded"):
        services.put_in_force(policy_id=draft.pk, starts_on=JANUARY, by=cast.administrator)
    if state == "superseded":
        new = services.new_version(policy_id=draft.pk, by=cast.administrator)
        services.check(policy_id=new.pk, by=second)
        services.put_in_force(policy_id=new.pk, starts_on=JULY, by=cast.administrator)


class TestReading:
    def test_a_lower_union_s_own_takes_the_place(self, in_force, cast):
        assert get_policy(union=cast.union, on=JULY) == in_force
        own = services.load_policy(union=cast.county, text=SIMPLE, in_force_from=JULY)
        assert get_policy(union=cast.union, on=JULY) == own
        assert get_policy(union=cast.union, on=date(2026, 6, 30)) == in_force
        assert get_policy(union=cast.city, on=JULY) == in_force

    def test_the_texts_of_many_unions_are_those_of_their_policies(self, in_force, cast):
        services.load_policy(union=cast.county, text=SIMPLE + "# own\n", in_force_from=JULY)
        unions = [cast.province, cast.city, cast.county, cast.union, cast.stranger.union]
        for day in (date(2025, 12, 31), date(2026, 6, 30), JULY):
            alone = {union.pk: get_policy(union=union, on=day) for union in unions}
            texts = {pk: policy.text for pk, policy in alone.items() if policy}
            assert get_policy_texts(unions=unions, on=day) == texts
        assert len(set(texts.values())) == 2

    def test_what_is_published_is_read_below_and_a_draft_is_not(self, draft, cast, second):
        assert not list_readable(cast.clerk).exists()
        assert list_readable(UserFactory(union=cast.province)).get() == draft
        services.check(policy_id=draft.pk, by=second)
        services.put_in_force(policy_id=draft.pk, starts_on=JANUARY, by=cast.administrator)
        assert list_readable(cast.clerk).get() == draft
        assert not list_readable(cast.stranger).exists()


class TestLoading:
    def test_a_file_becomes_a_draft_or_is_put_into_force(self, cast, tmp_path, capsys):
        path = tmp_path / "policy.yaml"
        path.write_text(SIMPLE, encoding="utf-8")
        call_command("load_policy", str(path), union=cast.city.code)
        call_command("load_policy", str(path), "--union", cast.city.code, "--in-force-from", "2026-01-01")
        assert list(Policy.objects.order_by("number").values_list("state", flat=True)) == [
            "draft", "in_force",
        ]  # fmt: skip
        assert "version 2" in capsys.readouterr().out

    @pytest.mark.parametrize("text", [BROKEN, FAILING])
    def test_errors_and_failing_examples_load_nothing(self, text, cast, tmp_path):
        path = tmp_path / "policy.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CommandError):
            call_command("load_policy", str(path), "--union", cast.city.code, "--in-force-from", "2026-01-01")
        assert not Policy.objects.exists()

    def test_an_unknown_union_and_a_missing_file_are_said(self, cast, tmp_path):
        with pytest.raises(CommandError, match="no union"):
            call_command("load_policy", "none.yaml", union="nowhere")
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("load_policy", str(tmp_path / "none.yaml"), union=cast.city.code)


class TestWages:
    def test_a_county_without_its_own_uses_the_one_above(self, cast):
        services.load_minimum_wages()
        assert services.load_minimum_wages() == 0
        row = get_minimum_wage(region_code="310115", on=JANUARY)
        assert row
        assert (row.region_code, row.monthly) == ("310000", 2690)
        assert get_minimum_wage(region_code="310115", on=date(2023, 10, 31)) is None

    def test_the_database_refuses_an_overlap(self, cast):
        services.load_minimum_wages()
        with pytest.raises(IntegrityError), transaction.atomic():
            MinimumWage.objects.create(
                region_code="310000", region="上海市", monthly=1, effective=DateRange(JANUARY, None)
            )

    def test_a_new_one_ends_the_one_before(self, cast):
        services.load_minimum_wages()
        values = {"region_code": "320600", "region": "南通市", "monthly": 2490, "by": cast.administrator}
        services.add_minimum_wage(starts_on=JANUARY, **values)
        services.add_minimum_wage(starts_on=JULY, **values)
        assert AuditRecord.objects.filter(action="policies.add_minimum_wage").count() == 2
        with pytest.raises(Refused, match="最低工资"):
            services.add_minimum_wage(starts_on=JULY, **values)


class TestAroundPython:
    """What holds although nobody asks the services."""

    def refuses(self, policy, match, **values):
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            Policy.objects.filter(pk=policy.pk).update(**values)

    @pytest.mark.parametrize(
        "values",
        [{"text": "code: x"}, {"content_hash": "0" * 64}, {"name": "别的"}, {"revision": 9},
         {"written_by": None}, {"source_name": "别的.pdf"}],
        ids=str,
    )  # fmt: skip
    def test_only_a_draft_is_written_on(self, in_force, values):
        self.refuses(in_force, "only a draft", **values)

    def test_dates_checker_and_place_stay(self, in_force, cast):
        self.refuses(in_force, "keeps its dates", effective=DateRange(JULY, None))
        self.refuses(in_force, "keeps its dates", effective=DateRange(JANUARY, JULY))
        self.refuses(in_force, "keeps its dates", checked_by=cast.city_reviewer)
        self.refuses(in_force, "whose it is", union=cast.county)
        self.refuses(in_force, "does not go", state="draft", effective=None)

    def test_states_follow_one_another(self, draft, cast):
        self.refuses(draft, "does not go", state="in_force", effective=DateRange(JANUARY, None))
        with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
            Policy.objects.create(union=cast.city, number=7, name="x", text="x", state="checked")

    def test_nobody_checks_what_they_wrote(self, draft, cast, second):
        services.save_draft(policy_id=draft.pk, text=SIMPLE, by=second)
        stamp = {"state": "checked", "checked_at": draft.written_at}
        self.refuses(draft, "nobody checks", checked_by=cast.administrator, **stamp)
        self.refuses(draft, "nobody checks|policy_checked_by_another", checked_by=second, **stamp)

    def test_nor_what_somebody_wrote_in_their_place(self, draft, cast, second):
        day = timezone.localdate()
        row = accounts.stand_in(
            appointment_id=second.appointments.get().pk, user=UserFactory(union=cast.city, roles=[]),
            from_on=day, until_on=day, reason="开会", by=second,
        )  # fmt: skip
        acting = standing_in(row.user, row)
        services.save_draft(policy_id=draft.pk, text=SIMPLE, by=acting)
        with pytest.raises(Refused, match="您写过这份制度"):
            services.check(policy_id=draft.pk, by=second)
        stamp = {"state": "checked", "checked_at": timezone.now()}
        self.refuses(draft, "nobody checks", checked_by=second, **stamp)
        third, fourth = (UserFactory(union=cast.city, role=Role.ADMINISTRATOR) for _n in range(2))
        self.refuses(draft, "nobody checks", checked_by=third, checked_for=second, **stamp)
        self.refuses(draft, "without being asked", checked_by=third, checked_for=fourth, **stamp)

    def test_who_checks_in_somebodys_place_names_both(self, draft, cast, second):
        day = timezone.localdate()
        row = accounts.stand_in(
            appointment_id=second.appointments.get().pk, user=UserFactory(union=cast.city, roles=[]),
            from_on=day, until_on=day, reason="开会", by=second,
        )  # fmt: skip
        checked = services.check(policy_id=draft.pk, by=standing_in(row.user, row))
        assert (checked.checked_by, checked.checked_for) == (row.user, second)
        assert checked.steps.get(action="check").stood_in_for == second

    def test_a_checked_one_is_whole(self, draft, cast, second):
        self.refuses(draft, "policy_checked_is_whole", state="checked", checked_by=second)
        services.save_draft(policy_id=draft.pk, text=BROKEN, by=cast.administrator)
        self.refuses(
            draft, "policy_checked_is_whole", state="checked", checked_by=second, checked_at=draft.written_at
        )
        self.refuses(draft, "policy_source_is_whole", source_file="policies/aa/bb")
        self.refuses(draft, "policy_dated_while_published", effective=DateRange(JANUARY, None))

    def test_two_policies_of_a_union_do_not_overlap(self, in_force, cast, second):
        new = services.new_version(policy_id=in_force.pk, by=cast.administrator)
        services.check(policy_id=new.pk, by=second)
        self.refuses(new, "policy_in_force_no_overlap", state="in_force", effective=DateRange(JULY, None))
        self.refuses(in_force, "policy_superseded_has_end", state="superseded")

    def test_nothing_is_deleted_and_steps_are_only_added(self, draft):
        connection.check_constraints()
        for sql in (
            "DELETE FROM policies_policy", "TRUNCATE policies_policy CASCADE",
            "DELETE FROM policies_policystep", "UPDATE policies_policystep SET comment = 'x'",
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_two_drafts_put_into_force_at_once_leave_one(cast):
    made = []
    for _place in range(2):
        policy = services.load_policy(union=cast.city, text=SIMPLE)
        services.check(policy_id=policy.pk, by=cast.city_reviewer)
        made.append(policy)

    def publish(policy):
        return services.put_in_force(policy_id=policy.pk, starts_on=JANUARY, by=cast.administrator)

    results = at_once(publish, made, threads=2)
    assert sorted(isinstance(result, Policy) for result in results) == [False, True]
    assert Policy.objects.filter(state="in_force").count() == 1


@pytest.mark.django_db(transaction=True)
def test_drafts_begun_at_once_get_numbers_of_their_own(cast):
    def begin(_place):
        return services.load_policy(union=cast.city, text=SIMPLE).number

    assert sorted(at_once(begin, range(4), threads=4)) == [1, 2, 3, 4]


WITHOUT_EXAMPLES = SIMPLE[: SIMPLE.index("examples:")] + "examples: []\n"


class TestPublishing:
    """What keeps a text from being put into force, each by itself."""

    def test_a_policy_without_examples_is_not_put_into_force(self, draft, cast, second):
        services.save_draft(policy_id=draft.pk, text=WITHOUT_EXAMPLES, by=cast.administrator)
        assert again(draft).content_hash, "the text itself has no errors"
        services.check(policy_id=draft.pk, by=second)
        with pytest.raises(services.PolicyRefused, match="还没有算例"):
            services.put_in_force(policy_id=draft.pk, starts_on=JANUARY, by=cast.administrator)
        assert again(draft).state == "checked"
        assert get_policy(union=cast.union, on=JULY) is None

    def test_it_needs_its_first_day(self, draft, cast, second):
        services.check(policy_id=draft.pk, by=second)
        with pytest.raises(services.PolicyRefused, match="请填写执行日期"):
            services.take_step(policy_id=draft.pk, action="put_in_force", by=cast.administrator)

    def test_another_union_s_administrator_does_not_publish_it(self, draft, cast, second):
        services.check(policy_id=draft.pk, by=second)
        above = UserFactory(union=cast.province, role=Role.ADMINISTRATOR)
        with pytest.raises(Refused, match="的管理员可以办理"):
            services.put_in_force(policy_id=draft.pk, starts_on=JANUARY, by=above)

    def test_what_changed_since_the_page_is_not_checked(self, draft, cast, second):
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=cast.administrator)
        with pytest.raises(services.PolicyRefused, match="刚被修改过"):
            services.check(policy_id=draft.pk, by=second, revision=draft.revision)
        assert (
            services.check(policy_id=draft.pk, by=second, revision=again(draft).revision).state == "checked"
        )

    def test_the_document_is_not_exchanged_once_it_was_checked(self, draft, cast, second):
        services.check(policy_id=draft.pk, by=second)
        out = BytesIO()
        Image.new("L", (9, 9)).save(out, "PNG")
        accepted = accept_upload(ContentFile(out.getvalue(), name="通工发.png"))
        with pytest.raises(services.PolicyRefused, match="不能修改"):
            services.attach_source(policy_id=draft.pk, accepted=accepted, by=cast.administrator)

    def test_python_alone_refuses_a_writer_of_any_version(self, draft, cast, second):
        """With the triggers off: `second` wrote an earlier text, of which nothing is left."""
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=second)
        services.save_draft(policy_id=draft.pk, text=FAILING, by=cast.administrator)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            with pytest.raises(Refused, match="您写过这份制度"):
                services.check(policy_id=draft.pk, by=second)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    def test_the_database_alone_refuses_a_writer(self, draft, cast, second, monkeypatch):
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=second)
        monkeypatch.setattr("cases.policies.services.steps.list_writers", lambda _policy: frozenset())
        with pytest.raises(DatabaseError, match="nobody checks what they wrote"), transaction.atomic():
            services.check(policy_id=draft.pk, by=second)


@pytest.mark.django_db(transaction=True)
def test_a_check_waits_for_a_save_and_then_sees_it(cast, second):
    draft = services.save_draft(text=SIMPLE, union=cast.city, by=cast.administrator)

    def check():
        return services.check(policy_id=draft.pk, by=second, revision=draft.revision)

    with transaction.atomic():
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=cast.administrator)
        assert impatient(check) == "waits"
    assert "刚被修改过" in str(impatient(check))
