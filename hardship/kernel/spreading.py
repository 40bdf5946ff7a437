"""Work on several cores: parts go out to processes of their own, results come back in the order of the parts.

Python computes on one core at a time, so threads would not do. The processes are started afresh, as a fork
would share this one's database connection and its locks. Each holds nothing but its end of a pipe and ends
when the other end is gone, also when this process was killed.
"""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")
PATIENCE = 10.0  # seconds for a part that is under way when its result is not wanted any more


class ProcessLost(RuntimeError):
    """A process ended before it had answered, as when memory is short."""


def spread(
    work: Callable[[Part], Result], parts: Iterable[Part], *, processes: int
) -> Generator[tuple[Part, Result], None, None]:
    """Each part with its result. Close the iterator, and the processes end.

    `work` is a function of a module (or a partial of one) that does not write; with one process it runs here,
    inside the caller's transaction. What it raises is raised here.
    """
    if processes < 2:
        yield from ((part, work(part)) for part in parts)
        return
    todo = iter(parts)
    crew = [_Process(work) for _number in range(processes)]
    try:
        out: deque[tuple[_Process, Part]] = deque()
        for process in crew:
            _hand_out(process, todo, out)
        while out:
            process, part = out.popleft()
            result = process.receive()
            _hand_out(process, todo, out)  # before the caller works on the result
            yield part, result
    finally:
        for process in crew:
            process.end()


def _hand_out(process: "_Process", todo: Iterator[Part], out: "deque[tuple[_Process, Part]]") -> None:
    for part in todo:
        process.send(part)
        out.append((process, part))
        return


class _Process:
    """One process and our end of the pipe to it."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self.channel, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.send(work)

    def send(self, value: object) -> None:
        try:
            self.channel.send(value)
        except BrokenPipeError as error:
            raise ProcessLost from error

    def receive(self) -> Any:
        try:
            found, error = self.channel.recv()
        except EOFError as lost:
            raise ProcessLost from lost
        if error is not None:
            raise error
        return found

    def end(self) -> None:
        self.channel.close()
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()


def _serve(channel: Connection) -> None:
    """The other process: answers part after part. Its work arrives after the set-up of Django, which the
    function's module needs to be read."""
    import django

    # Whoever stops a service tells all of its processes; here the one that started this one says when it
    # ends, or its job would take it for lost.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    django.setup()
    gc.freeze()  # what was imported stays: it need not be searched for garbage with every part
    try:
        work = channel.recv()
        while True:
            channel.send(_answer(work, channel.recv()))
    except (EOFError, BrokenPipeError):
        return


def _answer(work: Callable[[Any], Any], part: Any) -> tuple[Any, Exception | None]:
    try:
        return work(part), None
    except Exception as error:  # noqa: BLE001 -- raised where the work was asked for
        return None, error
