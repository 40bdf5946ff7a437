"""对账: compute every figure of the ledger again and name each difference; exit 1 when there is one."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from funds.ledgers.selectors import CheckResult, run_checks
from hardship.accounts.models import Union


class Command(BaseCommand):
    help = (
        "Recomputes balances, numbers, hashes, commitments and caps from the postings, and looks at triggers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--union", metavar="CODE", help="only this union and those below it")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        results = run_checks(union_ids(options["union"]))
        broken = sum(len(result.differences) for result in results)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(results), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_text(results)))
        if broken:
            raise CommandError(f"对账不符：{broken} 处差异。", returncode=1)


def union_ids(code: str | None) -> list[int] | None:
    """The ids of a union and everything below it; None for all."""
    if code is None:
        return None
    union = Union.objects.filter(code=code).first()
    if union is None:
        raise CommandError(f"没有编码为 {code} 的工会。", returncode=2)
    return list(Union.objects.filter(path__startswith=union.path).values_list("pk", flat=True))


def as_text(results: list[CheckResult]) -> list[str]:
    lines = ["资金台账对账"]
    for result in results:
        lines.append(f"  {'✗' if result.differences else '✓'} {result.label}")
        lines += [f"      {difference}" for difference in result.differences]
    broken = sum(bool(result.differences) for result in results)
    lines.append(f"{broken} 项不符。" if broken else f"{len(results)} 项全部相符。")
    return lines


def as_json(results: list[CheckResult]) -> dict[str, Any]:
    return {
        "ok": not any(result.differences for result in results),
        "checks": [
            {
                "code": result.code,
                "label": result.label,
                "differences": [vars(difference) for difference in result.differences],
            }
            for result in results
        ],
    }
