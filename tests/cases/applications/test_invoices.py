"""票据号码: one number is claimed by one application at a time, whichever union it is of."""

import json
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.applications import services
from cases.applications.models import Application, InvoiceClaim
from cases.applications.resources import BatchResource
from cases.applications.rules import read_invoices, say_invoices, write_invoices
from cases.applications.selectors import content, content_hash, get_paper, list_gaps
from cases.applications.states import HOLDING_STATES, State
from cases.outcomes.services.lapsing import lapse_uncollected
from cases.policies.services import default_text, load_policy
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.cases.policies.texts import URGENT_ROUTE
from tests.factories import (
    ROUTES,
    ApplicationFactory,
    UnionFactory,
    UserFactory,
    end_notices,
    take,
    tell_long_ago,
)
from tests.imports.sheets import faults, figures, run
from tests.threads import at_once

NUMBER = "060101240012345678"
LINE = f"{NUMBER} 市人民医院"
HEADER = ("身份证号", "姓名", "帮扶项目", "票据号码", "申请理由")
INCOME = "      - any_of: income\n"
SET = "UPDATE applications_application SET invoices ="
SAMPLE = "请写成“票据代码和号码，空一格，开票单位”"


@pytest.mark.parametrize(
    ("typed", "number", "issuer"),
    [
        ("06010124 0012345678 市人民医院", NUMBER, "市人民医院"),
        ("０６０１０１２４　００１２３４５６７８　市人民医院", NUMBER, "市人民医院"),
        ("06010124-0012345678，市人民医院", NUMBER, "市人民医院"),
        ("ab-123 456\t301医院　 总院", "AB123456", "301医院 总院"),
        ("123456 A1 南通大学", "123456A1", "南通大学"),
    ],
)
def test_width_gaps_and_case_make_no_other_number_of_it(typed, number, issuer):
    assert read_invoices(f"\n{typed}\n\n") == [{"number": number, "issuer": issuer}]
    assert read_invoices(write_invoices(read_invoices(typed))) == read_invoices(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12345 市人民医院", "第 1 行的号码应为 6 至 40 位"),
        ("1" * 41 + " 市人民医院", "第 1 行的号码应为 6 至 40 位"),
        (NUMBER, SAMPLE),
        (f"{NUMBER}市人民医院", SAMPLE),
        ("市人民医院 123456", SAMPLE),
        ("٣٣٣٣٣٣٣ 市人民医院", SAMPLE),
        ("1" * 400, SAMPLE),
        ("123456① 市人民医院", "第 1 行：数字里有注释符号"),
        (f"{LINE}\n０６０１０１２４ 00-12345678 另一家医院", "第 2 行的票据 060101240012345678 写了两次。"),
        (f"123456 {'院' * 61}", "第 1 行的开票单位最多 60 个字"),
        ("\n".join(f"{n} 市人民医院" for n in range(100000, 100061)), "最多写 60 张"),
    ],
)
def test_what_is_no_such_line_is_told_with_its_place(typed, said):
    with pytest.raises(ValueError, match=said):
        read_invoices(typed)


@pytest.fixture
def line(cast, reference):
    """A line of the city with 50,000 yuan for medical aid."""
    return make_line(cast.finance, "50000", use="medical")


@pytest.fixture
def bill(make):
    """`bill(text=LINE, **more)`: an application for medical aid that names these 票据."""
    return lambda text=LINE, **more: note(make(programme="medical", **more), text)


def note(application, text, by=None):
    application = Application.objects.select_related("created_by", "member").get(pk=application.pk)
    services.save(
        application_id=application.pk, version=application.version, by=by or application.created_by,
        reason="住院", member=application.member, facts=application.facts, invoices=read_invoices(text),
    )  # fmt: skip
    return Application.objects.get(pk=application.pk)


def stands_in_the_way(application, by=None):
    return [gap.text for gap in list_gaps(application, None, by) if gap.field == "invoices"]


def claims():
    return list(InvoiceClaim.objects.values_list("number", "application"))


@pytest.mark.django_db
class TestOnce:
    def test_a_draft_claims_nothing_and_what_is_handed_in_does(self, cast, bill):
        first, second = bill(), bill()
        assert claims() == []
        first = take(first, "submit", by=cast.clerk)
        assert claims() == [(NUMBER, first.pk)]
        said = f"票据 {NUMBER} 已用于申请 {first.number}（{first.programme.name}）"
        assert stands_in_the_way(second, cast.clerk)[0].startswith(said)
        with pytest.raises(Refused, match=said):
            take(second, "submit", by=cast.clerk)
        assert take(note(second, "654321 市人民医院"), "submit", by=cast.clerk).state == State.REVIEW

    def test_another_union_hears_that_it_is_used_and_not_by_whom(self, as_user, cast, bill):
        first = take(bill(), "submit", by=cast.clerk)
        elsewhere = UnionFactory(parent=cast.county)
        clerk = UserFactory(union=elsewhere, role=Role.CLERK)
        second = ApplicationFactory(union=elsewhere, clerk=clerk, programme="medical")
        second = note(second, f"{NUMBER[:8]} {NUMBER[8:]} 市医院")
        page = as_user(clerk).get(reverse("applications:check", args=[second.pk])).text
        assert f"票据 {NUMBER}：另一工会的申请已使用" in page
        for hidden in (first.number, first.household.head.name):
            assert hidden not in page
        with pytest.raises(Refused, match="另一工会的申请已使用"):
            take(second, "submit", by=clerk)

    @pytest.mark.parametrize("state", [*State])
    def test_it_is_held_until_the_application_is_over(self, cast, bill, line, state):
        """By every way that there is: submission to approval hold it, a return keeps it."""
        application = bill()
        people = {"clerk": cast.clerk, "reviewer": cast.reviewer, "approver": cast.approver}
        for action, who in ROUTES[state]:
            if action == "conclude":
                end_notices(application)
            application = take(application, action, by=people[who], line=line)
        if state == State.LAPSED:  # nobody takes it: the clock does
            tell_long_ago(application)
            lapse_uncollected()
        holds = state in (*HOLDING_STATES, State.RETURNED)
        assert claims() == ([(NUMBER, application.pk)] if holds else [])

    def test_what_is_sent_back_keeps_its_number_and_may_let_go_of_it(self, cast, bill):
        first = take(
            take(bill(f"{LINE}\n654321 市人民医院"), "submit", by=cast.clerk), "return", by=cast.reviewer
        )
        note(first, f"{LINE}\n777777 市人民医院")
        assert claims() == [(NUMBER, first.pk)]
        taken = take(bill("777777 市人民医院"), "submit", by=cast.clerk)
        with pytest.raises(Refused, match=f"票据 777777 已用于申请 {taken.number}"):
            take(first, "submit", by=cast.clerk)

    @pytest.mark.parametrize(
        ("statement", "name"),
        [
            (f"{SET} %(same)s WHERE id = %(other)s", "stays as it was submitted"),
            (
                "INSERT INTO applications_invoiceclaim (application_id, number) VALUES (%(other)s, '999999')",
                "invoice_claim_follows_application",
            ),
            ("DELETE FROM applications_invoiceclaim", "invoice_claim_follows_application"),
            ("UPDATE applications_invoiceclaim SET number = '999999'", "invoice_claim_follows_application"),
        ],
    )
    def test_the_database_keeps_it_without_python(self, cast, bill, statement, name):
        take(bill(), "submit", by=cast.clerk)
        other = take(bill("654321 市人民医院"), "submit", by=cast.clerk)
        same = json.dumps([{"number": NUMBER, "issuer": "另一家"}])
        with pytest.raises(DatabaseError, match=name), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, {"same": same, "other": other.pk})

    @pytest.mark.parametrize(
        "invoices", ['[{"number": "06a 12", "issuer": "院"}]', '[{"number": "123456"}]', "{}"]
    )
    def test_a_draft_keeps_them_plain_without_python(self, bill, invoices):
        bill()
        with pytest.raises(DatabaseError, match="application_invoices_plain"), transaction.atomic():
            connection.cursor().execute(f"{SET} %s", [invoices])

    def test_the_database_hears_of_the_second_claim_where_python_does_not(self, cast, bill, monkeypatch):
        take(bill(), "submit", by=cast.clerk)
        second = bill()
        monkeypatch.setattr(content, "list_claimed", lambda *_args: [])
        with pytest.raises(DatabaseError, match="invoice_claimed_once"), transaction.atomic():
            take(second, "submit", by=cast.clerk)

    def test_who_is_not_known_hears_of_another_application_only(self, cast, bill):
        take(bill(), "submit", by=cast.clerk)
        assert stands_in_the_way(bill())[0].startswith(f"票据 {NUMBER}：另一份申请已使用")


@pytest.mark.django_db
class TestPages:
    def test_it_is_bound_and_printed(self, as_user, cast, bill):
        application = bill()
        before = content_hash(application)
        said = f"{NUMBER}（市人民医院）"
        assert ("票据号码", said) in get_paper(application).facts
        assert said == say_invoices(application.invoices)
        for name in ("check", "detail"):
            assert (
                said in as_user(cast.clerk).get(reverse(f"applications:{name}", args=[application.pk])).text
            )
        assert content_hash(note(application, "654321 市人民医院")) != before

    def test_the_form_takes_lines_and_keeps_what_was_typed(self, as_user, cast, bill):
        application, client = bill(), as_user(cast.clerk)
        page = reverse("applications:edit", args=[application.pk])
        assert LINE in client.get(page).text
        sent = {"version": application.version, "reason": "住院", "invoices": "市人民医院"}
        answer = client.post(page, sent)
        assert answer.status_code == 422
        assert SAMPLE in str(answer.context["form"].errors["invoices"])
        assert client.post(page, sent | {"invoices": "ab-1234 市人民医院"}).status_code == 302
        application.refresh_from_db()
        assert write_invoices(application.invoices) == "AB1234 市人民医院"
        assert client.post(page, {"version": application.version, "reason": "住院"}).status_code == 302
        application.refresh_from_db()
        assert write_invoices(application.invoices) == "AB1234 市人民医院"

    def test_a_programme_without_costs_asks_for_none(self, as_user, cast, make):
        application = make(programme="living")
        page = as_user(cast.clerk).get(reverse("applications:edit", args=[application.pk]))
        assert "invoices" not in page.context["form"].fields
        with pytest.raises(Refused, match="不按票据申请"):
            note(application, LINE)

    def test_the_policy_says_where_a_number_must_be(self, cast, make, reference):
        text = default_text()
        text = text.replace(
            "      - any_of: fee_list\n", "      - any_of: fee_list\n        numbered: true\n", 1
        )
        load_policy(union=cast.city, text=text, in_force_from=date(2025, 1, 1))
        application = make(programme="medical")
        assert stands_in_the_way(application) == ["请写明“医疗费用清单”的票据号码和开票单位。"]
        assert take(note(application, LINE), "submit", by=cast.clerk).state == State.REVIEW

    def test_what_is_urgent_is_asked_for_it_only_where_the_paper_is_there(self, cast, make, reference):
        text = (default_text() + URGENT_ROUTE).replace(INCOME, f"{INCOME}        numbered: true\n", 1)
        load_policy(union=cast.city, text=text, in_force_from=date(2025, 1, 1))
        application = make(programme="living", is_urgent=True)
        said = stands_in_the_way(application)
        assert [one.startswith("请写明") for one in said] == [True]
        for row in application.evidence.filter(kind="income"):
            services.detach(application_id=application.pk, evidence_id=row.pk, by=cast.clerk)
        assert stands_in_the_way(Application.objects.get(pk=application.pk)) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_unions_at_the_same_moment_one_claims_it(cast, reference):
    def draft(union):
        clerk = UserFactory(union=union, role=Role.CLERK)
        return note(ApplicationFactory(union=union, clerk=clerk, programme="medical"), LINE)

    drafts = [draft(cast.union), draft(UnionFactory(parent=cast.county))]
    results = at_once(lambda one: take(one, "submit", by=one.created_by), drafts)
    assert sorted(type(result).__name__ for result in results) == ["Application", "StepRefused"]
    assert [number for number, _holder in claims()] == [NUMBER]


@pytest.mark.django_db
def test_a_workbook_of_applications_brings_numbers_too(cast, household):
    def row(invoices):
        return [household.head.id_number.reveal(), household.head.name, "医疗救助", invoices, "住院。"]

    resource = BatchResource(union=cast.union, by=cast.clerk)
    found = faults(run(resource, HEADER, row(f"{LINE}；654321"), dry_run=True))
    assert "第 2 行请写成" in found[1, "invoices"]
    assert figures(run(resource, HEADER, row(f"{LINE}；６５４３２１ 药店"))) == (1, 0, 0, 0)
    made = Application.objects.get()
    assert write_invoices(made.invoices) == f"{LINE}\n654321 药店"
