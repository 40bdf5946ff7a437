"""The wizard of an import, page by page: who gets in, what is refused, what comes back."""

import io
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from cases.archives.models import Household
from cases.archives.states import State
from cases.rosters import services as imports
from cases.rosters.models import RosterImport
from cases.rosters.resources.template import roster_template
from cases.rosters.rules.layout import label_of, layout_keys
from cases.rosters.rules.stamp import STAMP
from cases.rosters.services import upload_roster
from cases.rosters.states import ImportState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.imports.services import returning
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from hardship.kernel.documents import make_id_number
from hardship.kernel.sheets import read_sheet
from tests.cases.rosters.roster_files import BORN, SAMPLE, member, person, roster
from tests.factories import HouseholdFactory, UserFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db
NEW = "/rosters/imports/new/"


def send(client, content, *, name="花名册.xlsx", union=None, **extra):
    return client.post(
        NEW, {"file": SimpleUploadedFile(name, content), "union": union.pk if union else ""} | extra
    )


def page(roster, name="detail"):
    return reverse(f"rosters:import_{name}", args=[roster.uid])


@world
def made(cast):
    """An upload of three households: one right, one with a remark, one wrong."""
    return imports.upload_roster(
        union=cast.union,
        by=cast.clerk,
        original_name="花名册.xlsx",
        content=roster(person(1), person(2, phone="12345"), person(3, sex="男")),
    )


def step(client, roster, name, **data):
    response = client.post(page(roster, name), data)
    run_pending()
    roster.refresh_from_db()
    return response


@pytest.fixture
def checked(made, as_user, cast):
    step(as_user(cast.clerk), made, "mapping")
    assert made.state == ImportState.CHECKED
    return made


@pytest.fixture
def done(checked, as_user, cast):
    step(as_user(cast.clerk), checked, "confirm")
    assert checked.state == ImportState.DONE
    return checked


@pytest.mark.requirement("A3")
def test_the_whole_way_of_the_sample(cast, as_user):
    client = as_user(cast.clerk)
    response = client.get(NEW)
    assert response.status_code == 200
    assert f'value="{cast.union.pk}"' in response.content.decode()
    response = send(client, SAMPLE.read_bytes(), union=cast.union)
    roster = RosterImport.objects.get()
    assert response.url == page(roster, "mapping")
    html = client.get(response.url).content.decode()
    assert "87 列全部认出" in html
    step(client, roster, "mapping")
    html = client.get(page(roster)).content.decode()
    assert "先导入正确的 148 户" in html
    assert html.count("第 139 行") == 1
    step(client, roster, "confirm")
    html = client.get(page(roster)).content.decode()
    assert "正确的户已成为草稿" in html
    assert Household.objects.filter(union=cast.union, state=State.DRAFT).count() == 148
    assert "148" in client.get(reverse("rosters:import_list")).content.decode()


def test_the_mapping_asks_for_what_was_not_recognised(cast, as_user):
    keys = ["former_no", "name", "id_number", "persons", "phone", "sex"]
    roster_ = imports.upload_roster(
        union=cast.union,
        by=cast.clerk,
        original_name="花名册.xlsx",
        content=roster(
            person(1, phone="13800138000"), keys=keys, headers={"phone": "联络号", "name": "芳名"}
        ),
    )
    client = as_user(cast.clerk)
    html = client.get(page(roster_, "mapping")).content.decode()
    assert "2 列没有认出" in html
    assert "还没有找到必需的列：姓名" in html
    assert client.post(page(roster_, "mapping")).status_code == 422
    twice = {"column-1": "name", "column-4": "name"}
    response = client.post(page(roster_, "mapping"), twice)
    assert response.status_code == 422
    assert "已经对应到另一列" in response.content.decode()
    step(client, roster_, "mapping", **{"column-1": "name", "column-4": "phone"})
    assert (roster_.state, roster_.rows_importable) == (ImportState.CHECKED, 1)
    assert not roster_.issues


def test_every_column_can_be_given_another_meaning(made, cast, as_user):
    client = as_user(cast.clerk)
    html = client.get(page(made, "mapping") + "?all=1").content.decode()
    assert html.count("<select") == 87
    fields = made.mapping["fields"]
    data = {f"column-{place}": key for key, place in fields.items() if key != "monthly_income"}
    response = client.post(page(made, "mapping") + "?all=1", data)
    assert response.status_code == 302
    made.refresh_from_db()
    assert "monthly_income" not in made.mapping["fields"]
    assert made.mapping["fields"]["name"] == fields["name"]


def test_remarks_are_narrowed_by_kind_and_column(checked, cast, as_user):
    client = as_user(cast.clerk)
    everything = client.get(page(checked)).content.decode()
    assert "第 5 行" in everything
    assert "第 6 行" in everything
    wrong = client.get(page(checked), {"kind": "error"}).content.decode()
    assert "第 5 行" not in wrong
    assert "第 6 行" in wrong
    column = client.get(page(checked), {"column": "手机号码"}).content.decode()
    assert "第 5 行" in column
    assert "第 6 行" not in column


def test_the_refused_rows_come_back_in_the_users_own_file(checked, cast, as_user):
    response = as_user(cast.clerk).get(page(checked, "errors_file"))
    assert "%E9%94%99%E8%AF%AF%E5%8E%9F%E5%9B%A0.xlsx" in response["Content-Disposition"]
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet["A1"].value == "困难职工档案汇总表"
    last = sheet.max_column
    assert sheet.cell(3, last).value == "错误原因"
    assert "性别与身份证号不一致" in sheet.cell(6, last).value
    assert sheet.cell(4, last).value is None
    assert sheet["E6"].fill.fgColor.rgb == "FFFFC7CE"
    assert "性别与身份证号不一致" in sheet["E6"].comment.text
    assert AuditRecord.objects.get(action="export.import_errors").data["rows"] == 1


def test_a_household_refused_for_its_sixth_member_says_so_in_both_rows(cast):
    family = person(1, persons=None)
    for place in range(1, 6):
        family |= member(place, place)
    made = imports.upload_roster(
        union=cast.union,
        by=cast.clerk,
        original_name="a.xlsx",
        content=roster(family, member(1, 6, sex="女")),
    )
    imports.ask_for_check(roster_id=made.pk, fields=None, by=cast.clerk)
    run_pending()
    made.refresh_from_db()
    rows = read_sheet(imports.return_rejected(made, by=cast.clerk)).rows
    reasons = {row.number: row.values[-1] for row in rows if row.number > 3}
    assert "第 5 行的家庭成员有错" in reasons[4]
    assert "性别" in reasons[5]


def test_the_file_that_came_back_is_taken_again(checked, cast, as_user):
    client = as_user(cast.clerk)
    content = client.get(page(checked, "errors_file")).content
    step(client, checked, "confirm")
    send(client, content, name="花名册_错误原因.xlsx", union=cast.union)
    again = RosterImport.objects.order_by("-pk").first()
    assert "错误原因" in again.mapping["headers"]
    step(client, again, "mapping")
    html = client.get(page(again)).content.decode()
    assert again.rows_importable == 0
    assert "没有可以导入的户" in html
    assert client.post(page(again, "confirm")).status_code == 409


def test_a_long_file_is_marked_by_a_job(checked, cast, as_user, monkeypatch):
    monkeypatch.setattr(returning, "LONG", 1)
    client = as_user(cast.clerk)
    assert client.get(page(checked, "errors_file")).status_code == 302
    client.post(page(checked, "errors_file"))
    run_pending()
    job = Job.objects.get(kind="returned_roster")
    response = client.get(reverse("jobs:file", args=[job.uid]))
    assert "错误原因" in str(read_sheet(b"".join(response.streaming_content)).rows[2].values)


def test_progress_is_told_until_the_job_is_over(made, cast, as_user):
    client = as_user(cast.clerk)
    client.post(page(made, "mapping"))
    assert "正在逐行检查" in client.get(page(made)).content.decode()
    fragment = client.get(page(made, "progress"), headers={"HX-Request": "true"})
    assert "data-hx-get" in fragment.content.decode()
    run_pending()
    assert client.get(page(made, "progress"))["HX-Refresh"] == "true"


def test_an_interrupted_import_can_be_continued(checked, cast, as_user):
    client = as_user(cast.clerk)
    client.post(page(checked, "confirm"))
    Job.objects.filter(kind="import_roster").update(state="cancelled")
    html = client.get(page(checked)).content.decode()
    assert "导入没有做完" in html
    step(client, checked, "confirm")
    assert checked.state == ImportState.DONE
    assert client.post(page(checked, "confirm")).status_code == 409


def test_an_interrupted_check_can_be_repeated(made, cast, as_user):
    client = as_user(cast.clerk)
    client.post(page(made, "mapping"))
    Job.objects.update(state="cancelled")
    assert "检查没有做完" in client.get(page(made)).content.decode()
    step(client, made, "check")
    assert made.state == ImportState.CHECKED


def test_an_import_is_undone_once(done, cast, as_user):
    client = as_user(cast.clerk)
    step(client, done, "undo")
    assert done.state == ImportState.UNDONE
    assert "已由" in client.get(page(done)).content.decode()
    assert client.post(page(done, "undo")).status_code == 409


def test_an_import_somebody_worked_on_is_not_undone(done, cast, as_user):
    Household.objects.filter(import_row__roster=done).update(version=2)
    client = as_user(cast.clerk)
    html = client.get(page(done)).content.decode()
    assert "不能再撤销" in html
    response = client.post(page(done, "undo"))
    assert response.status_code == 409
    assert "户都已经有人修改或提交" in response.content.decode()


def test_the_same_file_is_noticed(done, cast, as_user):
    again = imports.upload_roster(
        union=cast.union, by=cast.clerk, original_name="b.xlsx", content=done.file.open().read()
    )
    assert "已经导入过" in as_user(cast.clerk).get(page(again, "mapping")).content.decode()


POSTS = ("mapping", "check", "confirm", "undo", "errors_file")


@pytest.mark.parametrize("name", ["mapping", "detail", "progress", "errors_file", *POSTS])
def test_others_do_not_find_it(checked, cast, as_user, name):
    for user in (cast.stranger, UserFactory(union=cast.elsewhere.parent, role=Role.CLERK)):
        client = as_user(user)
        response = client.post(page(checked, name)) if name in POSTS else client.get(page(checked, name))
        assert response.status_code == 404
    assert as_user(cast.reviewer).post(page(checked, name)).status_code in (403, 405)
    checked.refresh_from_db()
    assert checked.state == ImportState.CHECKED


def test_only_clerks_import(cast, as_user):
    for user in (cast.reviewer, cast.auditor, cast.administrator, cast.finance):
        client = as_user(user)
        for name in ("import_list", "import_new", "import_template"):
            assert client.get(reverse(f"rosters:{name}")).status_code == 403


def test_an_upper_clerk_imports_for_a_union_below_and_for_no_other(cast, as_user):
    upper = UserFactory(union=cast.county, role=Role.CLERK)
    client = as_user(upper)
    assert send(client, roster(person(1)), union=cast.elsewhere).status_code == 422
    assert send(client, roster(person(1))).status_code == 422
    assert not RosterImport.objects.exists()
    assert send(client, roster(person(1)), union=cast.union).status_code == 302
    assert RosterImport.objects.get().union == cast.union


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb():
    with zipfile.ZipFile(io.BytesIO(roster(person(1)))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/media/image1.bin"] = b"\x00" * (64 * 1024 * 1024)
    return zipped(**parts)


def with_macro():
    with zipfile.ZipFile(io.BytesIO(roster(person(1)))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return zipped(**parts, **{"xl/vbaProject.bin": b"macro"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("<html><table><tr><td>姓名</td></tr></table>".encode(), "网页"),
        ("姓名,身份证号\n季小梅,1\n".encode("gbk"), "表头"),
        (b"%PDF-1.7", "PDF"),
        (roster(person(1))[:900], "损坏"),
        (bomb(), "压缩比"),
        (with_macro(), "宏"),
        (roster(keys=["former_no"]), "表头"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
    ],
    ids=["zero", "xls", "password", "html", "csv", "pdf", "cut", "bomb", "macro", "no_header", "large"],
)
def test_a_hostile_file_gets_a_sentence_and_leaves_nothing(cast, as_user, settings, content, sentence):
    kept = set(settings.PRIVATE_ROOT.rglob("*.xlsx"))  # of other tests on the same world
    response = send(as_user(cast.clerk), content, union=cast.union)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not RosterImport.objects.exists()
    assert set(settings.PRIVATE_ROOT.rglob("*.xlsx")) == kept


def rewritten(change):
    """A roster of twelve households whose sheet's XML was changed."""
    with zipfile.ZipFile(io.BytesIO(roster(*(person(n) for n in range(1, 13))))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = change(parts[name].decode()).encode()
    return zipped(**parts)


def test_a_lie_about_the_dimension_loses_no_row(cast, as_user):
    import re

    content = rewritten(lambda xml: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:C4"', xml))
    send(as_user(cast.clerk), content, union=cast.union)
    made = RosterImport.objects.get()
    step(as_user(cast.clerk), made, "mapping")
    assert made.rows_importable == 12


def test_a_sheet_styled_to_the_bottom_is_read_to_the_last_household(cast, as_user):
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(20, 1_048_577))
    content = rewritten(lambda xml: xml.replace("</sheetData>", rows + "</sheetData>"))
    assert send(as_user(cast.clerk), content, union=cast.union).status_code == 302
    made = RosterImport.objects.get()
    step(as_user(cast.clerk), made, "mapping")
    assert made.rows_importable == 12


def test_a_roster_on_the_second_sheet_is_found(cast):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(roster(person(1))))
    cover = book.create_sheet("封面", 0)
    cover["A1"] = "困难职工档案"
    out = io.BytesIO()
    book.save(out)
    made = imports.upload_roster(
        union=cast.union, by=cast.clerk, original_name="a.xlsx", content=out.getvalue()
    )
    assert made.sheet == "Sheet"


def test_the_template_can_be_filled_in_and_imported(cast, as_user):
    client = as_user(cast.clerk)
    content = client.get(reverse("rosters:import_template")).content
    assert content == client.get(reverse("rosters:import_template")).content
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    page_ = book.worksheets[0]
    headers = {cell.value: cell.column for cell in page_[3]}
    assert len(headers) == 222
    assert page_.column_dimensions["G"].number_format == "@" or page_["G4"].number_format == "@"
    lists = [check for check in page_.data_validations.dataValidation if check.type == "list"]
    assert len(lists) > 30
    assert book["代码表"].sheet_state == book[STAMP].sheet_state == "hidden"
    family = book["家庭成员"]
    assert family["C3"].value == "姓名"
    for number, name in enumerate("甲乙丙丁戊己", start=4):
        values = {2: make_id_number("320602", BORN, 2), 3: f"季{name}", 4: "其他"}
        for column, value in values.items():
            family.cell(number, column, value)
    family.cell(10, 2, make_id_number("320602", BORN, 8))
    family.cell(10, 3, "无主")
    page_.cell(4, headers["姓名"], "季小梅")
    page_.cell(4, headers["身份证号"], make_id_number("320602", BORN, 2))
    out = io.BytesIO()
    book.save(out)
    send(client, out.getvalue(), union=cast.union)
    made = RosterImport.objects.get()
    step(client, made, "mapping")
    assert (made.rows_total, made.rows_importable) == (1, 1)
    found = {(issue["sheet"], issue["row"], issue["code"]) for issue in made.issues}
    assert found == {*(("家庭成员", row, "missing") for row in range(4, 10)), ("家庭成员", 10, "homeless")}
    assert client.get(page(made, "errors_file")).status_code == 200
    step(client, made, "confirm")
    assert Household.objects.get().members.count() == 7


def test_every_choice_of_the_template_is_understood(cast):
    from cases.rosters.resources import HeadResource, MemberResource
    from cases.rosters.resources.template import _choices

    for resource, is_head in ((HeadResource(), True), (MemberResource(), False)):
        for key, field in resource.fields.items():
            for choice in _choices(field.widget, is_head=is_head):
                _values, issues = resource.clean_cells({key: choice}, row=1)
                assert not issues, (key, choice)


@pytest.mark.parametrize("count", [1, 20])
def test_the_pages_ask_the_database_a_constant_number_of_times(
    cast, as_user, django_assert_max_num_queries, count
):
    rows = [person(number, phone="12345") for number in range(1, count + 1)]
    made = imports.upload_roster(
        union=cast.union, by=cast.clerk, original_name="花名册.xlsx", content=roster(*rows)
    )
    client = as_user(cast.clerk)
    step(client, made, "mapping")
    with django_assert_max_num_queries(12):
        client.get(page(made))
    step(client, made, "confirm")
    with django_assert_max_num_queries(12):
        client.get(page(made))
    with django_assert_max_num_queries(12):
        client.get(reverse("rosters:import_list"))


@pytest.mark.requirement("A7")
def test_an_update_shows_before_and_after_and_what_is_held(cast, as_user):
    file = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    client = as_user(cast.clerk)
    row = {"former_no": file.file_no, "address": "新地址 9 号", "monthly_income": 1}
    keys = ["former_no", "address", "monthly_income", "phone"]
    content = SimpleUploadedFile("更新.xlsx", roster(row, keys=keys))
    client.post(reverse("rosters:import_new"), {"union": cast.union.pk, "file": content, "mode": "update"})
    made = RosterImport.objects.latest("pk")
    assert made.mode == "update"
    assert "还没有找到必需的列" not in client.get(page(made, "mapping")).content.decode()
    step(client, made, "mapping")
    html = client.get(page(made)).content.decode()
    for words in ("新增 0 户，更新 1 户", "新地址 9 号", file.address, "将提交审核", "无变化"):
        assert words in html
    step(client, made, "confirm")
    html = client.get(page(made)).content.decode()
    assert "已更新" in html
    file.refresh_from_db()
    assert file.address == "新地址 9 号"
    step(client, made, "undo")
    assert "改写的档案已恢复" in client.get(page(made)).content.decode()


def test_an_old_template_is_sent_to_the_new_one(cast, as_user):
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(roster_template()))
    book[STAMP]["B1"] = "2025-0000"
    out = BytesIO()
    book.save(out)
    response = as_user(cast.clerk).post(
        reverse("rosters:import_new"),
        {"union": cast.union.pk, "file": SimpleUploadedFile("a.xlsx", out.getvalue())},
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert "这是旧版模板（2025-0000）" in html
    assert f'<a href="{reverse("rosters:import_template")}">下载新模板</a>' in html


@pytest.mark.requirement("A10")
def test_a_list_as_text_goes_the_whole_way_and_comes_back_with_remarks(cast, as_user):
    """From another program, in GBK, with eighteen figures: nobody has to open it in Excel first."""
    keys = [key for key in layout_keys() if key in person(1)]
    lines = [
        [label_of(key) for key in keys],
        *([str(person(n).get(key, "")) for key in keys] for n in (1, 2)),
    ]
    lines.append([str(person(3, sex="男").get(key, "")) for key in keys])
    content = "\r\n".join(",".join(line) for line in lines).encode("gb18030")
    client = as_user(cast.clerk)
    assert send(client, content, union=cast.union).status_code == 302
    made = RosterImport.objects.get()
    columns = client.get(page(made, "mapping") + "?all=1").content.decode()
    assert person(1)["id_number"] not in columns
    assert "季小梅、季小梅、季小梅" in columns
    step(client, made, "mapping")
    assert [made.rows_importable, made.rows_rejected] == [2, 1]
    marked = load_workbook(io.BytesIO(client.get(page(made, "errors_file")).content)).active
    number = marked.cell(2, 1 + keys.index("id_number"))
    assert number.value == person(1)["id_number"]
    step(client, made, "confirm")
    assert Household.objects.count() == 2


def test_another_sheet_is_chosen_on_the_page(cast, as_user):
    rows = [
        ("姓名", "身份证号", "家庭住址", "手机"),
        ("陈大年", "320613197001017113", "路1号", "13800138200"),
    ]
    book = Workbook()
    book.active.title = "学田"
    for page in (book.active, book.create_sheet("先锋")):
        for row in rows:
            page.append(row)
    out = BytesIO()
    book.save(out)
    made = upload_roster(union=cast.union, by=cast.clerk, original_name="a.xlsx", content=out.getvalue())
    client, url = as_user(cast.clerk), reverse("rosters:import_mapping", args=[made.uid])
    assert "先锋（1 行）" in client.get(url).text
    choose = reverse("rosters:import_sheet", args=[made.uid])
    assert client.post(choose, {"sheet": "没有"}, follow=True).status_code == 200
    client.post(choose, {"sheet": "先锋"})
    made.refresh_from_db()
    assert (made.sheet, made.mapping["others"]) == ("先锋", {"学田": 1})
    assert "学田（1 行）" in client.get(url).text
