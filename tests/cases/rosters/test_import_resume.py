"""An import is killed in the middle, really, and goes on: no household twice, none by half."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.archives.models import Household, IncomeItem, Member
from cases.rosters import services as imports
from cases.rosters.models import ImportRow, RosterImport
from cases.rosters.states import ImportState
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from tests.cases.rosters.roster_files import EXPECTED, SAMPLE

pytestmark = pytest.mark.django_db(transaction=True)


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.005)


@pytest.fixture
def start(tmp_path):
    """`start("run_worker")` starts a command on the test's database and files; killed at the end."""
    started = []

    def run(*command):
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
            "TEST_WORKER_DATABASE": connection.settings_dict["NAME"],
            "PRIVATE_ROOT": str(settings.PRIVATE_ROOT),
        }
        with (tmp_path / "output.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=settings.BASE_DIR,
                env=env,
                stdout=log,
                stderr=log,
            )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


def assert_whole(count):
    """So many households, each with its row, its head and the people and money that the sample gives it."""
    assert Household.objects.count() == ImportRow.objects.count() == count
    assert not Household.objects.filter(head=None).exists()
    assert Member.objects.filter(relation="head").count() == count
    numbers = list(Household.objects.values_list("former_no", flat=True))
    assert len(set(numbers)) == count


@pytest.mark.requirement("A3", "F5")
def test_an_import_killed_in_its_job_goes_on_where_it_was(cast, start):
    roster = imports.upload_roster(
        union=cast.union, by=cast.clerk, original_name="花名册.xlsx", content=SAMPLE.read_bytes()
    )
    imports.ask_for_check(roster_id=roster.pk, fields=None, by=cast.clerk)
    run_pending()
    imports.ask_for_import(roster_id=roster.pk, by=cast.clerk)
    worker = start("run_worker")
    wait_for(lambda: Household.objects.exists())
    kill(worker)
    time.sleep(0.2)
    half = Household.objects.count()
    assert 0 < half < EXPECTED["importable"]
    assert_whole(half)

    # Its lease would end in less than a minute; the test does not wait.
    running = Job.objects.filter(kind="import_roster")
    running.update(lease_until=timezone.now() - timedelta(seconds=1))
    start("run_worker")
    wait_for(lambda: RosterImport.objects.get(pk=roster.pk).state == ImportState.DONE)
    assert_whole(EXPECTED["importable"])
    assert (Member.objects.count(), IncomeItem.objects.count()) == people_and_incomes(cast)


@pytest.mark.requirement("A3", "F5")
def test_an_import_killed_at_the_command_line_goes_on_when_run_again(cast, start, tmp_path):
    out = tmp_path / "out.json"
    command = ("import_archives", str(SAMPLE), "--union", cast.union.code, "--json", str(out))
    process = start(*command)
    wait_for(lambda: Household.objects.exists())
    kill(process)
    time.sleep(0.2)
    half = Household.objects.count()
    assert 0 < half < EXPECTED["importable"]
    assert not out.exists()

    for _time in range(2):
        assert start(*command).wait(timeout=60) == 0
        assert_whole(EXPECTED["importable"])
        assert json.loads(out.read_text())["importable"] == EXPECTED["importable"]
    assert RosterImport.objects.get().state == ImportState.DONE


def people_and_incomes(cast):
    """What the importable rows of the sample hold, counted from the file."""
    from cases.rosters.resources import read_entries
    from cases.rosters.rules.entries import parts_of_income

    people = incomes = 0
    for entry in read_entries(imports.open_roster(SAMPLE.read_bytes()).cells()):
        if entry.is_refused:
            continue
        people += len(entry.people)
        incomes += sum(bool(person.values.get("monthly_income")) for person in entry.people)
        incomes += entry.head.values["annual_income"] > parts_of_income(entry)
    return people, incomes
