"""Runs a policy on households described in JSON, without a database; docs/policies.md has the form."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.policies.management.commands.check_policy import why_unreadable
from cases.policies.rules import (
    Case,
    PolicyInvalid,
    assess,
    check_case,
    decode,
    parse_policy,
    policy_hash,
    read_case,
)
from cases.policies.rules.document.scalars import Fractional


class Command(BaseCommand):
    help = "按政策文件认定 JSON 中的家庭，结果写入 JSON 文件。不使用数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--policy", type=Path, required=True, metavar="FILE")
        parser.add_argument("--input", type=Path, required=True, metavar="CASES.json")
        parser.add_argument("--json", type=Path, required=True, metavar="OUT")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = parse_policy(decode(_content(options["policy"])))
            cases = list(_cases(options["input"]))
        except PolicyInvalid as invalid:
            raise CommandError(str(invalid)) from invalid
        outcomes = [{"key": key, "outcome": assess(document, case).as_json()} for key, case in cases]
        answer = {"policy": document.code, "policy_sha256": policy_hash(document), "outcomes": outcomes}
        try:
            text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
            options["json"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"不能写入结果：{error}") from error
        self.stdout.write(f"{document.title}：认定 {len(outcomes)} 户，结果在 {options['json']}")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}：{why_unreadable(error)}") from error


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Fractional)
    except json.JSONDecodeError as error:
        said = (
            f"输入文件第 {error.lineno} 行第 {error.colno} 个字符处不是正确的 JSON，请检查括号、逗号和引号。"
        )
        raise CommandError(said) from error
    except RecursionError as error:
        raise CommandError("输入文件的括号套得太深，请检查。") from error
    except ValueError as error:
        raise CommandError("输入文件中的数字过长，请检查。") from error


def _cases(path: Path) -> Iterator[tuple[str, Case]]:
    """The households of a file: `{"cases": [{"key": "…", "case": {…}}, …]}`."""
    found = _json(decode(_content(path)))
    rows = found.get("cases") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise CommandError('输入文件应当是 {"cases": [{"key": "…", "case": {…}}]}。')
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("case"), dict):
            raise CommandError(f"第 {number} 户缺少 case。")
        try:
            case = read_case(row["case"])
            if errors := check_case(case):
                raise PolicyInvalid(errors)
            yield str(row.get("key", number)), case
        except PolicyInvalid as invalid:
            raise CommandError(f"第 {number} 户：\n{invalid}") from invalid
