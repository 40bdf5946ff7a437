"""script/server's last part: web and worker come up together, go down together, and survive kill -9."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest
from django.conf import settings

pytestmark = pytest.mark.requirement("F5")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


@pytest.fixture
def place(migrated):
    return migrated


@pytest.fixture
def serve(place, tmp_path):
    """`serve()` starts web and worker on the place's database; what is left is killed."""
    place.env |= {"PORT": str(free_port()), "DEBUG": "1", "WEB_WORKERS": "1"}
    started = []

    def start():
        with (tmp_path / "server.log").open("ab") as log:
            server = subprocess.Popen(
                [sys.executable, "script/lib/serve.py"],
                cwd=settings.BASE_DIR,
                env=place.env,
                stdout=log,
                stderr=log,
            )
        started.append(server)
        wait_for(lambda: answers(place) or server.poll() is not None)
        return server

    yield start
    for server in started:
        server.kill()
        server.wait()


def answers(place):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{place.env['PORT']}/readyz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def descendants(server):
    return psutil.Process(server.pid).children(recursive=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(serve, place, number):
    server = serve()
    children = descendants(server)
    commands = " ".join(word for child in children for word in child.cmdline())
    assert "gunicorn" in commands
    assert "run_worker" in commands
    server.send_signal(number)
    assert server.wait(timeout=60) == 0
    assert not [child for child in children if child.is_running()]
    assert not place.is_running()


def test_after_kill_9_of_everything_it_starts_again(serve, place):
    server = serve()
    for process in [*descendants(server), psutil.Process(server.pid)]:
        process.kill()
    os.kill(place.postmaster(), signal.SIGKILL)
    server.wait()
    again = serve()
    assert answers(place)
    again.terminate()
    assert again.wait(timeout=60) == 0


def test_its_children_do_not_outlive_it(serve):
    server = serve()
    children = descendants(server)
    server.kill()
    server.wait()
    wait_for(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))


def test_a_killed_database_comes_back_while_it_serves(serve, place):
    serve()
    os.kill(place.postmaster(), signal.SIGKILL)
    wait_for(lambda: not answers(place))
    wait_for(lambda: answers(place))


def test_a_port_in_use_is_named(serve, place):
    serve()
    second = place.run("script/lib/serve.py")
    assert second.returncode == 1
    assert f"Port {place.env['PORT']}" in second.stderr
    assert "gunicorn" in second.stderr
