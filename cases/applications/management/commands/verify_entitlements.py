"""Computes stored entitlements once more from what they keep and compares every byte: for auditors."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.applications.models import Entitlement
from cases.applications.services import is_reproduced


class Command(BaseCommand):
    help = "按存档的依据数据和政策文本重新核算全部帮扶金额，与存档结果逐字节核对；有不一致时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--application", type=int, metavar="ID", help="只核对一份申请的核算")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Entitlement.objects.select_related("rules").order_by("pk")
        if options["application"] is not None:
            rows = rows.filter(application=options["application"])
        checked, wrong = 0, []
        for row in rows.iterator(chunk_size=500):
            checked += 1
            if not is_reproduced(row):
                wrong.append(row.pk)
                self.stderr.write(f"核算 {row.pk}（申请 {row.application_id}）：重新核算的结果与存档不一致")
        if wrong:
            raise CommandError(f"核对 {checked} 次核算，{len(wrong)} 次不一致。")
        self.stdout.write(f"核对 {checked} 次核算，结果与指纹全部一致。")
