"""Judges stored assessments once more from what they keep and compares every byte: for auditors."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.archives.models import Assessment
from cases.archives.services.assessments import is_reproduced


class Command(BaseCommand):
    help = "按存档的依据数据和政策文本重新核算全部困难认定，与存档结果逐字节核对；有不一致时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--household", type=int, metavar="ID", help="只核对一份档案的认定")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Assessment.objects.select_related("rules").order_by("pk")
        if options["household"] is not None:
            rows = rows.filter(household=options["household"])
        checked, wrong = 0, []
        for row in rows.iterator(chunk_size=500):
            checked += 1
            if not is_reproduced(row):
                wrong.append(row.pk)
                self.stderr.write(f"认定 {row.pk}（档案 {row.household_id}）：重新核算的结果与存档不一致")
        if wrong:
            raise CommandError(f"核对 {checked} 次认定，{len(wrong)} 次不一致。")
        self.stdout.write(f"核对 {checked} 次认定，结果与指纹全部一致。")
