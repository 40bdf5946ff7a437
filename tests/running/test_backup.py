"""A backup restores to the same rows and the same files, and neither script destroys anything."""

import hashlib
import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.running.conftest import PROGRAMS

DEPLOY = Path(settings.BASE_DIR, "deploy")


@pytest.fixture
def shell(place, tmp_path):
    """`shell("backup", …)` runs a script of deploy/ on the place's database and the folder `private`."""
    user = place.start()
    url = user.stdout.readline().strip()

    def run(script, argument, *, database="hardship", private="private"):
        env = os.environ | {
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "DATABASE_URL": url.replace("/hardship?", f"/{database}?"),
            "PRIVATE_ROOT": str(tmp_path / private),
            "KEEP": "2",
        }
        return subprocess.run(
            [DEPLOY / script, argument], env=env, capture_output=True, text=True, check=False
        )

    run.url = url
    return run


def digest(url):
    copy = "COPY (SELECT * FROM kept ORDER BY n) TO STDOUT"
    with psycopg.connect(url) as connection, connection.cursor().copy(copy) as rows:
        return hashlib.sha256(b"".join(rows)).hexdigest()


@pytest.mark.requirement("F5")
def test_a_backup_comes_back_whole(shell, tmp_path):
    with psycopg.connect(shell.url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE kept AS SELECT n, md5(n::text) AS name FROM generate_series(1, 5000) n"
        )
        connection.execute("CREATE DATABASE restored")
    (tmp_path / "private" / "ab").mkdir(parents=True)
    (tmp_path / "private" / "ab" / "evidence").write_bytes(b"\x00\x01")

    made = shell("backup", tmp_path / "backups")
    assert made.returncode == 0, made.stderr
    done = shell("restore", made.stdout.strip(), database="restored", private="again")
    assert done.returncode == 0, done.stderr
    assert digest(shell.url) == digest(shell.url.replace("/hardship?", "/restored?"))
    assert (tmp_path / "again" / "ab" / "evidence").read_bytes() == b"\x00\x01"


def test_nothing_is_restored_over_something(shell, tmp_path):
    with psycopg.connect(shell.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    made = shell("backup", tmp_path / "backups").stdout.strip()
    answer = shell("restore", made)
    assert answer.returncode == 1
    assert "1 tables" in answer.stderr


def test_a_damaged_backup_is_refused(shell, tmp_path):
    made = Path(shell("backup", tmp_path / "backups").stdout.strip())
    with (made / "database.dump").open("ab") as handle:
        handle.write(b"x")
    assert shell("restore", made).returncode == 1


def test_the_newest_backups_stay_and_a_failed_one_leaves_nothing(shell, tmp_path):
    for name in ("20200101T000000Z", "20210101T000000Z", "20220101T000000Z"):
        (tmp_path / "backups" / name).mkdir(parents=True)
    newest = Path(shell("backup", tmp_path / "backups").stdout.strip()).name
    left = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert left == ["20220101T000000Z", newest]
    assert shell("backup", tmp_path / "backups", database="missing").returncode != 0
    assert sorted(path.name for path in (tmp_path / "backups").iterdir()) == left
