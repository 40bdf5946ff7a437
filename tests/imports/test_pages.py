"""A list goes from upload over columns and check to its rows, on the pages and by the jobs."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from hardship.accounts.models import Union
from hardship.audit.models import AuditRecord
from hardship.imports.models import ListImport
from hardship.imports.services import ListRefused, ask_for_check
from hardship.jobs.services import run_pending
from tests.imports.sheets import workbook

pytestmark = pytest.mark.django_db
HEADER = ["工会全称", "简称", "编码", "级别", "归谁管", "行政区划代码"]
NEW = reverse("imports:new", args=["unions"])


def rows(cast):
    return [
        ["某市工会名单"],
        HEADER,
        ["学田小学工会", "学田小学", "320602971", "基层", cast.county.code, 320602],
        ["学田中学工会", "学田中学", "320602972", "基层", "没有的工会", "320602"],
        [None, None, None, None, None, None],
        [cast.union.name, cast.union.short_name, cast.union.code, "基层", cast.county.code, "320602"],
    ]


def send(client, content, name="工会名单.xlsx", union=None):
    file = SimpleUploadedFile(name, content)
    return client.post(NEW, {"file": file, "union": union})


@pytest.fixture
def client_of(as_user):
    return as_user


def uploaded(client, cast, content=None):
    answer = send(client, content or workbook(rows(cast)), union=cast.city.pk)
    assert answer.status_code == 302, answer.context["form"].errors
    return ListImport.objects.get()


def place(made, name):
    return reverse(f"imports:{name}", args=[made.uid])


def checked(client, cast):
    made = uploaded(client, cast)
    columns = {"name": 0, "short_name": 1, "code": 2, "level": 3, "parent_code": 4, "region_code": 5}
    assert client.post(place(made, "columns"), columns).status_code == 302
    run_pending()
    made.refresh_from_db()
    return made


@pytest.mark.requirement("F1")
def test_a_list_with_a_column_of_its_own_comes_in_and_the_wrong_row_goes_back(as_user, cast):
    client = as_user(cast.administrator)
    made = uploaded(client, cast)
    page = client.get(place(made, "detail"), follow=True).content.decode()
    assert "归谁管" in page  # not known, so not imported unless somebody says what it is
    missed = client.post(place(made, "columns"), {"name": 0, "code": 2, "level": 3, "region_code": 5})
    assert missed.status_code == 422
    assert "请指定“上级工会”在哪一列。" in missed.content.decode()
    made.delete()
    made = checked(client, cast)
    assert (made.rows_total, made.rows_good, made.rows_same, made.rows_rejected) == (3, 1, 1, 1)
    page = client.get(place(made, "detail")).content.decode()
    assert "没有找到上级工会" in page
    assert "导入 1 行" in page
    back = load_workbook(BytesIO(client.get(place(made, "errors_file")).content)).active
    assert back["E4"].fill.fgColor.rgb == "FFFFC7CE"
    assert "没有找到上级工会" in back["G4"].value
    assert back["G3"].value is None
    assert client.post(place(made, "confirm")).status_code == 302
    run_pending()
    made.refresh_from_db()
    assert (made.state, made.rows_good, made.confirmed_by) == ("done", 1, cast.administrator)
    assert Union.objects.get(code="320602971").parent == cast.county
    actions = list(AuditRecord.objects.about(made).values_list("action", flat=True))
    assert actions == ["list.finish", "list.import", "export.list_errors", "list.report", "list.check",
                       "list.upload"]  # fmt: skip


def test_what_cannot_be_taken_back_at_once_says_so(as_user, cast):
    client = as_user(cast.administrator)
    made = checked(client, cast)
    client.post(place(made, "confirm"))
    run_pending()
    answer = client.post(place(made, "undo"))
    assert answer.status_code == 409
    assert "不能整批撤销" in answer.content.decode()
    assert "撤销这次导入" not in client.get(place(made, "detail")).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.4", "这是 PDF 文件"),
        (workbook([["甲", "乙"], [1, 2]]), "没有找到表头"),
        (workbook([["工会名称", "编码"]]), ""),
    ],
)
def test_a_file_that_is_no_list_is_refused_where_it_was_chosen(as_user, cast, content, sentence):
    answer = send(as_user(cast.administrator), content, union=cast.city.pk)
    if sentence:
        assert (answer.status_code, ListImport.objects.exists()) == (422, False)
        assert sentence in answer.content.decode()
        return
    made = ListImport.objects.get()
    columns = {"name": 0, "short_name": 0, "code": 1, "level": 1, "parent_code": 0, "region_code": 0}
    twice = as_user(cast.administrator).post(place(made, "columns"), columns)
    assert "同一列只能对应一个项目" in twice.content.decode()


def test_the_service_alone_refuses_two_meanings_of_a_column(as_user, cast):
    made = uploaded(as_user(cast.administrator), cast)
    keys = ("name", "short_name", "code", "level", "parent_code", "region_code")
    fields = {key: max(place, 1) for place, key in enumerate(keys)}
    with pytest.raises(ListRefused, match="同一列"):
        ask_for_check(import_id=made.pk, fields=fields, by=cast.administrator)


def test_a_list_without_a_row_says_so(as_user, cast):
    client = as_user(cast.administrator)
    made = uploaded(client, cast, workbook([HEADER]))
    columns = {"name": 0, "short_name": 1, "code": 2, "level": 3, "parent_code": 4, "region_code": 5}
    client.post(place(made, "columns"), columns)
    run_pending()
    made.refresh_from_db()
    assert (made.state, made.failure) == ("failed", "表头下面没有数据，请填好以后重新上传。")
    assert made.failure in client.get(place(made, "detail")).content.decode()


def test_who_does_not_import_this_list_finds_nothing(as_user, cast):
    made = uploaded(as_user(cast.administrator), cast)
    clerk = as_user(cast.clerk)
    assert clerk.get(NEW).status_code == 404
    assert clerk.get(place(made, "detail")).status_code == 404
    assert clerk.post(place(made, "confirm")).status_code == 404
    assert as_user(cast.auditor).get(reverse("imports:list")).status_code == 403


def test_the_database_holds_to_figures_that_add_up(as_user, cast):
    made = uploaded(as_user(cast.administrator), cast)
    for change, name in (
        ("rows_total = 5", "list_import_rows_add_up"),
        ("state = 'read'", "list_import_state_known"),
    ):
        with (
            pytest.raises(DatabaseError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE imports_listimport SET {change} WHERE id = {made.pk}")


def test_the_template_comes_in_as_it_is(as_user, cast):
    client = as_user(cast.administrator)
    content = client.get(reverse("imports:template", args=["unions"])).content
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[3]]
    assert headers == ["工会名称", "简称", "工会编码", "级别", "上级工会", "行政区划代码"]
    for column, value in enumerate(
        ["学田小学工会", "学田小学", "320602971", "基层", cast.county.code, "320602"], start=1
    ):
        sheet.cell(4, column, value)
    out = BytesIO()
    book.save(out)
    made = uploaded(client, cast, out.getvalue())
    assert sorted(made.mapping["fields"].values()) == [0, 1, 2, 3, 4, 5]
