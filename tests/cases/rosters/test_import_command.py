"""`manage.py import_archives`: the JSON, the words, the exit codes."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.archives.models import Household
from cases.rosters.models import RosterImport
from hardship.audit.models import AuditRecord
from tests.cases.rosters.roster_files import EXPECTED, SAMPLE, person, roster

pytestmark = pytest.mark.django_db


def run(cast, path, *options, union=None):
    out = StringIO()
    call_command("import_archives", str(path), "--union", (union or cast.union).code, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.json"


@pytest.mark.requirement("A3")
def test_the_check_of_the_sample_is_what_was_expected(cast, out):
    told = run(cast, SAMPLE, "--check", "--json", str(out))
    document = json.loads(out.read_text())
    assert {key: document[key] for key in ("households", "importable", "rejected")} == {
        key: EXPECTED[key] for key in ("households", "importable", "rejected")
    }
    assert [(i["row"], i["column"], i["level"]) for i in document["issues"]] == [
        (i["row"], i["column"], i["level"]) for i in EXPECTED["issues"]
    ]
    assert all(set(issue) == {"row", "column", "level", "why"} for issue in document["issues"])
    assert "共 160 户：可导入 148 户，拒绝 12 户，提醒 3 处。" in told
    assert not RosterImport.objects.exists()
    assert not AuditRecord.objects.exists()


def test_the_import_of_the_sample_makes_drafts_and_the_same_document(cast, out):
    told = run(cast, SAMPLE, "--json", str(out), "--by", cast.clerk.username)
    assert json.loads(out.read_text())["importable"] == 148
    assert "草稿 148 户" in told
    assert Household.objects.filter(created_by=cast.clerk).count() == 148
    assert "草稿 148 户" in run(cast, SAMPLE)
    run(cast, SAMPLE, "--check", "--json", str(out))
    assert json.loads(out.read_text())["importable"] == 148
    assert Household.objects.count() == 148


def test_rows_that_are_refused_fail_only_the_strict(cast, tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(roster(person(1), person(2, sex="男")))
    with pytest.raises(CommandError) as error:
        run(cast, path, "--strict")
    assert error.value.returncode == 1
    assert Household.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"name,id\n", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_changes_nothing(cast, tmp_path, content):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        run(cast, path)
    assert error.value.returncode == 2
    assert not RosterImport.objects.exists()


def test_it_names_what_it_does_not_find(cast, tmp_path):
    for wrong in (
        (tmp_path / "none.xlsx", cast.union.code),
        (SAMPLE, "NOWHERE"),
    ):
        with pytest.raises(CommandError) as error:
            call_command("import_archives", str(wrong[0]), "--union", wrong[1])
        assert error.value.returncode == 2
