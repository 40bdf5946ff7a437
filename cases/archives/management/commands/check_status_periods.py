"""Compares what the statistics count with the files themselves; exit 1 on any difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.archives.selectors import status_periods

SHOWN = 50


class Command(BaseCommand):
    help = "Recomputes the open periods of all files (档案状况) from the files and compares."

    def handle(self, *args: Any, **options: Any) -> None:
        missing = status_periods.list_missing_triggers()
        differences = status_periods.list_status_period_differences()
        for name in missing:
            self.stdout.write(f"  ✗ 缺少触发器 {name}")
        for row in differences[:SHOWN]:
            self.stdout.write(f"  ✗ 档案 {row.household_id}：{row.what}")
        if missing or differences:
            raise CommandError(f"档案状况不符：{len(missing) + len(differences)} 处。", returncode=1)
        every, still = status_periods.count_status_periods()
        self.stdout.write(f"档案状况 {every} 条，其中现行 {still} 条，与档案全部相符。")
