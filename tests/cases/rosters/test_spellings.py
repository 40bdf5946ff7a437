"""名册原文: what a roster wrote where a file says it otherwise, before and after the import."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from cases.archives.models import Household
from cases.rosters import services as imports
from cases.rosters.models import ImportSpelling
from cases.rosters.resources import HeadResource
from cases.rosters.resources.widgets import OwnNameWidget, Unclear
from cases.rosters.rules.spelling import bare_name, legible
from cases.rosters.services import return_rejected
from cases.rosters.states import ImportMode
from hardship.accounts.states import Role
from tests.cases.rosters.roster_files import member, person, roster
from tests.cases.rosters.test_import import bring_in, check, confirm, upload
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BLUE = "FFDDEBF7"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张三(户主)", "张三"),
        ("张三(本人)", "张三"),
        ("李小红(女儿)", "李小红"),
        ("李建国同志", "李建国"),
        ("王芳女士", "王芳"),
        ("艾力·买买提先生", "艾力·买买提"),
        ("张三(已故)", "张三(已故)"),
        ("张三(曾用名张山)", "张三(曾用名张山)"),
        ("张三(1)", "张三(1)"),
        ("(户主)", "(户主)"),
        ("张同志", "张同志"),
        ("欧阳先生", "欧阳先生"),
        ("同志", "同志"),
        ("José García", "José García"),
        ("", ""),
    ],
)
def test_only_who_that_is_and_a_title_are_left_out(written, name):
    assert bare_name(written) == name


@pytest.mark.parametrize(
    ("cell", "stored", "code"),
    [
        ("张三（户主）", "张三", "name_note"),
        ("李建国同志", "李建国", "name_note"),
        ("张三（已故）", "张三(已故)", "name_brackets"),
        ("张 三", "张三", None),
        ("张三", "张三", None),
    ],
)
def test_a_name_that_loses_more_than_its_blanks_is_remarked_on(cell, stored, code):
    values, issues = HeadResource().clean_cells({"name": cell}, row=5)
    assert values == {"name": stored}
    assert [(issue.level, issue.code) for issue in issues] == ([("warning", code)] if code else [])
    assert not any(stored in issue.why for issue in issues)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("张\u200b三", "张〔U+200B〕三"),
        ("⼩明", "⼩〔U+2F29〕明"),
        ("一\n二", "一↵二"),
        ("一\r\n二", "一↵二"),
        ("张　三", "张　三"),
        ("", ""),
    ],
)
def test_what_nobody_sees_is_spelled_out(text, seen):
    assert legible(text) == seen


def spelled(made):
    rows = made.spellings.order_by("pk").values_list("entry", "row", "column", "cell", "written", "stored")
    return list(rows)


def test_a_check_keeps_what_the_roster_says_otherwise(cast):
    rows = [
        person(1, name="季 小梅", employer="\u200b棉纺厂", address=" 人民路1号 "),
        person(2, name="艾力•买买提", **member(1, 1, name="季小童（儿子）")),
        person(3, name="季小梅"),
    ]
    made = check(upload(cast, *rows), cast.clerk)
    assert spelled(made) == [
        (4, 4, "姓名", "C4", "季 小梅", "季小梅"),
        (4, 4, "工作单位", "W4", "\u200b棉纺厂", "棉纺厂"),
        (5, 5, "姓名", "C5", "艾力•买买提", "艾力·买买提"),
        (5, 5, "家庭成员1姓名", made.spellings.get(column="家庭成员1姓名").cell, "季小童（儿子）", "季小童"),
    ]


def test_numbers_and_words_of_lists_are_no_spellings(cast):
    row = person(1, phone="138 0013 8000", bank_card="6228 4820 5203 2513 466", ethnicity="汉", sex="女性")
    assert not spelled(check(upload(cast, row), cast.clerk))


def test_a_second_check_does_not_double_what_the_first_found(cast):
    made = check(check(upload(cast, person(1, name="季 小梅")), cast.clerk), cast.clerk)
    assert len(spelled(made)) == 1
    assert len(spelled(confirm(made, cast.clerk))) == 1


def test_what_is_refused_has_no_spelling_of_that_cell(cast):
    made = check(upload(cast, person(1, name="季 小梅" + "长" * 60)), cast.clerk)
    assert (made.rows_rejected, spelled(made)) == (1, [])


def test_the_page_of_the_check_shows_both(client, cast):
    made = check(upload(cast, person(1, name="季\u200b小 梅"), person(2)), cast.clerk)
    client.force_login(cast.clerk)
    shown = client.get(reverse("rosters:import_detail", args=[made.uid])).text
    assert "季〔U+200B〕小 梅" in shown
    assert "下载" in shown
    done = client.get(
        reverse("rosters:import_detail", args=[confirm(made, cast.clerk).uid]), {"tab": "spellings"}
    )
    assert "季〔U+200B〕小 梅" in done.text


def test_the_marked_workbook_says_at_the_cell_what_is_stored(cast, tmp_path):
    made = check(
        upload(cast, person(1, name="季 小梅（户主）"), person(2, sex="男", name="李 强")), cast.clerk
    )
    path = tmp_path / "back.xlsx"
    path.write_bytes(return_rejected(made, by=cast.clerk))
    page = load_workbook(path).active
    assert page["C4"].value == "季 小梅（户主）"
    assert "存为“季小梅”；名册原文“季 小梅（户主）”。" in page["C4"].comment.text
    assert page["C5"].fill.fgColor.rgb == BLUE
    assert page["E5"].fill.fgColor.rgb == "FFFFC7CE"


def test_a_workbook_with_nothing_but_spellings_is_given_back(client, cast):
    made = check(upload(cast, person(1, name="季 小梅")), cast.clerk)
    assert not made.issues
    client.force_login(cast.clerk)
    answer = client.get(reverse("rosters:import_errors_file", args=[made.uid]))
    assert answer["Content-Type"].endswith("sheet")


def test_the_case_says_from_which_row_it_comes_and_how_that_was_written(client, cast):
    bring_in(upload(cast, person(1, name="季 小梅", **member(1, 1, name="季 小童"))), cast.clerk)
    auditor = UserFactory(union=cast.union, roles=[Role.AUDITOR])
    client.force_login(auditor)
    shown = client.get(reverse("archives:case", args=[Household.objects.get().pk]), follow=True).text
    assert "“困难职工花名册.xlsx”第 4 行" in shown
    assert "名册原文“季 小梅”，存为“季小梅”" in shown
    assert "名册原文“季 小童”，存为“季小童”" in shown


def test_a_file_that_a_roster_changed_says_so_too(client, cast):
    bring_in(upload(cast, person(1)), cast.clerk)
    made = imports.upload_roster(
        union=cast.union, by=cast.clerk, original_name="更新.xlsx", mode=ImportMode.UPDATE,
        content=roster(person(1, employer="新\u200b厂")),
    )  # fmt: skip
    bring_in(made, cast.clerk)
    client.force_login(cast.clerk)
    shown = client.get(reverse("archives:case", args=[Household.objects.get().pk]), follow=True).text
    assert "据此建立档案" in shown
    assert "据此更新档案" in shown
    assert "名册原文“新〔U+200B〕厂”，存为“新厂”" in shown


def test_the_database_keeps_no_spelling_that_is_the_same(cast):
    made = upload(cast, person(1))
    with pytest.raises(IntegrityError, match="spelling_differs"), transaction.atomic():
        ImportSpelling.objects.create(roster=made, entry=4, row=4, column="姓名", written="甲", stored="甲")


@pytest.mark.parametrize("cell", ["王*梅", "王*", "欧**梅"])
def test_a_mask_is_no_name(cell):
    """Of a list that was exported masked and is read in again."""
    with pytest.raises(Unclear, match="姓名是遮盖着的"):
        OwnNameWidget(50).clean(cell)
