"""100,000 households against one policy on one core, beside a plain loop of the same arithmetic.

`run(print_row)` calls `print_row(name, seconds, note)`; the first row is the floor. Needs no database. Run as
a program it prints the rows itself and fails when the bound of 20 seconds is broken. Seconds are those of the
processor, so that a busy machine measures the same.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSEHOLDS = 100_000
MOST_SECONDS = 20
CAUSES = ("illness", "disaster", "schooling", "laid_off")


def cases() -> list:
    from cases.policies.rules.case import Case, Expense, Income, Standard

    standards = (Standard("living", "320600", Decimal(820), date(2023, 9, 1)),)
    return [
        Case(
            on=date(2024, 3, 5),
            region_code="320602",
            persons=1 + number % 5,
            incomes=(
                Income("wage", Decimal(number * 7919 % 9_000_000) / 100),
                Income("pension", Decimal(number * 31 % 1_500_000) / 100),
            ),
            expenses=(
                Expense("medical", Decimal(number * 104_729 % 3_000_000) / 100),
                Expense("schooling", Decimal(number * 17 % 800_000) / 100),
            ),
            traits={"main_cause": CAUSES[number % len(CAUSES)]},
            standards=standards,
        )
        for number in range(HOUSEHOLDS)
    ]


def plain(households: list) -> list[str]:
    """The arithmetic alone: sums, three multiples, a cause."""
    found = []
    for case in households:
        rest = sum(item.amount for item in case.incomes) - sum(item.amount for item in case.expenses)
        line = case.standards[0].value * case.persons * 12
        if rest < line:
            found.append("deep")
        elif rest < 2 * line:
            found.append("relative")
        elif rest < 3 * line and case.traits["main_cause"] in ("illness", "disaster", "accident"):
            found.append("accident")
        else:
            found.append("")
    return found


def run(print_row: Callable[[str, float, str], None]) -> float:
    """The plain loop, then the compiled policy; both must find the same categories."""
    from cases.policies.rules import compile_policy, parse_policy

    folder = ROOT / "cases" / "policies" / "data" / "policies"
    machine = compile_policy(parse_policy((folder / "default.yaml").read_text(encoding="utf-8")))
    households = cases()
    started = time.process_time()
    expected = plain(households)
    print_row("plain loop (floor)", time.process_time() - started, "category alone")
    started = time.process_time()
    found = [machine.assess(case).category for case in households]
    taken = time.process_time() - started
    assert found == expected, "the policy and the plain loop disagree"
    print_row(
        "the policy", taken, f"figures, every condition, sentence; {taken / HOUSEHOLDS * 1e6:.0f} µs each"
    )
    return taken


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hardship.settings")
    import django

    django.setup()
    taken = run(lambda name, seconds, note: print(f"  {name:<46}{seconds:>8.2f} s   {note}"))
    return 0 if taken < MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
