"""按名单查询: what is on record of the people of an auditor's list, within scope, on record, kept nowhere."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from cases.aid.services import Given, record_aid
from cases.archives.selectors.aid import AID_SOURCES
from cases.people import services as people
from cases.people.services import Particulars
from hardship.audit.models import AuditRecord
from hardship.desk.rules import MOST, ListFault, as_lines, read_file, read_text_list
from hardship.desk.selectors.people_check import check_people, count_findings
from hardship.kernel.documents import make_id_number
from tests.factories import HouseholdFactory, id_number
from tests.worlds import world

URL = reverse("desk:people_check")
pytestmark = pytest.mark.django_db


@world
def filed(cast):
    return HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="王秀兰"
    )


def look(text, user):
    return check_people(read_text_list(text), user=user)


def post(client, **data):
    return client.post(URL, {"purpose": "专项审计", **data})


def sheet(*rows):
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


class TestReading:
    def test_lines_in_any_order_with_any_separator(self):
        number = id_number()
        texts = (
            number, f"王秀兰 {number}", f"{number}\t王秀兰", f"1、王秀兰，{number}；", f" {number.lower()} ",
            "　".join(("王秀兰", number)),
        )  # fmt: skip
        for text in texts:
            [entry] = read_text_list(f"\n{text}\n\n")
            assert (entry.number, entry.fault, entry.line) == (number, "", 2)
            assert entry.name in ("", "王秀兰")

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("王秀兰", "请填写身份证号"),
            ("320602198707231812 王", "校验"),
            ("32060219870723", "18"),
            ("3.20602E+17", "丢失"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_row(self, text, why):
        [entry] = read_text_list(text)
        assert why in entry.fault

    @pytest.mark.parametrize("text", ["", "   \n \n"])
    def test_an_empty_list_is_refused(self, text):
        with pytest.raises(ListFault, match="没有人"):
            read_text_list(text)

    def test_more_than_the_most_is_refused(self):
        with pytest.raises(ListFault, match="5,000"):
            read_text_list("x1234567\n" * (MOST + 1))

    def test_a_workbook_is_read_by_its_header(self):
        number = id_number()
        rows = ((1, "王秀兰", number), (2, "李四", 320602198707231810))
        content = sheet(("审计名单",), ("序号", "姓 名", "公民身份证号码"), *rows)
        first, second = read_file(content)
        assert (first.line, first.name, first.number) == (3, "王秀兰", number)
        assert "丢失" in second.fault

    @pytest.mark.parametrize("title", ["困难职工身份证号名单", "请核对以下人员的证件号"])
    def test_a_title_with_the_same_word_is_no_header(self, title):
        number = id_number()
        content = sheet((title,), ("姓名", "身份证号"), ("王秀兰", number))
        assert [(entry.name, entry.number) for entry in read_file(content)] == [("王秀兰", number)]

    def test_other_programs_tables_are_taken_too(self):
        """The one of an old Excel has no people in it, and says so instead of that it cannot be read."""
        old = (Path(__file__).parent.parent / "data" / "old_workbook.xls").read_bytes()
        assert all(entry.fault or entry.number for entry in read_file(old))

    def test_csv_and_a_sheet_without_a_header(self):
        number = id_number()
        assert read_file(f"姓名,身份证号\n王秀兰,{number}\n".encode("gb18030"))[0].number == number
        assert read_file(sheet(("王秀兰", number)))[0].number == number

    @pytest.mark.parametrize(
        "above",
        [
            (("统计日期", 20260131),),
            (("联系电话", "13800138000"), ("身份证号名单",)),
            ((None, None, "2026-01-31"),),
        ],
    )
    def test_other_numbers_above_the_header_are_not_people(self, above):
        number = id_number()
        [entry] = read_file(sheet(*above, ("姓名", "身份证号"), ("王秀兰", number)))
        assert (entry.name, entry.number) == ("王秀兰", number)

    @pytest.mark.parametrize(
        "header",
        [
            ("身份证住址", "姓名", "身份证号"),
            ("联系电话", "姓名", "公民身份号码"),
            ("证件号码类型", "姓名", "证件号码"),
        ],
    )
    def test_the_most_exact_header_names_the_numbers(self, header):
        number = id_number()
        [entry] = read_file(sheet(header, ("13800138000", "王秀兰", number)))
        assert (entry.name, entry.number) == ("王秀兰", number)

    def test_people_in_a_second_sheet_are_not_passed_over(self):
        book, out = Workbook(), BytesIO()
        book.active.title = "城镇"
        for page in (book.active, book.create_sheet("农村")):
            page.append(["身份证号"])
            page.append([id_number()])
        book.create_sheet("说明").append(["请逐人核对"])
        book.save(out)
        with pytest.raises(ListFault, match="“城镇”、“农村”"):
            read_file(out.getvalue())

    def test_people_behind_a_cover_are_found(self):
        number, book, out = id_number(), Workbook(), BytesIO()
        book.active.append(["审计名单"])
        page = book.create_sheet("名单")
        page.append(["王秀兰", number])
        book.save(out)
        assert [entry.number for entry in read_file(out.getvalue())] == [number]

    def test_one_column_of_text_is_a_list(self):
        number = id_number()
        assert [entry.number for entry in read_file(f"{number}\n{number}\n".encode())] == [number, number]

    def test_a_formula_without_a_result_is_told_as_one(self):
        [entry] = read_file(sheet(("姓名", "身份证号"), ("王秀兰", '=A1&"x"')))
        assert "公式没有计算结果" in entry.fault

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", b"PK\x03\x04broken"])
    def test_what_is_no_list_is_refused(self, content):
        with pytest.raises(ListFault):
            read_file(content)

    def test_a_list_can_be_pasted_again(self):
        text = f"王秀兰 {id_number()}\n{id_number()}"
        assert as_lines(read_text_list(text)) == text


class TestFindings:
    def test_somebody_on_file(self, cast, filed):
        [row] = look(filed.head.id_number.reveal(), cast.auditor)
        assert (row.finding, row.household, row.file_no) == ("on_file", filed.pk, filed.file_no)
        assert (row.union, row.since, row.relation) == (filed.union.name, filed.filed_on, "户主（本人）")
        assert row.category
        assert row.name == "王*兰"
        assert (row.times, row.total, row.last_on, row.remark) == (0, 0, None, "")

    def test_aid_is_counted_with_that_of_the_family(self, cast, filed):
        number = filed.head.id_number.reveal()
        for value, day in (("300", date(2026, 1, 5)), ("1200.50", date(2026, 3, 8))):
            given = Given(giver_kind="civil_affairs", kind="living", value=Decimal(value), given_on=day)
            record_aid(union=cast.union, name="王秀兰", id_number=number, given=given, by=cast.clerk)
        [row] = look(number, cast.auditor)
        assert (row.times, row.total, row.last_on) == (2, Decimal("1500.50"), date(2026, 3, 8))

    def test_twice_on_the_list_another_name_and_unknown(self, cast, filed):
        number, other = filed.head.id_number.reveal(), id_number()
        first, second, third = look(f"王秀莲 {number}\n{number}\n{other}", cast.auditor)
        assert "姓名不符，登记的是 王*兰" in first.remark
        assert "第 2 行" in first.remark
        assert "第 1 行" in second.remark
        assert (third.finding, third.remark) == ("unknown", "")

    def test_a_wrong_check_digit_is_a_finding_of_its_own(self, cast):
        [row] = look("王秀兰 320602198707231812", cast.auditor)
        assert (row.finding, "校验" in row.remark) == ("faulty", True)
        assert count_findings([row]) == [("号码有误", 1)]

    def test_another_union_s_people_are_not_found(self, cast):
        far = HouseholdFactory(complete=True, union=cast.elsewhere, clerk=cast.stranger)
        [row] = look(far.head.id_number.reveal(), cast.auditor)
        assert (row.finding, row.union, row.household) == ("unknown", "", 0)

    def test_as_many_queries_for_fifty_as_for_one(self, cast, filed):
        lines = [filed.head.id_number.reveal()]
        with CaptureQueriesContext(connection) as few:
            look("\n".join(lines), cast.auditor)
        for place in range(50):
            lines.append(make_id_number("320602", date(1970, 1, 1), 100 + place))
        for _turn in range(3):
            more = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
            lines.append(more.head.id_number.reveal())
        with CaptureQueriesContext(connection) as many:
            rows = look("\n".join(lines), cast.auditor)
        # of the archive, of people off file, of suspicions, and one of each source of aid
        assert len(many) == len(few) == 3 + len(list(AID_SOURCES))
        assert len(rows) == 54


class TestPage:
    def test_the_answer_stands_above_the_list_and_is_on_record(self, as_user, cast, filed):
        number = filed.head.id_number.reveal()
        page = post(as_user(cast.auditor), people=f"{number}\n320602198707231812")
        table = page.content.decode().split("<tbody")[1].split("</tbody")[0]
        assert page.status_code == 200
        assert reverse("desk:case", args=[filed.pk]) in table
        assert number not in table
        assert "号码有误" in table
        record = AuditRecord.objects.get(action="people.check")
        assert (record.data["count"], record.data["files"], record.data["purpose"]) == (2, 1, "专项审计")
        assert number not in str(record.data)

    def test_the_workbook_has_a_head_and_is_one_event(self, as_user, cast, filed):
        number = filed.head.id_number.reveal()
        response = post(as_user(cast.auditor), people=number, export="1")
        rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
        text = str(rows)
        assert rows[0][0] == "名单查询结果"
        assert "查询用途：专项审计" in text
        assert cast.auditor.name in text
        assert filed.file_no in text
        assert number not in text
        record = AuditRecord.objects.get(action="export.people_check")
        assert (record.data["rows"], record.data["purpose"]) == (1, "专项审计")
        assert not AuditRecord.objects.filter(action="people.check").exists()

    def test_a_file_can_be_exported_afterwards_without_it(self, as_user, cast, filed):
        number = filed.head.id_number.reveal()
        file = SimpleUploadedFile("名单.xlsx", sheet(("姓名", "身份证号"), ("王秀兰", number)))
        page = post(as_user(cast.auditor), file=file)
        assert f"王秀兰 {number}</textarea>" in page.content.decode().replace("\n</", "</")

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            ({"purpose": "", "people": "1"}, "请填写查询用途"),
            ({"purpose": "查 110105199005074428", "people": "1"}, "不要写证件号"),
            ({"people": ""}, "名单里没有人"),
            ({"people": "\x00"}, "名单里没有人"),
        ],
    )
    def test_what_is_missing_is_said(self, as_user, cast, data, why):
        page = post(as_user(cast.auditor), **data)
        assert page.status_code == 422
        assert why in page.content.decode()
        assert not AuditRecord.objects.filter(action="people.check").exists()

    def test_an_administrator_has_no_way_into_the_file(self, as_user, cast, filed):
        page = post(as_user(cast.administrator), people=filed.head.id_number.reveal()).content.decode()
        assert filed.file_no in page
        assert reverse("desk:case", args=[filed.pk]) not in page

    @pytest.mark.parametrize("person", ["clerk", "reviewer", "approver", "finance"])
    def test_others_may_not(self, as_user, cast, person):
        assert as_user(getattr(cast, person)).get(URL).status_code == 403


def test_people_off_file_are_found(cast):
    number = id_number()
    told = Particulars(name="李小梅", id_number=number, groups=["migrant"])
    person = people.register_person(union=cast.union, particulars=told, by=cast.clerk)
    [row] = look(f"李小梅 {number}", cast.auditor)
    assert (row.finding, row.union, row.state) == ("off_file", cast.union.name, "在册")
    assert row.since == timezone.localdate(person.created_at)
