"""外部帮扶: entered on a case, corrected by another version, cancelled; it follows the person."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.aid import services
from cases.aid.columns import aid_rows
from cases.aid.models import ExternalAid
from cases.aid.services import Given
from cases.archives.models import Household, Member
from cases.archives.selectors.aid import (
    AID_SOURCES,
    NAMES,
    as_record,
    get_families,
    get_records,
    list_records,
)
from cases.archives.selectors.history import get_history
from cases.lists.columns import COLUMNS
from cases.lists.filters import HouseholdFilter
from cases.lists.selectors import lists
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, MemberFactory, id_number, make_evidence
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G7")]
GIVEN = Given(
    giver_kind="civil_affairs", giver="崇川区民政局", kind="emergency", value=Decimal("1200.00"),
    given_on=date(2025, 3, 5), programme="临时救助",
)  # fmt: skip
POSTED = {
    "giver_kind": "charity",
    "giver": "慈善总会",
    "kind": "medical",
    "value": "3,000",
    "given_on": "2025-05-01",
}


def give(member, by, **more):
    return services.record_aid(
        union=member.household.union, name=member.name, id_number=member.id_number,
        given=Given(**{**vars(GIVEN), **more}), by=by,
    )  # fmt: skip


def make_file(union, number=None, **more):
    number = number or id_number(born=date(1970, 1, 1))
    return HouseholdFactory(union=union, until="complete", number=number, name="王秀兰", **more)


@pytest.fixture
def household(cast):
    return make_file(cast.union)


def test_a_record_is_entered_corrected_and_cancelled(cast, household):
    old = give(household.head, cast.clerk)
    new = services.correct_aid(
        record_id=old.pk,
        given=Given(**{**vars(GIVEN), "value": Decimal(1300)}),
        comment="看错",
        by=cast.clerk,
    )
    old.refresh_from_db()
    assert (old.state, old.ended_why, new.replaces, new.value) == ("replaced", "看错", old, Decimal(1300))
    assert [row.value for row in list_records(household)] == [Decimal(1300)]
    with pytest.raises(Refused, match="已经更正或作废"):
        services.cancel_aid(record_id=old.pk, comment="再来", by=cast.clerk)
    with pytest.raises(Refused, match="必须填写意见"):
        services.cancel_aid(record_id=new.pk, comment=" ", by=cast.clerk)
    services.cancel_aid(record_id=new.pk, comment="重复", by=cast.clerk)
    assert list_records(household) == []
    actions = AuditRecord.objects.filter(target_type="aid.externalaid").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["aid.record", "aid.correct", "aid.cancel"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "已经登记过"),
        ({"given_on": date(2100, 1, 1)}, "不能晚于今天"),
        ({"given_on": date(1969, 12, 31)}, "早于本人出生日期"),
    ],
)
def test_what_is_refused(cast, household, more, words):
    give(household.head, cast.clerk)
    with pytest.raises(Refused, match=words):
        give(household.head, cast.clerk, **more)
    assert ExternalAid.objects.count() == 1


def test_only_clerks_of_the_scope_write(cast, household):
    for who in ("reviewer", "auditor", "stranger"):
        with pytest.raises(Refused, match="经办人可以登记"):
            give(household.head, getattr(cast, who))
    record = give(household.head, cast.clerk)
    with pytest.raises(ExternalAid.DoesNotExist):
        services.cancel_aid(record_id=record.pk, comment="别人的", by=cast.stranger)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE aid_externalaid SET value = 1",
        "UPDATE aid_externalaid SET name = '别人'",
        "DELETE FROM aid_externalaid",
        "UPDATE aid_externalaid SET state = 'cancelled'",
    ],
)
def test_a_record_is_not_changed_past_python(cast, household, sql):
    give(household.head, cast.clerk)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_cancelled_stays_cancelled_past_python(cast, household):
    record = give(household.head, cast.clerk)
    services.cancel_aid(record_id=record.pk, comment="重复", by=cast.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalAid.objects.filter(pk=record.pk).update(state="current", ended_at=None, ended_why="")


@pytest.mark.requirement("A10")
def test_records_follow_the_person_and_the_chain_of_files(cast, household):
    give(household.head, cast.clerk)
    child = MemberFactory(household=household, number=id_number(born=date(2006, 5, 5)))
    give(child, cast.clerk, kind="schooling", value=Decimal(5000))
    later = make_file(cast.union, previous=household)
    moved = make_file(cast.union)
    MemberFactory(household=moved, number=child.id_number.reveal())
    again = make_file(cast.union, household.head.id_number.reveal())
    assert [row.value for row in list_records(moved)] == [Decimal(5000)]
    assert [row.value for row in list_records(again)] == [Decimal(1200)]
    families = get_families([household.pk, later.pk, again.pk, moved.pk])
    assert {families[one.pk].root for one in (household, later, again)} == {household.pk}
    assert families[moved.pk].files == {moved.pk}
    history = get_history(household)
    assert history.life == Decimal(6200)
    assert dict(history.groups)["按受助人"][0][1] == Decimal(5000)


def test_the_case_page_lists_totals_and_enters(cast, as_user, household):
    client, url = as_user(cast.clerk), reverse("aid:record_new", args=[household.pk])
    document = make_evidence(household)
    page = client.get(url)
    assert "受助人" in page.content.decode()
    wrong = client.post(url, {**POSTED, "member": household.head.uid, "value": "-3"})
    assert wrong.status_code == 422
    assert 'value="慈善总会"' in wrong.content.decode()
    posted = {**POSTED, "member": household.head.uid, "evidence": document.uid}
    assert client.post(url, posted).status_code == 302
    assert client.post(url, posted).status_code == 409
    record = ExternalAid.objects.get()
    assert (record.value, record.evidence, record.union) == (Decimal(3000), document, cast.union)
    text = client.get(reverse("desk:case", args=[household.pk]), {"tab": "aid"}).content.decode()
    assert "慈善总会" in text
    assert "¥3,000.00" in text
    assert reverse("aid:record", args=[record.uid]) in text  # from there it is corrected
    given = client.post(reverse("aid:family_export", args=[household.pk]))
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(given.getvalue())).active for cell in row]
    assert "慈善总会" in cells
    assert 3000 in cells


def test_what_was_paid_on_an_application_shows_its_receipts(household, cast):
    give(household.head, cast.clerk)
    (other,) = list_records(household)
    own = replace(other, source="applications.application", is_own=True)
    rows = aid_rows({}, own=set(), receipts={own.key: "06120001（崇川区医院）"})
    assert [str(head.label) for head in rows.headings()][-1] == "票据号码"
    assert "06120001（崇川区医院）" in rows.draw([own])
    assert "06120001" not in rows.draw([other])  # another table's row with the same key
    plain = aid_rows({}, own=set(), receipts={})
    assert "票据号码" not in [str(head.label) for head in plain.headings()]


def test_what_is_compiled_gives_what_the_sources_do(one_of_each, django_assert_max_num_queries):
    """In a world with one of each thing the statements give what the query sets do."""
    give(one_of_each.filed.head, one_of_each.clerk)
    files = list(Household.objects.values_list("pk", flat=True))
    people = [bytes(row) for row in Member.objects.values_list("id_number_index", flat=True) if row]
    asked = {
        as_record(row)
        for source in AID_SOURCES
        for row in source.of(source.given(), files, people).values(*NAMES)
    }
    assert {row.source for row in asked} >= {"aid.external", "applications.application", "giving.fulfilment"}
    get_records(files)  # prepared in this connection
    with django_assert_max_num_queries(9):
        found = get_records(files)
    assert {row for rows in found.values() for row in rows} == asked


def test_the_list_is_narrowed_and_exported(cast, as_user, household, django_assert_max_num_queries):
    give(household.head, cast.clerk)
    for number in range(20):
        give(household.head, cast.clerk, kind="medical", value=Decimal(100 + number), is_won=True)
    client, url = as_user(cast.auditor), reverse("aid:list")
    with django_assert_max_num_queries(7 + 2 * len(list(AID_SOURCES))):
        assert "崇川区民政局" in client.get(url).content.decode()
    for query, count in (
        ({"kind": "emergency"}, 1),
        ({"won": "1"}, 20),
        ({"year": "2024"}, 0),
        ({"own": "1"}, 0),
    ):
        assert client.get(url, query).context["page"].paginator.count == count
    answer = client.post(f"{reverse('aid:export')}?won=1")
    rows = list(openpyxl.load_workbook(BytesIO(answer.getvalue())).active.iter_rows(values_only=True))
    assert sum(row[0] == household.head.name for row in rows) == 20
    assert AuditRecord.objects.filter(action="export.aid").get().data["rows"] == 20
    assert as_user(cast.stranger).get(url).context["page"].paginator.count == 0


def test_a_record_of_another_union_is_not_there(cast, as_user, household):
    record = give(household.head, cast.clerk)
    client = as_user(cast.stranger)
    for name in ("record", "record_correct"):
        assert client.get(reverse(f"aid:{name}", args=[record.uid])).status_code == 404
    assert client.get(reverse("aid:record_new", args=[household.pk])).status_code in (403, 404)
    client = as_user(cast.clerk)
    url = reverse("aid:record_correct", args=[record.uid])
    posted = {**POSTED, "comment": "更正来源"}
    assert client.post(url, {**posted, "comment": ""}).status_code == 422
    assert client.post(url, posted).status_code == 302
    assert client.post(url, posted).status_code == 409
    later = record.replaced_by
    assert "更正来源" in client.get(reverse("aid:record", args=[record.uid])).content.decode()
    assert client.post(reverse("aid:record_cancel", args=[later.uid]), {"comment": ""}).status_code == 422
    assert client.post(reverse("aid:record_cancel", args=[later.uid]), {"comment": "误登"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_people_correct_one_record(cast):
    household = make_file(cast.union)
    record = give(household.head, cast.clerk)
    told = {"record_id": record.pk, "given": GIVEN, "by": cast.clerk}
    with after_this(lambda: services.correct_aid(comment="后到", **told)) as results:
        services.cancel_aid(record_id=record.pk, comment="先来", by=cast.clerk)
    assert "已经更正或作废" in str(results[0])
    assert ExternalAid.objects.count() == 1


def _column(*households):
    """未帮扶过 of these files: the page and the workbook say the same."""
    shown = [column for column in COLUMNS if column.key == "never_helped"]
    keys = [row.pk for row in households]
    cells = [row.cells["never_helped"].value for row in lists.read_rows(keys, COLUMNS, shown=shown)]
    files = Household.objects.filter(pk__in=keys).order_by("pk")
    assert [value for (value,) in lists.list_values(files, shown)] == cells
    return cells


def test_who_was_given_something_by_others_is_not_listed_as_never_helped(cast):
    helped, other = (HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk) for _n in range(2))
    wife = helped.members.exclude(pk=helped.head_id).filter(id_number_index__isnull=False).first()
    never = {"data": {"view": "not_aided"}, "queryset": Household.objects.all(), "user": cast.clerk}
    assert set(HouseholdFilter(**never).chosen) == {helped, other}
    assert _column(helped, other) == ["是", "是"]
    record = give(wife, cast.clerk)
    assert set(HouseholdFilter(**never).chosen) == {other}
    assert _column(helped, other) == ["否", "是"]
    services.cancel_aid(record_id=record.pk, comment="误登", by=cast.clerk)
    assert set(HouseholdFilter(**never).chosen) == {helped, other}


def test_a_list_that_is_not_counted_has_its_name_alone(cast, as_user, household):
    """Counting who was never helped takes longer than the page; the chip shows no figure, and no None."""
    page = as_user(cast.clerk).get(reverse("lists:files")).content.decode()
    chip = page.split("view=not_aided", 1)[1].split("</a>")[0]
    assert chip.endswith("未帮扶过的档案")
