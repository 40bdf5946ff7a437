"""Pages of applications, as each role sees them."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cases.applications import services
from cases.applications.models import Application
from cases.applications.selectors import content_hash
from cases.applications.states import State
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.sheets import read_sheet
from tests.factories import HouseholdFactory, UserFactory, make_evidence

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def picture(name="清单.png", colour="white"):
    out = BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def posted(application, **more):
    return {
        "version": application.version, "reason": "长期透析",
        "evidence": [str(pk) for pk in application.evidence.values_list("pk", flat=True)], **more,
    }  # fmt: skip


class TestEntry:
    def test_each_programme_is_offered_with_its_sum_or_the_reason_against_it(self, as_user, cast, household):
        page = as_user(cast.clerk).get(f"/applications/new/?household={household.pk}").content.decode()
        assert "¥9,840.00" in page
        assert "低保标准 820.00 元 × 12" in page
        assert "按档案中已有的数据估算" in page

    def test_a_household_elsewhere_is_not_found(self, as_user, cast, household):
        client = as_user(cast.stranger)
        assert client.get(f"/applications/new/?household={household.pk}").status_code == 404
        assert client.get("/applications/new/?household=x").status_code == 302

    def test_from_the_choice_to_the_submission(self, as_user, cast, household, reference):
        client = as_user(cast.clerk)
        data = {"household": household.pk, "programme": reference.medical.pk}
        started = client.post("/applications/new/", data)
        application = Application.objects.get()
        assert started.url == f"/applications/{application.pk}/edit/"
        again = client.post("/applications/new/", data, follow=True)
        assert "已有同一项目正在办理" in again.content.decode()

        page = client.get(started.url).content.decode()
        assert "必备，还没有" in page
        typed = {
            **posted(application), "self_paid": "1.2万", "go": "check",
            "file_medical_record": picture("病历.png", "red"), "file_fee_list": picture(),
        }  # fmt: skip
        assert client.post(started.url, typed).status_code == 302
        application.refresh_from_db()
        assert (application.facts, application.amount) == ({"self_paid": "12000"}, 12000)
        assert application.evidence.count() == 3

        check = client.get(f"/applications/{application.pk}/check/").content.decode()
        assert "壹万贰仟元整" in check
        seen = content_hash(application)
        assert seen in check
        sent = client.post(f"/approvals/{application.pk}/step/", {"action": "submit", "seen_hash": seen})
        assert sent.url == f"/applications/{application.pk}/"
        application.refresh_from_db()
        assert application.state == State.REVIEW

    def test_what_is_missing_is_listed_and_nothing_submitted(self, as_user, cast, household, make):
        application = make(household=household, programme="medical")
        application.evidence.clear()
        page = as_user(cast.clerk).get(f"/applications/{application.pk}/check/").content.decode()
        assert "还缺 3 项" in page
        assert 'value="submit"' not in page

    def test_a_refused_figure_keeps_what_was_uploaded(self, as_user, cast, household, make):
        application = make(household=household, programme="medical")
        before = application.evidence.count()
        typed = {**posted(application), "self_paid": "二千", "file_fee_list": picture()}
        answer = as_user(cast.clerk).post(f"/applications/{application.pk}/edit/", typed)
        assert answer.status_code == 422
        assert application.evidence.count() == before + 1
        assert answer.content.decode().count("清单.png") >= 1

    def test_what_is_typed_again_after_an_upload_is_saved(self, as_user, cast, household, make):
        application, client = make(household=household, programme="medical"), as_user(cast.clerk)
        url = f"/applications/{application.pk}/edit/"
        answer = client.post(url, {**posted(application), "self_paid": "二千", "file_fee_list": picture()})
        form = answer.context["form"]
        again = {**posted(application), "version": form["version"].value(), "self_paid": "2000"}
        assert client.post(url, {**again, "evidence": sorted(form.picked)}).status_code == 302
        application.refresh_from_db()
        assert application.facts == {"self_paid": "2000"}

    def test_a_page_from_before_does_not_drop_a_colleague_s_document(self, as_user, cast, household, make):
        application = make(household=household, programme="medical")
        opened = posted(application)
        colleague = UserFactory(union=cast.union, role=Role.CLERK)
        row = make_evidence(household, kind="fee_list", by=colleague)
        services.attach(application_id=application.pk, evidence_id=row.pk, by=colleague)
        answer = as_user(cast.clerk).post(f"/applications/{application.pk}/edit/", opened)
        assert answer.status_code == 409
        assert "刚被他人修改过" in answer.content.decode()
        assert row in application.evidence.all()

    def test_too_much_is_refused_at_the_field(self, as_user, cast, household, make):
        application = make(household=household)
        typed = posted(application, amount="9840.01")
        answer = as_user(cast.clerk).post(f"/applications/{application.pk}/edit/", typed)
        assert answer.status_code == 409
        assert "申请金额不能超过 9,840.00 元" in answer.content.decode()

    def test_a_file_that_is_no_picture_is_refused(self, as_user, cast, household, make):
        application = make(household=household)
        typed = {**posted(application), "file_other": SimpleUploadedFile("x.svg", b"<svg/>", "image/svg+xml")}
        answer = as_user(cast.clerk).post(f"/applications/{application.pk}/edit/", typed)
        assert answer.status_code == 422
        assert "x.svg" in answer.content.decode()

    def test_the_amount_is_worked_out_while_somebody_types(self, as_user, cast, household, make):
        application = make(household=household, programme="medical")
        url = f"/applications/{application.pk}/figures/"
        client = as_user(cast.clerk)
        page = client.post(url, posted(application, self_paid="3000")).content.decode()
        assert "3,000.00 元 × 100% = 3,000.00 元" in page
        assert "叁仟元整" in page
        page = client.post(url, posted(application, self_paid="3000", amount="4000")).content.decode()
        assert "不能超过 3,000.00 元" in page
        application.refresh_from_db()
        assert application.facts == {"self_paid": "30481"}

    def test_what_was_submitted_opens_read_only(self, as_user, cast, make):
        application = make(state=State.REVIEW)
        client = as_user(cast.clerk)
        for page in ("edit", "check"):
            assert (
                client.get(f"/applications/{application.pk}/{page}/").url
                == f"/applications/{application.pk}/"
            )

    @pytest.mark.parametrize("who", ["reviewer", "approver", "auditor", "finance"])
    def test_others_enter_nothing(self, who, as_user, cast, household, make):
        application = make(household=household)
        client = as_user(getattr(cast, who))
        assert client.get(f"/applications/{application.pk}/edit/").status_code == 403
        assert client.post("/applications/new/", {"household": household.pk}).status_code == 403

    def test_the_reasons_of_a_return_stand_on_the_form(self, as_user, cast, make):
        application = make(state=State.RETURNED)
        page = as_user(cast.clerk).get(f"/applications/{application.pk}/edit/").content.decode()
        assert "退回补正" in page
        assert "请核对" in page


class TestList:
    @pytest.fixture
    def rows(self, make):
        return [make(state=State.REVIEW), make(state=State.DRAFT, programme="medical")]

    def test_everybody_above_sees_the_rows_of_their_scope(self, as_user, cast, rows):
        for person in (cast.clerk, cast.reviewer, cast.approver, cast.auditor, cast.finance):
            page = as_user(person).get("/applications/").content.decode()
            assert all(str(row.household) in page for row in rows)

    def test_a_stranger_sees_none_of_it(self, as_user, cast, rows):
        client = as_user(cast.stranger)
        found = "".join(client.get(f"/applications/{query}").content.decode() for query in ("", "?year=2026"))
        sheet = read_sheet(client.post("/applications/export/").content)
        found += str([list(row.values) for row in sheet.rows])
        assert not any(str(row.household) in found for row in rows)
        for row in rows:
            assert client.get(f"/applications/{row.pk}/").status_code == 404
            assert client.get(f"/approvals/{row.pk}/form.pdf").status_code == 404

    def test_filters_narrow_and_unknown_ones_do_not(self, as_user, cast, rows):
        client = as_user(cast.approver)
        submitted, draft = (str(row.household) for row in rows)
        for query, shown in (
            ("state=draft", draft),
            ("programme=living", submitted),
            (f"union={cast.union.pk}&state=review", submitted),
            ("category=deep&programme=medical", draft),
        ):
            page = client.get(f"/applications/?{query}").content.decode()
            assert shown in page, query
            assert {submitted, draft} - {shown} - {name for name in (submitted, draft) if name in page}, query
        page = client.get("/applications/?state=nonsense&union=999999").content.decode()
        assert submitted in page
        assert draft in page
        assert "没有符合条件的申请" in client.get("/applications/?programme=tuition").content.decode()

    def test_the_workbook_holds_the_same_rows_and_leaves_its_trace(self, as_user, cast, rows):
        answer = as_user(cast.auditor).post("/applications/export/?state=review")
        values = [[cell for cell in row.values] for row in read_sheet(answer.content).rows]
        text = str(values)
        assert str(rows[0].household) in text
        assert str(rows[1].household) not in text
        record = AuditRecord.objects.get(action="export.applications")
        assert (record.data["rows"], record.data["filters"]) == (1, {"state": "review"})

    def test_somebody_is_found_by_name_and_the_address_does_not_say_whom(self, as_user, cast, rows):
        client, name = as_user(cast.clerk), rows[0].household.head.name
        answer = client.post("/applications/find/?programme=", {"text": name}, follow=True)
        url = answer.redirect_chain[-1][0]
        page = answer.content.decode()
        assert name not in unquote(url)
        assert f"姓名：{name}" in page
        assert f"/applications/{rows[0].pk}/" in page
        assert f"/applications/{rows[1].pk}/" not in page
        exported = read_sheet(client.post(url.replace("?", "export/?")).content)
        assert len([row for row in exported.rows if name in str(row.values)]) >= 1
        nobody = as_user(cast.stranger).get(url).content.decode()
        assert "刚才的查找已过期" in nobody or "还没有帮扶申请" in nobody
        assert f"/applications/{rows[0].pk}/" not in nobody

    @pytest.mark.parametrize("text", ["", " ", "'; drop", "x" * 500])
    def test_nothing_to_look_for_is_no_error(self, text, as_user, cast, rows):
        assert as_user(cast.clerk).post("/applications/find/", {"text": text}, follow=True).status_code == 200

    def test_an_empty_list_says_what_to_do_next(self, as_user, cast, reference):
        page = as_user(cast.clerk).get("/applications/").content.decode()
        assert "还没有帮扶申请" in page
        assert "查看在档的家庭" in page

    @pytest.mark.parametrize("number", [1, 12])
    def test_queries_do_not_grow_with_the_rows(self, number, as_user, cast, make):
        for _n in range(number):
            make(state=State.REVIEW)
        client = as_user(cast.approver)
        client.get("/applications/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/applications/").status_code == 200
        assert len(captured) <= MOST_QUERIES, [query["sql"][:90] for query in captured]


class TestDetail:
    @pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW, State.RETURNED, State.PUBLIC_NOTICE])
    def test_every_role_in_scope_reads_it(self, state, as_user, cast, make):
        application = make(state=state)
        for person in (cast.clerk, cast.reviewer, cast.approver, cast.auditor, cast.finance):
            page = as_user(person).get(f"/applications/{application.pk}/")
            assert page.status_code == 200
            text = page.content.decode()
            assert "低保标准 820.00 元 × 12 = 9,840.00 元" in text
            assert "玖仟捌佰肆拾元整" in text

    def test_buttons_come_from_the_table(self, as_user, cast, make):
        application = make(state=State.REVIEW)
        url = f"/applications/{application.pk}/"
        reviewer = as_user(cast.reviewer).get(url).content.decode()
        assert all(f'value="{action}"' in reviewer for action in ("pass", "return", "reject"))
        clerk = as_user(cast.clerk).get(url).content.decode()
        assert 'value="withdraw"' in clerk
        assert 'value="pass"' not in clerk
        auditor = as_user(cast.auditor).get(url).content.decode()
        assert 'name="action"' not in auditor

    def test_a_change_since_the_submission_is_said_on_top(self, as_user, cast, make):
        application = make(state=State.REVIEW)
        application.household.incomes.update(annual_amount=1)
        page = as_user(cast.reviewer).get(f"/applications/{application.pk}/").content.decode()
        assert "提交之后，家庭收入有变化" in page

    def test_no_number_of_a_person_is_on_the_page(self, as_user, cast, make):
        household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
        number = household.head.id_number.reveal()
        application = make(state=State.REVIEW, household=household)
        for person in (cast.clerk, cast.reviewer, UserFactory(union=cast.union)):
            page = as_user(person).get(f"/applications/{application.pk}/").content.decode()
            assert number not in page
            assert "6222021001122330018" not in page
