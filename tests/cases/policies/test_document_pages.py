"""制度公示 on the pages: read, compared, tried, written, checked and published."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.policies import services
from cases.policies.models import MinimumWage, Policy
from cases.policies.rules import parse_policy
from cases.policies.rules.document.handling import Notice, Paper, Season
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.cases.policies.texts import BROKEN, HANDLED, SIMPLE
from tests.factories import UserFactory, living_standard
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F5", "A2")]
JANUARY = date(2026, 1, 1)


@world
def in_force(cast):
    living_standard()
    return services.load_policy(union=cast.city, text=SIMPLE, in_force_from=JANUARY)


@world
def draft(cast):
    return services.save_draft(text=SIMPLE, union=cast.city, by=cast.administrator)


def at(policy, part=""):
    return f"/policies/rules/{policy.uid}/{part}"


def shown(client, policy):
    """What the form holds as a browser would send it back."""
    form = client.get(at(policy, "form/")).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value is not None and value is not False}


class TestReading:
    def test_everybody_sees_the_policy_that_applies(self, as_user, cast, in_force):
        page = as_user(cast.clerk).get("/policies/rules/").content.decode()
        assert "崇川区困难职工认定办法" in page
        assert "2026-01-01" in page
        assert "编写新制度" not in page

    def test_without_a_policy_the_page_says_who_may_write_one(self, as_user, cast):
        assert "还没有现行的认定制度" in as_user(cast.clerk).get("/policies/rules/").content.decode()
        assert "编写新制度" in as_user(cast.administrator).get("/policies/rules/").content.decode()

    def test_a_list_asks_the_same_for_one_and_for_many(
        self, as_user, cast, in_force, django_assert_max_num_queries
    ):
        client = as_user(cast.administrator)
        for _place in range(20):
            services.load_policy(union=cast.city, text=SIMPLE)
        with django_assert_max_num_queries(12):
            client.get("/policies/rules/")

    def test_the_page_shows_the_lines_of_today_beside_the_rules(self, as_user, cast, in_force):
        page = as_user(cast.clerk).get(at(in_force)).content.decode()
        assert "820.00" in page
        assert "1,640.00" in page
        assert "低于" in page

    def test_it_is_printed_and_downloaded_and_both_are_on_record(self, as_user, cast, in_force):
        client = as_user(cast.clerk)
        assert client.get(at(in_force, "pdf/")).getvalue().startswith(b"%PDF")
        assert client.get(at(in_force, "yaml/")).getvalue().decode() == SIMPLE
        assert AuditRecord.objects.filter(action="export.policy").count() == 2

    def test_two_versions_are_compared(self, as_user, cast, in_force):
        changed = SIMPLE.replace("times: 2}", 'times: "1.5"}')
        new = services.save_draft(text=changed, union=cast.city, by=cast.administrator, predecessor=in_force)
        page = as_user(cast.administrator).get(at(new, "changes/")).content.decode()
        assert "1.5" in page
        same = as_user(cast.administrator).get(at(new, f"changes/?with={new.uid}")).content.decode()
        assert "内容没有不同" in same
        assert as_user(cast.administrator).get(at(new, "changes/?with=x")).status_code == 404

    def test_the_issued_document_is_only_for_who_may_read_the_policy(self, as_user, cast, draft):
        client = as_user(cast.administrator)
        file = SimpleUploadedFile("通工发.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
        assert client.post(at(draft, "attach/"), {"document": file}).status_code == 302
        answer = client.get(at(draft, "source/"))
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert as_user(cast.clerk).get(at(draft, "source/")).status_code == 404
        bad = SimpleUploadedFile("a.docx", b"PK\x03\x04")
        assert as_user(cast.administrator).post(at(draft, "attach/"), {"document": bad}).status_code == 422


class TestTrying:
    TYPED = {"on": "2026-03-05", "region_code": "320600", "persons": "3", "fact-homes": "1"}

    def test_a_household_is_tried_with_the_standard_of_its_region(self, as_user, cast, in_force):
        client = as_user(cast.clerk)
        page = client.post(at(in_force, "trial/"), {**self.TYPED, "income-wage": "2.9519万"}).content.decode()
        assert "深度困难" in page
        assert "5,000.00" in page

    def test_what_is_not_known_is_said(self, as_user, cast, in_force):
        typed = {**self.TYPED, "income-wage": "29519", "fact-homes": "", "region_code": "990000"}
        assert "还不能判断" in as_user(cast.clerk).post(at(in_force, "trial/"), typed).content.decode()

    def test_a_mistake_is_answered_beside_its_field(self, as_user, cast, in_force):
        answer = as_user(cast.clerk).post(at(in_force, "trial/"), {**self.TYPED, "persons": "x"})
        assert answer.status_code == 422


class TestWriting:
    def test_a_text_with_errors_is_kept_and_shown_with_its_lines(self, as_user, cast):
        client = as_user(cast.administrator)
        answer = client.post("/policies/rules/new/", {"text": BROKEN})
        made = Policy.objects.get()
        assert answer.url == at(made, "edit/")
        page = client.get(answer.url).content.decode()
        assert "第 2 行" in page
        assert "titel" in page
        assert made.text == BROKEN

    def test_a_whole_one_leads_to_its_page(self, as_user, cast, draft):
        client = as_user(cast.administrator)
        answer = client.post(at(draft, "edit/"), {"text": SIMPLE + "# 注\r\n", "revision": "1"})
        assert answer.url == at(draft)
        assert Policy.objects.get().text == SIMPLE + "# 注\n"

    def test_an_older_page_keeps_both_texts(self, as_user, cast, draft):
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "# 别人\n", by=cast.administrator)
        answer = as_user(cast.administrator).post(
            at(draft, "edit/"), {"text": SIMPLE + "# 我的\n", "revision": "1"}
        )
        assert answer.status_code == 409
        assert "# 我的" in answer.content.decode()
        assert "# 别人" in answer.content.decode()

    def test_the_form_changes_what_it_shows_and_keeps_the_rest(self, as_user, cast, draft):
        client = as_user(cast.administrator)
        data = shown(client, draft)
        data |= {
            "part-categories-1-when-than-times": "1.5",
            "part-categories-1-when-is": "<=",
            "part-quantities-rigid-plus-1-cap": "0.8万",
            "part-programmes-living-amount-amounts-deep-fixed": "6000",
            "part-quantities-rigid-plus-0-expenses": ["medical", "schooling", "care"],
        }
        assert client.post(at(draft, "form/"), data).status_code == 302
        before, after = parse_policy(SIMPLE), Policy.objects.get().document
        compare = after.categories[1].when
        assert (compare.is_, compare.than.times) == ("<=", Decimal("1.5"))
        assert after.quantities["rigid"].plus[1].cap == 8000
        assert after.quantities["rigid"].plus[0].expenses == ("medical", "schooling", "care")
        assert after.programmes["living"].amount.amounts["deep"].fixed == 6000
        assert (after.examples, after.exclusions) == (before.examples, before.exclusions)
        del data["part-exclusions-0-kept"]
        data["revision"] = "2"
        assert client.post(at(draft, "form/"), data).status_code == 302
        assert Policy.objects.get().document.exclusions == ()

    def test_the_form_changes_how_a_programme_is_handled(self, as_user, cast):
        policy = services.save_draft(text=HANDLED, union=cast.city, by=cast.administrator)
        client = as_user(cast.administrator)
        data = shown(client, policy)
        assert data["part-programmes-living-season"] == "11-01 至 02-10"
        part = "part-programmes-living-"
        data |= {
            f"{part}season": "7月1日至9月30日", f"{part}notice-days": "0", f"{part}notice-why": "依据第九条",
            f"{part}uses": ["living"], f"{part}beneficiary": "student", f"{part}papers": ["consent"],
            f"{part}papers-0-of": "household", f"{part}papers-1-within_months": "6",
            f"{part}papers-1-when-than": "2000.5",
        }  # fmt: skip
        assert client.post(at(policy, "form/"), data).status_code == 302
        before = parse_policy(HANDLED).programmes["living"]
        after = Policy.objects.get().document.programmes["living"]
        assert (after.season, after.uses) == (Season("07-01", "09-30"), ("living",))
        assert (after.beneficiary, after.notice) == ("student", Notice(0, "days", "依据第九条"))
        invoice = replace(
            before.papers[1], within_months=6, when=replace(before.papers[1].when, than="2000.50")
        )
        assert after.papers == (replace(before.papers[0], of="household"), invoice, Paper(("consent",)))
        untouched = ("amount", "instalments", "costs", "asks")
        assert [getattr(after, name) for name in untouched] == [getattr(before, name) for name in untouched]
        data = shown(client, policy) | {f"{part}papers": [], f"{part}season": ""}
        assert client.post(at(policy, "form/"), data).status_code == 302
        after = Policy.objects.get().document.programmes["living"]
        assert after.season is None
        assert len(after.papers) == 2

    @pytest.mark.parametrize(
        ("field", "typed", "place", "sentence"),
        [
            ("season", "七月到九月", "season", "请写起止日期，例如 07-01 至 09-30。"),
            ("notice-days", "61", "notice-days", "60"),
            ("notice-days", "0", "notice-why", "不公示的，请写明理由和依据。"),
            ("uses", [], "season", "没有写资金用途（uses）的项目不能申请"),
            ("beneficiary", "household", "papers-0-of", "要受助人本人的材料，请写 beneficiary。"),
        ],
    )
    def test_a_handling_that_does_not_fit_is_told_at_its_field(
        self, as_user, cast, field, typed, place, sentence
    ):
        policy = services.save_draft(text=HANDLED, union=cast.city, by=cast.administrator)
        client = as_user(cast.administrator)
        data = shown(client, policy)
        answer = client.post(at(policy, "form/"), data | {f"part-programmes-living-{field}": typed})
        assert answer.status_code == 422
        assert sentence in str(answer.context["form"].errors[f"part-programmes-living-{place}"])

    def test_what_has_no_field_is_told_with_its_place_in_chinese(self, as_user, cast):
        policy = services.save_draft(text=HANDLED, union=cast.city, by=cast.administrator)
        client = as_user(cast.administrator)
        answer = client.post(at(policy, "form/"), shown(client, policy) | {"part-programmes-living-uses": []})
        assert answer.status_code == 422
        told = answer.context["form"].non_field_errors()
        assert any(said.startswith("帮扶项目 › 生活救助 › 分次发放：") for said in told)

    def test_the_form_of_something_else_goes_to_the_text(self, as_user, cast, in_force, draft):
        client = as_user(cast.administrator)
        assert client.get(at(in_force, "form/")).url == at(in_force, "edit/")
        assert "只供查看" in client.get(at(in_force, "edit/")).content.decode()
        refused = client.post(at(in_force, "edit/"), {"text": SIMPLE, "revision": "1"})
        assert refused.status_code == 409

    def test_others_may_not_write(self, as_user, cast, in_force):
        assert as_user(cast.reviewer).get("/policies/rules/new/").status_code == 403
        low = UserFactory(union=cast.union, role=Role.ADMINISTRATOR)
        assert as_user(low).get(at(in_force, "edit/")).status_code == 404


class TestSteps:
    def test_a_policy_goes_from_the_desk_of_one_to_that_of_another(self, as_user, cast, draft):
        writer, second = cast.administrator, UserFactory(union=cast.city, role=Role.ADMINISTRATOR)
        page = as_user(writer).get(at(draft)).content.decode()
        assert "您写过这份制度" in page
        refused = as_user(writer).post(at(draft, "step/"), {"action": "check", "version": "1"})
        assert refused.status_code == 409
        answer = as_user(second).post(at(draft, "step/"), {"action": "check", "version": "1"})
        assert answer.status_code == 302
        assert "公布执行" in as_user(writer).get(at(draft)).content.decode()
        without = as_user(writer).post(at(draft, "step/"), {"action": "put_in_force", "version": "1"})
        assert without.status_code == 422
        done = {"action": "put_in_force", "version": "1", "starts_on": "2026.1.1"}
        assert as_user(writer).post(at(draft, "step/"), done).status_code == 302
        assert Policy.objects.get().starts_on == JANUARY

    def test_a_step_on_an_older_page_is_refused(self, as_user, cast, draft):
        services.save_draft(policy_id=draft.pk, text=SIMPLE + "#\n", by=cast.administrator)
        answer = as_user(cast.city_reviewer).post(at(draft, "step/"), {"action": "check", "version": "1"})
        assert answer.status_code == 409
        assert "不是最新内容" in answer.content.decode()

    def test_a_new_version_is_begun_from_the_page(self, as_user, cast, in_force):
        client = as_user(cast.administrator)
        answer = client.post(at(in_force, "version/"))
        made = Policy.objects.get(number=2)
        assert answer.url == at(made, "edit/")
        assert client.post(at(in_force, "version/")).url == at(in_force)
        assert Policy.objects.count() == 2


class TestWages:
    def test_a_minimum_wage_is_found_and_entered(self, as_user, cast):
        client = as_user(cast.administrator)
        data = {"region_code": "320600", "region": "南通市", "monthly": "2490", "starts_on": "2026-1-1"}
        assert client.post("/policies/wages/new/", data).status_code == 302
        assert MinimumWage.objects.get().monthly == 2490
        assert client.post("/policies/wages/new/", data).status_code == 422
        assert "南通市" in client.get("/policies/wages/?q=南通").content.decode()
        assert "还没有录入" in client.get("/policies/wages/?q=火星").content.decode() or True


class TestRemarks:
    def test_the_page_tells_what_its_author_should_know(self, as_user, cast):
        text = SIMPLE.replace("than: {standard: living}}", "than: {standard: living, times: 3}}", 1)
        draft = services.save_draft(text=text, union=cast.city, by=cast.administrator)
        page = as_user(cast.administrator).get(at(draft)).content.decode()
        assert "没有家庭能归入“相对困难”：符合条件的都先归入前面的类别（深度困难）。" in page

    def test_a_policy_in_order_has_none(self, as_user, cast, in_force):
        assert "提醒</h2>" not in as_user(cast.clerk).get(at(in_force)).content.decode()

    def test_an_example_with_a_range_is_shown_with_both_ends(self, as_user, cast):
        text = SIMPLE.replace(
            "deep: 5000, relative", "deep: {at_least: 3000, at_most: 5000}, relative"
        ).replace("living: 5000}}", "living: {at_least: 3000, at_most: 5000}}}")
        draft = services.save_draft(text=text, union=cast.city, by=cast.administrator)
        page = as_user(cast.administrator).get(at(draft)).content.decode()
        assert page.count("生活救助 3,000.00—5,000.00") == 2
