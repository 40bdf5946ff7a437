"""The embedded database server: started once, shared, stopped by the last, back after kill -9."""

import os
import shutil
import signal
import time

import psycopg
import pytest

from hardship.embedded import HOME_AS_ROOT

WRITER = """
import psycopg
from hardship.embedded import database_url
with psycopg.connect(database_url(), autocommit=True) as connection:
    while True:
        row = connection.execute("INSERT INTO kept DEFAULT VALUES RETURNING n").fetchone()
        print(row[0], flush=True)
"""


def finish(child):
    child.stdin.write("\n")
    child.stdin.flush()
    assert child.wait(timeout=60) == 0


def test_the_first_starts_it_the_second_shares_it_the_last_stops_it(place):
    first = place.start()
    url = first.stdout.readline().strip()
    pid = place.postmaster()
    second = place.start()
    assert second.stdout.readline().strip() == url
    assert place.postmaster() == pid
    finish(first)
    assert place.is_running()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == (
            "hardship",
            "hardship",
        )
    finish(second)
    assert not place.is_running()


def test_many_starters_at_once_make_one_server(place):
    users = [place.start() for _number in range(4)]
    urls = {user.stdout.readline().strip() for user in users}
    assert len(urls) == 1
    with psycopg.connect(urls.pop()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    for user in users:
        finish(user)
    assert not place.is_running()


def test_a_killed_user_does_not_keep_the_server_for_ever(place):
    killed, other = place.start(), place.start()
    assert killed.stdout.readline()
    assert other.stdout.readline()
    killed.kill()
    killed.wait()
    finish(other)
    assert not place.is_running()


@pytest.mark.requirement("F5")
def test_every_acknowledged_row_is_there_after_the_server_was_killed(place):
    maker = place.start()
    with psycopg.connect(maker.stdout.readline().strip()) as connection:
        connection.execute("CREATE TABLE kept (n bigserial PRIMARY KEY)")
    finish(maker)
    for _round in range(3):
        writers = [place.start(WRITER) for _number in range(2)]
        for writer in writers:
            assert writer.stdout.readline()
        time.sleep(0.5)
        os.kill(place.postmaster(), signal.SIGKILL)
        acknowledged = {int(line) for writer in writers for line in writer.communicate()[0].split()}
        assert len(acknowledged) > 20

        user = place.start()
        with psycopg.connect(user.stdout.readline().strip()) as connection:
            kept = {row[0] for row in connection.execute("SELECT n FROM kept")}
        assert acknowledged <= kept
        finish(user)


def test_a_lock_file_that_names_somebody_else_does_not_stop_it(place):
    """After a crash the process id in postmaster.pid may be anybody's by now."""
    user = place.start()
    url = user.stdout.readline().strip()
    os.kill(place.postmaster(), signal.SIGKILL)
    user.kill()
    user.wait()
    lock = place.data / "postgres" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    again = place.start()
    assert again.stdout.readline().strip() == url
    with psycopg.connect(url) as connection:
        connection.execute("SELECT 1")
    finish(again)


def test_a_long_path_gets_a_short_socket(place):
    deep = place.data / ("d" * 90)
    deep.mkdir()
    deep.chmod(0o711)
    place.env["HARDSHIP_DATA"] = str(deep)
    user = place.start()
    url = user.stdout.readline().strip()
    with psycopg.connect(url) as connection:
        connection.execute("SELECT 1")
    finish(user)


def test_the_server_listens_on_no_network_address_and_checks_its_pages(place):
    user = place.start()
    with psycopg.connect(user.stdout.readline().strip()) as connection:
        shown = [
            connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("listen_addresses", "data_checksums", "fsync", "server_encoding")
        ]
        assert shown == ["", "on", "on", "UTF8"]
        for extension in ("pg_trgm", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {extension}")
        is_superuser = connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert is_superuser == (False,)
    assert (place.data / "postgres").stat().st_mode & 0o077 == 0
    finish(user)


def test_another_major_version_is_refused_with_a_way_out(place):
    finish(place.start())
    (place.data / "postgres" / "PG_VERSION").write_text("14\n")
    answer = place.run("-m", "hardship.embedded", "start")
    assert answer.returncode == 1
    assert "pg_dump" in answer.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_where_the_server_user_may_not_go_the_data_lies_elsewhere(place):
    place.data.chmod(0o700)
    user = place.start()
    url = user.stdout.readline().strip()
    with psycopg.connect(url) as connection:
        folder = connection.info.host
    assert folder.startswith(str(HOME_AS_ROOT))
    finish(user)
    assert not (place.data / "postgres").exists()
    shutil.rmtree(os.path.dirname(folder))
    place.data.chmod(0o711)
