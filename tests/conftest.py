"""The cast, the database that refuses to be emptied by accident, and reads that may not write."""

import os
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as properties

from hardship.accounts.states import Role
from tests.factories import UnionFactory, UserFactory

# Examples are judged by what they show, never by how long a busy machine took over them.
properties.register_profile(
    "here", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
properties.load_profile("here")

# A page that is only read may leave its trace, and nothing else.
TRACES = ("audit_auditrecord", "django_session")
WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@pytest.fixture(autouse=True)
def _settings_for_tests(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Rows that migrations made are kept aside, because a transactional test empties every table."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('kept')")
        if cursor.fetchone()[0] is None:
            cursor.execute("CREATE SCHEMA kept")
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
                if cursor.fetchone()[0] and not table.startswith("django_"):
                    cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
    yield
    # a worker that a test killed may not have been missed by the server yet
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


def put_back_kept_rows(cursor):
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'kept'")
    for (table,) in cursor.fetchall():
        cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM kept."{table}" ON CONFLICT DO NOTHING')


@pytest.fixture(autouse=True, scope="session")
def _flush_in_spite_of_append_only_tables():
    """Between transactional tests the tables are emptied, which append-only ones refuse; only here may
    their triggers be passed by."""
    ordinary = TransactionTestCase._fixture_teardown

    def teardown(self):
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        try:
            ordinary(self)
        finally:
            with connection.cursor() as cursor:
                put_back_kept_rows(cursor)
                cursor.execute("SET session_replication_role = DEFAULT")

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = ordinary


@pytest.fixture(autouse=True)
def _a_get_changes_nothing(monkeypatch):
    """A GET through the test client may write its trace and nothing else."""
    from django.test.client import ClientHandler

    def refuse_writes(execute, sql, params, many, context):
        write = WRITES.match(sql)
        assert write is None or write.group(2) in TRACES, f"a GET writes: {sql[:120]}"
        return execute(sql, params, many, context)

    ordinary = ClientHandler.get_response

    def get_response(self, request):
        if request.method not in ("GET", "HEAD"):
            return ordinary(self, request)
        with connection.execute_wrapper(refuse_writes):
            return ordinary(self, request)

    monkeypatch.setattr(ClientHandler, "get_response", get_response)


class Undefined(str):
    """What a template gets for a variable that nobody gave it: a failed test."""

    __slots__ = ()

    def __contains__(self, _text):
        return True

    def __mod__(self, name):
        raise AssertionError(f"a template uses {name}, which is undefined")


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail():
    from django.template import engines

    engines["django"].engine.string_if_invalid = Undefined("undefined: %s")


@pytest.fixture
def cast(db):
    """Who works where: one grassroots union below a county below a city, and a stranger elsewhere."""
    union = UnionFactory()
    county, city = union.parent, union.parent.parent
    elsewhere = UnionFactory(
        parent=UnionFactory(county_level=True, parent=UnionFactory(city_level=True, parent=city.parent))
    )
    return SimpleNamespace(
        union=union,
        county=county,
        city=city,
        province=city.parent,
        elsewhere=elsewhere,
        clerk=UserFactory(union=union, role=Role.CLERK),
        reviewer=UserFactory(union=county, role=Role.REVIEWER),
        city_reviewer=UserFactory(union=city, role=Role.REVIEWER),
        approver=UserFactory(union=city, role=Role.APPROVER),
        finance=UserFactory(union=city, role=Role.FINANCE),
        auditor=UserFactory(union=city, role=Role.AUDITOR),
        administrator=UserFactory(union=city, role=Role.ADMINISTRATOR),
        stranger=UserFactory(union=elsewhere, roles=[Role.CLERK, Role.REVIEWER, Role.APPROVER]),
    )


@pytest.fixture
def reference(cast):
    """Living standards, the calendar and the three programmes of the cast's province, by code."""
    from cases.policies import services

    services.load_standards()
    services.load_default_policy(union=cast.province)
    services.load_calendar(range(2024, 2027))
    return SimpleNamespace(**{row.code: row for row in services.load_programmes(union=cast.province)})


@pytest.fixture
def as_user(client):
    """`as_user(cast.clerk)` is a client signed in as that person."""

    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
