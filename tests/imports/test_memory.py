"""What people said that the columns of a list are, remembered for the next with the same header line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hardship.accounts.models import Union
from hardship.audit.models import AuditRecord
from hardship.imports.models import ListImport
from hardship.imports.rules import KINDS
from hardship.imports.selectors import get_memory
from hardship.imports.services import forget_columns
from hardship.imports.services.reading import recognise
from hardship.jobs.services import run_pending
from hardship.kernel.workflow import Refused
from tests.imports.sheets import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]
HEADER = ["工会全称", "简称", "编码", "级别", "归谁管", "行政区划代码"]
COLUMNS = {"name": 0, "short_name": 1, "code": 2, "level": 3, "parent_code": 4, "region_code": 5}
LAYOUT = KINDS["unions"].resource.layout


def place(made, name):
    return reverse(f"imports:{name}", args=[made.uid])


def upload(client, cast, number, header=HEADER, union=None):
    row = [
        f"学田第{number}小学工会",
        f"学田{number}小",
        f"32060297{number}",
        "基层",
        cast.county.code,
        "320602",
    ]
    file = SimpleUploadedFile("工会名单.xlsx", workbook([header, row]))
    sent = {"file": file, "union": (union or cast.city).pk}
    answer = client.post(reverse("imports:new", args=["unions"]), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return ListImport.objects.latest("pk")


def choose(client, made, *, confirm=True, **columns):
    assert client.post(place(made, "columns"), {**COLUMNS, **columns}).status_code == 302
    run_pending()
    if confirm:
        assert client.post(place(made, "confirm")).status_code == 302
        run_pending()
    made.refresh_from_db()
    return made


def test_the_next_list_with_this_header_needs_nobody_to_say_it_again(as_user, cast):
    client = as_user(cast.administrator)
    first = upload(client, cast, 1)
    assert "parent_code" not in first.mapping["fields"]
    assert choose(client, first).state == "done"
    second = upload(client, cast, 2)
    assert second.mapping["fields"] == COLUMNS
    assert second.mapping["recalled"] == {"4": "parent_code"}
    page = client.get(place(second, "columns")).text
    assert "E 归谁管 → 上级工会" in page
    assert choose(client, second).state == "done"
    assert Union.objects.get(code="320602972").parent == cast.county
    assert upload(client, cast, 3).mapping["fields"] == COLUMNS


def test_what_was_not_confirmed_teaches_nothing(as_user, cast):
    client = as_user(cast.administrator)
    choose(client, upload(client, cast, 1), confirm=False)
    assert "parent_code" not in upload(client, cast, 2).mapping["fields"]


def test_what_a_reader_took_by_itself_is_no_choice(as_user, cast):
    client = as_user(cast.administrator)
    header = [*HEADER[:4], "上级工会", HEADER[5]]
    assert "chosen" not in choose(client, upload(client, cast, 1, header)).mapping


def test_what_one_union_chose_is_not_anothers(as_user, cast):
    client = as_user(cast.administrator)
    choose(client, upload(client, cast, 1))
    assert get_memory(cast.city, "unions")
    assert not get_memory(cast.county, "unions")
    assert not get_memory(cast.city, "users")
    assert "parent_code" not in upload(client, cast, 2, union=cast.county).mapping["fields"]


@pytest.mark.parametrize("header", [[*HEADER, "备注"], [*HEADER[:4], "归哪里管", HEADER[5]], HEADER[::-1]])
def test_another_header_line_is_another_list(as_user, cast, header):
    client = as_user(cast.administrator)
    choose(client, upload(client, cast, 1))
    assert not upload(client, cast, 2, header).mapping["recalled"]


def test_it_can_be_dropped_for_good(as_user, cast):
    client = as_user(cast.administrator)
    choose(client, upload(client, cast, 1))
    second = upload(client, cast, 2)
    assert client.post(place(second, "forget")).url == place(second, "columns")
    second.refresh_from_db()
    assert "parent_code" not in second.mapping["fields"]
    assert "归谁管" in client.get(place(second, "columns")).text
    assert "parent_code" not in upload(client, cast, 3).mapping["fields"]
    assert AuditRecord.objects.filter(action="list.forget").count() == 1


@pytest.mark.parametrize("confirm", [False, True])
def test_after_the_check_nothing_is_dropped(as_user, cast, confirm):
    client = as_user(cast.administrator)
    choose(client, upload(client, cast, 1))
    made = choose(client, upload(client, cast, 2), confirm=confirm)
    assert made.state == ("done" if confirm else "checked")
    before = made.mapping
    with pytest.raises(Refused):
        forget_columns(import_id=made.pk, by=cast.administrator)
    answer = client.post(place(made, "forget"), follow=True)
    assert "归谁管 →" not in answer.text
    made.refresh_from_db()
    assert made.mapping == before
    assert before["recalled"] == {"4": "parent_code"}
    assert not AuditRecord.objects.filter(action="list.forget").exists()


def test_a_checked_list_says_why_nothing_is_dropped(as_user, cast):
    made = choose(as_user(cast.administrator), upload(as_user(cast.administrator), cast, 1), confirm=False)
    with pytest.raises(Refused, match="已经检查过，要不再沿用以前的选择请再上传一次"):
        forget_columns(import_id=made.pk, by=cast.administrator)


def test_a_choice_by_which_a_required_column_is_lost_does_not_count():
    required = next(column for column in LAYOUT if column.field.required)
    plain = recognise([required.label, "说明"], LAYOUT)
    assert plain == {required.key: 0}
    assert recognise([required.label, "说明"], LAYOUT, {0: ""}) == plain


@pytest.mark.parametrize("chosen", [{1: "no_such_column"}, {9: "short_name"}, {}])
def test_what_a_list_does_not_have_is_not_taken(chosen):
    required = next(column for column in LAYOUT if column.field.required)
    assert recognise([required.label, "说明"], LAYOUT, chosen) == {required.key: 0}
