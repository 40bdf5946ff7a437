"""The cast, the database that refuses to be emptied by accident, and reads that may not write."""

import gc
import itertools
import os
import re
from functools import partial
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as properties

from cases.archives.models import Household
from cases.policies import services
from cases.policies.selectors import list_programmes
from hardship.accounts.states import Role
from tests import template, worlds
from tests.addresses import build
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, load_years
from tests.worlds import world

# Examples are judged by what they show, never by how long a busy machine took over them.
properties.register_profile(
    "here", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
properties.load_profile("here")

FOLDERS = itertools.count()

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
def _a_place_for_files(request, settings, tmp_path_factory):
    """Evidence goes into a folder of the test, or to the files of the world that the test stands on."""
    if worlds.wanted_by(request.node):
        settings.PRIVATE_ROOT = request.getfixturevalue("_worlds").private
    else:
        settings.PRIVATE_ROOT = tmp_path_factory.getbasetemp() / f"private-{next(FOLDERS)}"  # made when used


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
    "tests/funds/payments/test_killed.py",
    "tests/jobs/test_worker.py",
    "tests/kernel/test_spreading.py",
    "tests/cases/rosters/test_import_resume.py",
)
WALK = "tests/browser/test_pages.py"
LONGEST = ("tests/browser/", "tests/demo/")


def pytest_collection_modifyitems(items):
    for item in items:
        if "one_of_each" in item.fixturenames:
            item.add_marker(pytest.mark.sweep)
        if item.nodeid.startswith(PROGRAMS):
            item.add_marker(pytest.mark.programs)
    # The longest first: at the end of a run short ones are left, which two cores can share.
    items[:] = sorted(_by_worlds(items), key=_turn)


def _turn(item):
    """The walk over all pages, the longest, then what stands on a world of several files, then the rest."""
    if item.nodeid.startswith(WALK):
        return -1
    return 0 if item.nodeid.startswith(LONGEST) else 1 if worlds.spans_files(worlds.wanted_by(item)) else 2


def _by_worlds(items):
    """The tests of a file that stand on the same worlds one after the other: each world is made once."""
    groups = {}
    for item in items:
        groups.setdefault((item.path, worlds.wanted_by(item)), []).append(item)
    order = {}
    for (path, _wanted), group in groups.items():
        order.setdefault(path, []).extend(group)
    return list(itertools.chain.from_iterable(order.values()))


def pytest_collection_finish():
    """What was imported stays: the collector of cycles went over it again and again, a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


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


@world
def cast() -> SimpleNamespace:
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
        stranger=UserFactory(union=elsewhere, roles=[Role.CLERK, Role.REVIEWER]),
    )


@world
def reference(cast: SimpleNamespace) -> SimpleNamespace:
    """Living standards, the calendar and the three programmes of the cast's province, by code."""
    services.load_standards()
    services.load_default_policy(union=cast.province)
    load_years()
    return SimpleNamespace(
        **{row.code: row for row in list_programmes(union=cast.province, on=timezone.localdate())}
    )


@world
def spare(cast: SimpleNamespace, reference: SimpleNamespace) -> list[Household]:
    """A filed household of the cast: the first application that a test makes takes it, and saves a third of
    what it takes to make one."""
    return [HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)]


@partial(world, spans_files=True)
def one_of_each(cast: SimpleNamespace, reference: SimpleNamespace) -> SimpleNamespace:
    """The cast with one object of each kind, as `tests/addresses.py` asks for them."""
    return build(cast)


@pytest.fixture
def as_user(client):
    """`as_user(cast.clerk)` is a client signed in as that person."""

    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
