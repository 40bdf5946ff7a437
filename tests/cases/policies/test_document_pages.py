"""制度公示 on the pages: read, compared, tried, written, checked and published."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.policies import services
from cases.policies.models import MinimumWage, Policy
from cases.policies.rules import parse_policy
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.cases.policies.texts import BROKEN, SIMPLE
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
        form = client.get(at(draft, "form/")).context["form"]
        data = {name: form[name].value() for name in form.fields}
        data = {name: value for name, value in data.items() if value not in (None, False)}
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
