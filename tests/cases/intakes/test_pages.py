"""The pages of 存量档案接收 and 还缺什么: who may, what they say, how much they ask."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.archives.models import Household
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.remarks import get_file_remarks
from cases.archives.services.entry.evidence import add_evidence
from cases.intakes.models import Intake
from cases.intakes.selectors.lists import list_samples
from cases.intakes.selectors.missing import count_gaps
from cases.rosters.models import RosterImport
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.cases.intakes.lists import NUMBER, UNSURE, accepted, handed_in, imported, look, scan, step
from tests.cases.rosters.roster_files import person, roster
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]


def of(name, intake, *more):
    return reverse(f"intakes:{name}", args=[intake.uid, *more])


def as_of(client, user):
    client.force_login(user)
    return client


class TestUpload:
    def send(self, client, cast, **more):
        as_of(client, cast.clerk)
        file = SimpleUploadedFile("存量.xlsx", roster(person(1)))
        return client.post(
            reverse("rosters:import_new"), {"union": cast.union.pk, "mode": "new", "file": file, **more}
        )

    def test_what_was_filed_elsewhere_says_where(self, client, cast, reference):
        page = self.send(client, cast, origin="filed")
        assert page.status_code == 422
        assert "存量档案要填写原建档文号。" in page.content.decode()
        page = self.send(client, cast, origin="filed", former_document_no=NUMBER, former_filed_on="2024.5.10")
        assert page.status_code == 302
        assert RosterImport.objects.get().is_of_filed

    def test_what_was_not_says_nothing_of_it(self, client, cast, reference):
        self.send(client, cast, origin="new", former_document_no=NUMBER, former_filed_on="2024.5.10")
        assert not RosterImport.objects.get().is_of_filed


def test_the_page_of_the_import_offers_the_way_to_the_county(client, cast, reference):
    made = imported(cast, person(1, **UNSURE))
    page = as_of(client, cast.clerk).get(reverse("rosters:import_detail", args=[made.uid])).content.decode()
    assert "交区县接收" in page
    client.post(reverse("intakes:hand_in", args=[made.uid]))
    intake = Intake.objects.get()
    assert (
        of("intake", intake) in client.get(reverse("rosters:import_detail", args=[made.uid])).content.decode()
    )
    plain = imported(cast, person(2), filed=False)
    assert "交区县接收" not in client.get(reverse("rosters:import_detail", args=[plain.uid])).content.decode()


def test_the_county_looks_agrees_and_another_accepts(client, cast, reference):
    intake = handed_in(cast, person(1, **UNSURE), person(2, **UNSURE))
    as_of(client, cast.reviewer)
    page = client.post(of("intake_step", intake), {"action": "agree"})
    assert page.status_code == 409
    assert "抽中的还有 2 户没有核对" in page.content.decode()
    assert client.post(of("sample", intake, 1), {}).status_code == 422
    assert client.post(of("sample", intake, 1), {"verdict": "agrees"}).url == of("sample", intake, 2)
    assert client.post(of("sample", intake, 2), {"verdict": "differs"}).status_code == 409
    assert client.post(of("sample", intake, 2), {"verdict": "agrees"}).url.endswith("#samples")
    assert client.post(of("intake_step", intake), {"action": "agree"}).status_code == 302
    page = client.get(of("intake", intake)).content.decode()
    assert "由另一人复核接收" in page
    assert "复核同意，整批接收" not in page
    as_of(client, UserFactory(union=cast.county, role=Role.APPROVER))
    assert "复核同意，整批接收" in client.get(of("intake", intake)).content.decode()
    assert client.post(of("intake_step", intake), {"action": "accept"}).status_code == 302


def test_files_are_taken_out_by_ticks_with_a_reason(client, cast, reference):
    intake = handed_in(cast)
    key = intake.rows.first().pk
    as_of(client, cast.reviewer)
    assert "请先勾选档案" in client.post(of("take_out", intake), {"reason": "x"}).content.decode()
    assert client.post(of("take_out", intake), {"pk": key}).status_code == 409
    assert client.post(of("take_out", intake), {"pk": key, "reason": "已迁出"}).status_code == 302
    assert "已迁出" in client.get(of("intake", intake), {"state": "out"}).content.decode()


def test_another_union_finds_nothing(client, cast, reference):
    intake = handed_in(cast)
    as_of(client, cast.stranger)
    assert client.get(of("intake", intake)).status_code == 404
    assert client.post(reverse("intakes:hand_in", args=[intake.roster.uid])).status_code == 404


def test_the_workbook_is_on_record_and_masks_numbers(client, cast, reference):
    intake = handed_in(cast)
    content = as_of(client, cast.auditor).post(of("export", intake)).content
    cells = [
        cell.value for row in openpyxl.load_workbook(BytesIO(content)).active for cell in row if cell.value
    ]
    assert "事实不全，按名册" in cells
    head = intake.rows.first().household.head.id_number.reveal()
    assert head not in str(cells)
    assert AuditRecord.objects.filter(action="export.intake").count() == 1


def test_the_workbook_is_narrowed_as_the_page_is(client, cast, reference, monkeypatch):
    intake = handed_in(cast)
    first = intake.rows.order_by("row").first()
    as_of(client, cast.reviewer).post(of("take_out", intake), {"pk": first.pk, "reason": "已迁出"})
    page = client.get(of("intake", intake), {"state": "out"})
    assert f'action="{of("export", intake)}?state=out"' in page.text
    monkeypatch.setattr("cases.intakes.views.lists.MOST_ROWS", 1)
    refused = client.post(f"{of('export', intake)}?state=open")
    assert refused.url == f"{of('intake', intake)}?state=open"
    content = client.post(f"{of('export', intake)}?state=out").content
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(content)).active for cell in row]
    assert any("状态：移出" in str(cell) for cell in cells)
    record = AuditRecord.objects.get(action="export.intake")
    assert (record.data["rows"], record.data["filters"]) == (1, {"state": "out"})


class TestMissing:
    @pytest.fixture
    def one(self, cast, reference):
        intake = accepted(cast, person(1, **UNSURE), person(2, **UNSURE))
        return Household.objects.filter(intake_row__intake=intake).order_by("pk").first()

    def test_each_kind_is_counted_by_union_and_leads_to_its_files(self, client, cast, one):
        add_evidence(household_id=one.pk, kind="id_card", accepted=scan(), by=cast.clerk)
        gaps = count_gaps(cast.reviewer)
        assert (gaps.total.files, gaps.total.counts["id_card"], gaps.total.counts["signed"]) == (2, 1, 2)
        as_of(client, cast.reviewer)
        page = client.get(reverse("intakes:missing")).content.decode()
        assert f"?union={cast.union.pk}&amp;kind=id_card" in page
        rows = client.get(reverse("intakes:missing_files"), {"union": cast.union.pk, "kind": "id_card"})
        assert [gap.household for gap in rows.context["page"]] == list(Household.objects.exclude(pk=one.pk))
        everything = client.get(reverse("intakes:missing_files"), {"kind": "no_such_kind"})
        assert len(everything.context["page"]) == 2

    def test_it_is_empty_in_words(self, client, cast, reference):
        page = as_of(client, cast.clerk).get(reverse("intakes:missing")).content.decode()
        assert "没有待补材料的档案" in page

    def test_another_union_counts_nothing(self, client, cast, one):
        assert count_gaps(cast.stranger).total.files == 0
        assert (
            as_of(client, cast.stranger).get(reverse("intakes:missing_files")).context["page"].paginator.count
            == 0
        )

    def test_the_workbook_says_what_each_lacks(self, client, cast, one):
        content = as_of(client, cast.clerk).post(f"{reverse('intakes:missing_export')}?kind=id_card").content
        cells = [cell.value for row in openpyxl.load_workbook(BytesIO(content)).active for cell in row]
        assert any("身份证" in str(cell) and "承诺与授权" in str(cell) for cell in cells)
        assert AuditRecord.objects.get(action="export.intake_gaps").data["rows"] == 2

    def test_what_is_too_much_to_count_is_told_with_the_way_to_the_rest(self, client, cast, one, monkeypatch):
        for module in ("selectors", "views"):
            monkeypatch.setattr(f"cases.intakes.{module}.missing.MOST", 1)
        gaps = count_gaps(cast.reviewer)
        assert (gaps.total.files, gaps.uncounted) == (1, 1)
        assert [(row.union, row.files) for row in gaps.rest] == [(cast.union, 1)]
        as_of(client, cast.reviewer)
        page = client.get(reverse("intakes:missing")).text
        assert "这里计了 1 户，还有 1 户没有计入" in page
        assert "一次最多 20,000 户" in page
        assert f"{reverse('intakes:missing_files')}?union={cast.union.pk}" in page
        narrowed = client.get(reverse("intakes:missing_files"), {"kind": "id_card"})
        assert "还有 1 户没有看" in narrowed.text
        assert "一次最多 20,000 户" in narrowed.text
        assert narrowed.context["page"].paginator.count == 1
        everything = client.get(reverse("intakes:missing_files"))
        assert "没有看" not in everything.text
        assert len(list(everything.context["page"])) == 2
        client.post(reverse("intakes:missing_export"))
        assert AuditRecord.objects.get(action="export.intake_gaps").data["rows"] == 2

    def test_what_is_counted_to_its_end_says_nothing_of_it(self, client, cast, one, monkeypatch):
        monkeypatch.setattr("cases.intakes.selectors.missing.MOST", 2)
        gaps = count_gaps(cast.reviewer)
        assert (gaps.total.files, gaps.uncounted, list(gaps.rest)) == (2, 0, [])
        assert "没有计入" not in as_of(client, cast.reviewer).get(reverse("intakes:missing")).text

    def test_a_workbook_leaves_nothing_out(self, client, cast, one, monkeypatch):
        monkeypatch.setattr("cases.intakes.views.missing.MOST_ROWS", 1)
        answer = as_of(client, cast.reviewer).post(f"{reverse('intakes:missing_export')}?kind=id_card")
        assert (answer.status_code, answer.url.partition("?")[2]) == (302, "kind=id_card")
        assert "请先筛选再导出" in str(next(iter(client.get(answer.url).context["messages"])))
        assert not AuditRecord.objects.filter(action="export.intake_gaps").exists()

    @pytest.mark.parametrize("files", [1, 12])
    def test_it_asks_as_much_for_many_files_as_for_one(
        self, cast, reference, files, django_assert_num_queries
    ):
        accepted(cast, *(person(number, **UNSURE) for number in range(1, files + 1)))
        with django_assert_num_queries(6):
            assert count_gaps(cast.reviewer).total.files == files

    def test_whoever_decides_on_anything_of_the_file_reads_what_it_lacks(self, client, cast, one):
        texts = [row.remark.text for row in get_file_remarks(get_contents(one), cast.reviewer).open]
        said = next(text for text in texts if "待补材料" in text)
        assert "身份证" in said
        assert "困难类别按名册" in said

    def test_the_case_says_where_it_came_from_and_the_county_ends_it(self, client, cast, one):
        as_of(client, cast.reviewer)
        page = client.get(reverse("archives:case", args=[one.pk])).content.decode()
        assert "在档，待补材料" in page
        assert NUMBER in page
        done = client.post(reverse("intakes:complete", args=[one.pk]), follow=True)
        assert "还缺" in done.content.decode()
        assert client.post(reverse("intakes:complete", args=[one.pk])).status_code == 302
        as_of(client, cast.clerk)
        assert client.post(reverse("intakes:complete", args=[one.pk])).status_code == 403


@pytest.mark.parametrize("files", [1, 20])
def test_the_page_of_a_list_asks_as_much_for_many_files(
    client, cast, reference, files, django_assert_max_num_queries
):
    intake = handed_in(cast, *(person(number, **UNSURE) for number in range(1, files + 1)))
    as_of(client, cast.reviewer)
    with django_assert_max_num_queries(50):
        assert client.get(of("intake", intake)).status_code == 200


def test_a_list_that_came_back_says_why(client, cast, reference):
    intake = handed_in(cast)
    step(intake, "return", cast.reviewer, "第三户不是本街道")
    page = as_of(client, cast.clerk).get(of("intake", intake)).content.decode()
    assert "第三户不是本街道" in page
    assert "再交区县核对" in page
    look_at = list_samples(intake).first()
    assert as_of(client, cast.reviewer).get(of("sample", intake, look_at.position)).status_code == 200
    with pytest.raises(Exception, match="名单不在核对中"):
        look(intake, cast.reviewer)
