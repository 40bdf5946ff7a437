"""The audit trail: whose row it is, what it says, where it came from; and that nothing of it is changed."""

import hashlib
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from hardship.accounts.models import RoleExclusion, Union
from hardship.audit import services as audit
from hardship.audit.middleware import RequestTraceMiddleware, client_address
from hardship.audit.models import AuditRecord
from hardship.audit.services import NO_TRACE, Trace, current_trace
from hardship.audit.states import Kind
from tests.factories import HouseholdFactory

TRACE = Trace(address="203.0.113.7", request_id=uuid.UUID(int=7))


@pytest.fixture
def traced():
    """As if a request from that address were being answered."""
    token = current_trace.set(TRACE)
    yield TRACE
    current_trace.reset(token)


@pytest.mark.django_db
class TestRows:
    def test_a_row_stands_under_the_union_of_its_target_whoever_acted(self, cast):
        household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
        row = audit.record("household.look", target=household, by=cast.auditor)
        assert (row.union, row.by) == (cast.union, cast.auditor)
        assert (row.target_type, row.target_id) == ("archives.household", str(household.pk))
        row.refresh_from_db()
        assert (row.county, row.city) == (cast.county, cast.city)  # who audits the county finds it

    def test_a_union_that_was_named_goes_before_that_of_the_target(self, cast):
        household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
        row = audit.record("household.move", target=household, by=cast.clerk, union=cast.elsewhere)
        assert row.union == cast.elsewhere

    def test_what_has_no_union_stands_under_that_of_the_person(self, cast):
        grant = RoleExclusion.objects.first()
        assert audit.record("grant.look", target=grant, by=cast.auditor).union == cast.city
        row = audit.record("log.look", target=None, by=cast.clerk)
        assert (row.union, row.target_type, row.target_id) == (cast.union, "", "")

    def test_a_row_of_no_union_is_an_error_of_ours(self, cast):
        with pytest.raises(ValueError, match="belongs to no union"):
            audit.record("clock.tick", target=None, by=None)

    def test_a_row_says_from_where_and_by_which_request(self, cast, traced):
        row = audit.record("log.look", target=None, by=cast.clerk, count=3)
        row.refresh_from_db()
        assert (row.address, row.request_id, row.data) == (TRACE.address, TRACE.request_id, {"count": 3})
        assert row.kind == Kind.WRITE

    def test_many_rows_are_each_under_the_union_of_their_target(self, cast, traced):
        files = [HouseholdFactory(union=union) for union in (cast.union, cast.elsewhere)]
        said = [(household, {"row": place}) for place, household in enumerate(files, start=1)]
        audit.record_each("household.import", said, by=cast.clerk)
        rows = AuditRecord.objects.filter(action="household.import").order_by("pk")
        assert [(row.union, row.data, row.target_id, row.by, row.address) for row in rows] == [
            (household.union, data, str(household.pk), cast.clerk, TRACE.address) for household, data in said
        ]
        assert [row.city for row in rows] == [cast.city, cast.elsewhere.city]

    def test_a_row_that_the_database_enters_is_the_same(self, cast, traced):
        household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
        said = {"target": household, "by": cast.clerk, "amount": "3.00"}
        row = audit.record("household.pay", **said)
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_enter(%s)", [audit.entry("household.pay", **said)])
        told = AuditRecord.objects.filter(action="household.pay").values().order_by("pk")
        ours, theirs = [{key: one[key] for key in one if key not in ("id", "uid", "at")} for one in told]
        assert ours == theirs
        assert theirs["request_id"] == row.request_id == TRACE.request_id

    def test_a_row_goes_with_the_work_that_it_is_about(self, cast):
        with transaction.atomic():
            audit.record("log.look", target=None, by=cast.clerk)
            transaction.set_rollback(True)
        assert not AuditRecord.objects.filter(action="log.look").exists()

    def test_who_looked_at_a_number_is_a_read_of_one_field(self, cast):
        household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
        row = audit.record_reveal(target=household, field="id_number", by=cast.clerk)
        assert (row.action, row.kind, row.data) == ("reveal", Kind.READ, {"field": "id_number"})

    def test_what_left_is_known_by_its_bytes(self, cast):
        row = audit.record_export(
            "roster", by=cast.clerk, content=b"the file", rows=2, filters={"state": "filed"}, masked=False,
            reason="核对",
        )  # fmt: skip
        assert (row.action, row.kind) == ("export.roster", Kind.EXPORT)
        assert row.data == {
            "rows": 2, "filters": {"state": "filed"}, "masked": False, "reason": "核对",
            "sha256": hashlib.sha256(b"the file").hexdigest(),
        }  # fmt: skip
        assert audit.record_export("roster", by=cast.clerk, content=b"", rows=0).data["masked"] is True

    def test_the_rows_about_one_object_are_of_that_object_alone_and_the_newest_first(self, cast):
        household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
        namesake = Union.objects.exclude(pk=household.pk).first()
        namesake.pk = household.pk  # another kind of object with the same number
        audit.record("union.look", target=namesake, by=cast.clerk, union=cast.union)
        made = [audit.record(f"household.{name}", target=household, by=cast.clerk) for name in ("a", "b")]
        found = AuditRecord.objects.about(household).filter(
            action__in=("household.a", "household.b", "union.look")
        )
        assert list(found) == made[::-1]

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_auditrecord SET action = 'x'",
            "UPDATE audit_auditrecord SET by_id = NULL",
            "DELETE FROM audit_auditrecord",
            "TRUNCATE audit_auditrecord CASCADE",
        ],
    )
    def test_nothing_of_it_is_changed_or_removed(self, cast, statement):
        audit.record("log.look", target=None, by=cast.clerk)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement)
        assert AuditRecord.objects.filter(action="log.look", by=cast.clerk).count() == 1


def address(*, count, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    with override_settings(AXES_IPWARE_PROXY_COUNT=count):
        return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1"))


@pytest.mark.parametrize(
    ("count", "forwarded", "expected"),
    [
        (0, None, "192.0.2.1"),
        (0, "198.51.100.9", "192.0.2.1"),  # nobody of ours wrote it
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "10.0.0.1, 198.51.100.9", "198.51.100.9"),  # the first is what the client claims
        (2, "10.0.0.1, 198.51.100.9, 203.0.113.5", "198.51.100.9"),
        (2, "198.51.100.9", "192.0.2.1"),  # fewer than our proxies write
        (1, " , ", "192.0.2.1"),
    ],
)
def test_an_address_counts_as_far_as_our_own_proxies_wrote_it(count, forwarded, expected):
    assert address(count=count, forwarded=forwarded) == expected


def answer(request):
    seen.append(current_trace.get())
    if request.path == "/fails":
        raise RuntimeError("lost")
    return HttpResponse()


seen: list[Trace] = []


@pytest.mark.parametrize("path", ["/", "/fails"])
def test_a_trace_lasts_as_long_as_its_request(path):
    seen.clear()
    middleware = RequestTraceMiddleware(answer)
    if path == "/":
        response = middleware(RequestFactory().get(path))
        assert response["X-Request-ID"] == str(seen[0].request_id)
    else:
        with pytest.raises(RuntimeError):
            middleware(RequestFactory().get(path))
    assert current_trace.get() == NO_TRACE
    assert (seen[0].address, seen[0].request_id == NO_TRACE.request_id) == ("127.0.0.1", False)


def test_each_request_has_a_number_of_its_own():
    seen.clear()
    middleware = RequestTraceMiddleware(answer)
    for _turn in range(2):
        middleware(RequestFactory().get("/"))
    assert seen[0].request_id != seen[1].request_id
