"""Mutants: the tree with one guard taken away. Tests that stay green on one have a hole where it stands.

The list is data (`mutants.toml`): a mutant is one text of one file that is replaced by another, and the tests
that must notice. A copy of the tree is changed, never the checkout; a server of its own serves each copy. The
named tests run on the unchanged copy first: a test that is red anyway notices nothing.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "script" / "lib" / "mutants.toml"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".data", ".venv", "__pycache__", ".*_cache", ".hypothesis", "screenshots"
)
NOTICED_BY = re.compile(r"^FAILED (\S+)", re.MULTILINE)
SECONDS = 600


@dataclass(frozen=True)
class Mutant:
    """One guard taken away: `before`, once in `file`, becomes `after`; `why` says what that would let in."""

    name: str
    file: str
    before: str
    after: str
    why: str
    tests: tuple[str, ...]

    @property
    def room(self) -> str:
        """The app that the file belongs to: "payments" of funds/payments/rules.py."""
        return self.file.split("/")[1]

    @property
    def fault(self) -> str:
        """Why the list is wrong about this one, or ''."""
        count = (ROOT / self.file).read_text("utf-8").count(self.before)
        return "" if count == 1 else f"its text stands {count} times in {self.file}"


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: `word` is killed, SURVIVED, or what kept it from being judged."""

    mutant: Mutant
    word: str
    detail: str
    seconds: int = 0


def read_list() -> list[Mutant]:
    """All mutants, those in SQL last: each of them needs a template database of its own."""
    rows = tomllib.loads(LIST.read_text("utf-8"))["mutant"]
    mutants = [Mutant(**{**row, "tests": tuple(row["tests"])}) for row in rows]
    return sorted(mutants, key=lambda mutant: mutant.file.endswith(".sql"))


class Copy:
    """A copy of the tree with a database server of its own, in which tests run."""

    def __init__(self, number: int, folder: Path) -> None:
        self.tree = folder / f"tree-{number}"
        shutil.copytree(ROOT, self.tree, ignore=LEFT_OUT)
        (self.tree / ".venv").symlink_to((ROOT / ".venv").resolve())
        data = ROOT / ".data" / "mutants" / str(number)
        self.environment = {**os.environ, "HARDSHIP_DATA": str(data), "HARDSHIP_DATABASE_UNSAFE": "1"}

    def judge(self, mutant: Mutant) -> Verdict:
        """Changes the copy, runs the mutant's tests, and puts the copy back."""
        if mutant.fault:
            return Verdict(mutant, "NOT FOUND", mutant.fault)
        started = time.monotonic()
        with self.changed(mutant):
            code, output = self.run(mutant.tests)
        seconds = int(time.monotonic() - started)
        noticed = NOTICED_BY.search(output)
        if code == 1 and noticed:
            return Verdict(mutant, "killed", noticed[1], seconds)
        if code == 0:
            return Verdict(mutant, "SURVIVED", " ".join(mutant.tests), seconds)
        return Verdict(mutant, "BROKEN", f"pytest ended with {code}\n{output[-3000:]}", seconds)

    @contextmanager
    def changed(self, mutant: Mutant) -> Iterator[None]:
        path = self.tree / mutant.file
        text = path.read_text("utf-8")
        try:
            path.write_text(text.replace(mutant.before, mutant.after), "utf-8")
            yield
        finally:
            path.write_text(text, "utf-8")

    def run(self, tests: Iterable[str]) -> tuple[int, str]:
        """The exit code of pytest and what it printed; 124 for tests that did not end."""
        command = [".venv/bin/python", "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", *tests]
        with subprocess.Popen(
            command, cwd=self.tree, env=self.environment, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            try:
                output, _none = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return 124, "the tests did not end"
        return process.returncode, output


@contextmanager
def server_up(copy: Copy) -> Iterator[None]:
    """Keeps the copy's server up between two runs, which would otherwise start and stop it each time."""
    hold = "from hardship.embedded import database_url; database_url(); print(flush=True); input()"
    with subprocess.Popen(
        [".venv/bin/python", "-c", hold], cwd=copy.tree, env=copy.environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.stdin.write(b"\n")
            process.stdin.close()


def judge_all(mutants: Sequence[Mutant], jobs: int) -> list[Verdict]:
    """A verdict on each, printed as it falls."""
    with tempfile.TemporaryDirectory(prefix="hardship-mutants-") as folder, ExitStack() as servers:
        free: SimpleQueue[Copy] = SimpleQueue()
        for number in range(1, jobs + 1):
            copy = Copy(number, Path(folder))
            servers.enter_context(server_up(copy))
            free.put(copy)

        def judge(mutant: Mutant) -> Verdict:
            copy = free.get()
            try:
                verdict = copy.judge(mutant)
            finally:
                free.put(copy)
            print(f"{verdict.word:<9} {verdict.seconds:>3} s  {mutant.name}: {verdict.detail}", flush=True)
            return verdict

        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(judge, mutants))


def must_be_green(mutants: Sequence[Mutant]) -> None:
    """Runs the named tests on an unchanged copy; exits when one of them is red."""
    with tempfile.TemporaryDirectory(prefix="hardship-mutants-") as folder:
        code, output = Copy(1, Path(folder)).run(
            sorted({test for mutant in mutants for test in mutant.tests})
        )
    if code:
        sys.exit(f"{output[-4000:]}\nscript/mutants: these tests are red without any mutant")


def chosen(words: Sequence[str]) -> list[Mutant]:
    return [
        mutant
        for mutant in read_list()
        if not words or any(word in f"{mutant.name} {mutant.file}" for word in words)
    ]


def print_table(verdicts: Sequence[Verdict]) -> None:
    """One line for each room, and the names of those that live."""
    print(f"\n{'room':<14}{'mutants':>8}{'killed':>8}")
    for room in sorted({verdict.mutant.room for verdict in verdicts}):
        here = [verdict for verdict in verdicts if verdict.mutant.room == room]
        killed = sum(verdict.word == "killed" for verdict in here)
        print(f"{room:<14}{len(here):>8}{killed:>8}")
    for verdict in verdicts:
        if verdict.word != "killed":
            print(f"{verdict.word}: {verdict.mutant.name} ({verdict.mutant.file}): {verdict.mutant.why}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/mutants")
    parser.add_argument("words", nargs="*", help="only mutants whose name or file holds one of these")
    parser.add_argument("--jobs", type=int, default=1, help="how many at once")
    parser.add_argument("--list", action="store_true", help="print what there is and end")
    parser.add_argument(
        "--skip-green", action="store_true", help="trust the tests to be green without a mutant"
    )
    options = parser.parse_args()
    mutants = chosen(options.words)
    if not mutants:
        sys.exit("script/mutants: no mutant has such a name or file")
    if options.list:
        for mutant in mutants:
            print(f"{mutant.room:<14}{mutant.name}: {mutant.why}")
        return
    if not options.skip_green:
        must_be_green(mutants)
    verdicts = judge_all(mutants, options.jobs)
    print_table(verdicts)
    sys.exit(any(verdict.word != "killed" for verdict in verdicts))


if __name__ == "__main__":
    main()
