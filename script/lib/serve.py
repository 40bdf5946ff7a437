"""Keeps the web server and the job worker running until Ctrl-C or TERM, then stops both and the database.

In production systemd does this (deploy/). The children get the kernel's word when this process dies, so even
kill -9 here leaves no orphan on the port.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from hardship.embedded import Server  # noqa: E402

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
COMMANDS = {
    "web": [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
    "worker": [sys.executable, "manage.py", "run_worker"],
}
STOP_SECONDS = 35
WATCH_SECONDS = 0.5
RESTART_SECONDS = 10  # who ends sooner than this would end again
PR_SET_PDEATHSIG = 1

stopping = False


def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
    global stopping
    stopping = True


def die_with_parent() -> None:
    """In a child: be told to stop when this process is gone, however it went."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            return False
    return True


def port_owner() -> str:
    """Who listens on our port, as far as we may know."""
    for entry in psutil.net_connections("tcp"):
        if entry.laddr and entry.laddr.port == PORT and entry.status == psutil.CONN_LISTEN and entry.pid:
            try:
                words = " ".join(psutil.Process(entry.pid).cmdline())
            except psutil.Error:
                words = "?"
            return f"process {entry.pid} ({words[:100]})"
    return "another process"


def wait_for_port() -> None:
    """A server that was killed a moment ago may still be letting go."""
    for _ in range(50):
        if port_is_free():
            return
        time.sleep(0.1)
    sys.exit(
        f"\nPort {PORT} on {HOST} is taken by {port_owner()}.\n"
        f"Stop it, or choose another port: PORT={PORT + 1} script/server"
    )


def start(name: str) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C reaches only this process, which then stops the others in order.
    return subprocess.Popen(COMMANDS[name], cwd=ROOT, start_new_session=True, preexec_fn=die_with_parent)


def wait_until_up(children: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Whether the web server answers within a minute."""
    shown = "127.0.0.1" if HOST == "0.0.0.0" else HOST
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not stopping:
        if any(child.poll() is not None for child in children.values()):
            return False
        try:
            with urllib.request.urlopen(f"http://{shown}:{PORT}/healthz", timeout=2):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def announce() -> None:
    accounts = subprocess.run(
        [sys.executable, "manage.py", "demo_accounts"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    line = "─" * 72
    print(f"\n{line}\n  http://{HOST}:{PORT}/\n{line}")
    print(accounts.stdout.rstrip() or accounts.stderr.rstrip())
    print(f"{line}\n  Ctrl-C stops it.\n", flush=True)


def watch(children: dict[str, subprocess.Popen[bytes]], database: Server | None) -> int:
    """Until asked to stop; meanwhile a killed database comes back, and the worker that lost it."""
    begun = time.monotonic()
    while not stopping:
        if database is not None and database.postmaster() is None:
            database.hold()
        for name, child in children.items():
            if child.poll() is None:
                continue
            print(f"\nThe {name} process ended by itself ({child.returncode}).", file=sys.stderr)
            if time.monotonic() - begun < RESTART_SECONDS:
                return 1
            begun = time.monotonic()
            children[name] = start(name)
        time.sleep(WATCH_SECONDS)
    return 0


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    database = None if os.environ.get("DATABASE_URL") else Server()
    if database is not None:
        database.hold()
    wait_for_port()
    children = {name: start(name) for name in COMMANDS}
    try:
        if wait_until_up(children):
            announce()
        elif not stopping:
            print("\nThe web server does not answer; what it said stands above.", file=sys.stderr)
            return 1
        return watch(children, database)
    finally:
        stop(children)
        print("Stopped.")


if __name__ == "__main__":
    sys.exit(main())
