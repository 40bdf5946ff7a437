"""The cast, the database that refuses to be emptied by accident, and reads that may not write."""

import os
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests import template, worlds

# Examples are judged by what they show, never by how long a busy machine took over them.
properties.register_profile(
    "here", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
properties.load_profile("here")

# A page that is only read may leave its trace, and nothing else.
TRACES = ("audit_auditrecord", "accounts_session")
WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@pytest.fixture(autouse=True, scope="session")
def _settings_of_the_run():
    """Fast hashes of passwords, and static files as they lie in the tree."""
    with override_settings(
        WHITENOISE_AUTOREFRESH=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(autouse=True)
def _a_place_for_files(request, settings, tmp_path):
    """Evidence goes into a folder of the test, or to the files of the world that the test stands on."""
    open_worlds = request.getfixturevalue("_worlds") if worlds.wanted_by(request.node) else None
    settings.PRIVATE_ROOT = open_worlds.private if open_worlds else tmp_path / "private"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Test databases are copies of one that is migrated once."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.ensure_template()


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb, django_db_keepdb, django_db_modify_db_settings, django_db_blocker):
    """A kept database is used again only while the migrations are those that it was made by."""
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        return django_db_createdb or (django_db_keepdb and not template.is_copy_of_today(name))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    yield
    # a worker that a test killed may not have been missed by the server yet
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


@pytest.fixture(autouse=True, scope="session")
def _transactional_tests_leave_the_template():
    """Django's flush stumbles over append-only tables and empties what migrations filled."""
    ordinary = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: template.empty_tables()
    yield
    TransactionTestCase._fixture_teardown = ordinary


@pytest.fixture(scope="session")
def _worlds(django_db_setup, django_db_blocker):
    """The worlds of this process; the last are closed before its database goes."""
    made = worlds.Worlds()
    yield made
    with django_db_blocker.unblock():
        made.close()


# Whole programs that are started and killed, a year gone through: for the long gear.
PROGRAMS = (
    "tests/running/",
    "tests/demo/",
    "tests/jobs/test_worker.py",
    "tests/kernel/test_spreading.py",
    "tests/cases/rosters/test_import_resume.py",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "one_of_each" in item.fixturenames:
            item.add_marker(pytest.mark.sweep)
        if item.nodeid.startswith(PROGRAMS):
            item.add_marker(pytest.mark.programs)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """Just before pytest-django opens the transaction of a test: open the worlds that it stands on."""
    if fixturedef.argname == "_django_db_helper":
        open_worlds, blocker = map(request.getfixturevalue, ("_worlds", "django_db_blocker"))
        with blocker.unblock():
            open_worlds.open_for(request.node)


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
def cast(db, _worlds):
    """Who works where; see `worlds.make_cast`."""
    return _worlds.get("cast")


@pytest.fixture
def reference(cast, _worlds):
    """Living standards, the calendar and the three programmes of the cast's province, by code."""
    return _worlds.get("reference", cast)


@pytest.fixture
def one_of_each(cast, reference, _worlds):
    """The cast with one object of each kind, as `tests/addresses.py` asks for them."""
    return _worlds.get("one_of_each", cast)


@pytest.fixture
def as_user(client):
    """`as_user(cast.clerk)` is a client signed in as that person."""

    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
