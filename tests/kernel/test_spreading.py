"""Parts worked on by several processes: in order, what goes wrong is told, nobody stays behind."""

import os
import signal
from contextlib import closing

import pytest

from hardship.kernel.spreading import ProcessLost, spread


def squared(number):
    return number * number, os.getpid()


def broken(number):
    raise ValueError(f"no {number}")


def gone(number):
    os._exit(1)


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_parts(processes):
    with closing(spread(squared, iter(range(7)), processes=processes)) as results:
        found = list(results)
    assert [(part, square) for part, (square, _pid) in found] == [(n, n * n) for n in range(7)]
    pids = {pid for _part, (_square, pid) in found}
    assert len(pids) == processes
    assert (os.getpid() in pids) is (processes == 1)


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_is_raised_where_the_work_was_asked_for(processes):
    with pytest.raises(ValueError, match="no 3"):
        list(spread(broken, [3], processes=processes))


def test_a_process_that_dies_is_an_error_and_no_wait_for_ever():
    with pytest.raises(ProcessLost):
        list(spread(gone, range(3), processes=2))


def test_closing_ends_the_processes():
    with closing(spread(squared, range(9), processes=2)) as results:
        _part, (_square, pid) = next(results)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_goes_on_when_all_are_told_to_stop():
    """As a service is stopped: the job's process alone decides, and what it has asked for still comes."""
    with closing(spread(squared, range(9), processes=2)) as results:
        _part, (_square, pid) = next(results)
        os.kill(pid, signal.SIGTERM)
        assert [square for _part, (square, _pid) in results] == [n * n for n in range(1, 9)]
