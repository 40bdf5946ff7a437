"""校验操作日志: read the trail against its seals and name what is not as it was; exit 1 when there is any."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hardship.seals.rules import Anchored, read_anchors
from hardship.seals.selectors import compare
from hardship.seals.services import verify


class Command(BaseCommand):
    help = "Compares every sealed day of the audit trail with its seal, and with anchors from outside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchors", metavar="FILE", help="lines that left the machine, one a day")

    def handle(self, *args: Any, **options: Any) -> None:
        anchors = _read(options["anchors"]) if options["anchors"] else []
        outside = [str(fault) for fault in compare(anchors)]
        made = verify()
        for text in (*outside, *made.told):
            self.stdout.write(f"  ✗ {text}")
        if found := len(outside) + made.faults:
            raise CommandError(f"操作日志被改动：共 {found} 处，以上是最先发现的。", returncode=1)
        self.stdout.write(
            f"操作日志完整：封存 {made.days} 天 {made.rows} 条，逐条相符；核对外部留存 {len(anchors)} 天。"
        )


def _read(path: str) -> list[Anchored]:
    try:
        return list(read_anchors(Path(path).read_text(encoding="utf-8-sig").splitlines()))
    except OSError as error:
        raise CommandError(f"读不了文件“{path}”：{error.strerror}。", returncode=2) from None
    except ValueError as error:
        raise CommandError(f"“{path}”第 {error} 行不是校验码，请核对文件。", returncode=2) from None
