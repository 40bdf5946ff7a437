"""Checks policy files: that they can be read, and that their worked examples come out. Needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.policies.rules import PolicyInvalid, decode, parse_policy, remark_on, run_examples


def why_unreadable(error: OSError) -> str:
    """Why a file cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return "没有这个文件，请检查文件名和所在的文件夹。"
    if isinstance(error, IsADirectoryError):
        return "这是文件夹，请写出其中的文件名。"
    if isinstance(error, PermissionError):
        return "没有读取这个文件的权限。"
    return f"不能读取（{error.strerror}）。"


class Command(BaseCommand):
    help = "检查政策文件：格式、代码和全部算例；有错误时退出码为 1。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        bad = [path for path in options["files"] if not self._is_good(path)]
        if bad:
            raise CommandError(f"{len(bad)} 个文件有问题：{'、'.join(map(str, bad))}")

    def _is_good(self, path: Path) -> bool:
        try:
            text = decode(path.read_bytes())
            document = parse_policy(text)
        except OSError as unreadable:
            self.stderr.write(f"{path}：{why_unreadable(unreadable)}")
            return False
        except PolicyInvalid as invalid:
            for error in invalid.errors:
                place = f"{error.key}：" if error.key else ""
                self.stderr.write(f"{path}:{error.line}: {place}{error.message}")
            return False
        for remark in remark_on(document, text):
            self.stdout.write(f"{path}:{remark.line}: {remark.key}：提醒：{remark.message}")
        results = run_examples(document)
        for result in results:
            for difference in result.differences:
                self.stderr.write(f"{path}：算例“{result.name}”：{difference}")
        right = sum(result.ok for result in results)
        self.stdout.write(f"{path}：{document.title}，算例 {right}/{len(results)} 正确")
        return right == len(results) and not document.unmapped
