"""Imports a roster of households from the command line, without a worker.

Exit codes: 0 when the roster was read, whatever it says of single rows (the JSON and the summary tell);
with --strict 1 when rows were refused; 2 when nothing could be done at all.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.rosters import services as imports
from cases.rosters.models import RosterImport
from cases.rosters.rules.entries import WARNING
from cases.rosters.selectors.imports import find_earlier, get_memory
from cases.rosters.services import Summary
from cases.rosters.states import ImportMode, ImportState
from cases.rosters.tasks import check_file, import_at_once
from hardship.accounts.models import Union, User
from hardship.kernel.workflow import Refused

NOTHING_DONE = 2
SHOWN = ("row", "column", "level", "why")
SHOWN_ISSUES = 50


class Command(BaseCommand):
    help = "把花名册（.xlsx）中正确的户导入为草稿；中断后用同一文件再运行一次即可接着导入。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="花名册，全国版式的 .xlsx")
        parser.add_argument("--union", required=True, metavar="CODE", help="导入到哪个工会（工会编码）")
        parser.add_argument("--check", action="store_true", help="只检查，不写入任何数据")
        parser.add_argument(
            "--mode",
            choices=ImportMode.values,
            default=ImportMode.NEW,
            help="new 只新增（默认），update 只更新已有的档案，both 新增和更新",
        )
        parser.add_argument("--json", type=Path, metavar="OUT", help="检查结果写入这个 JSON 文件")
        parser.add_argument("--by", metavar="USERNAME", help="记为哪位经办人的操作")
        parser.add_argument("--strict", action="store_true", help="有户被拒绝时返回 1")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(
                _("读不到文件：%(reason)s") % {"reason": error.strerror}, returncode=NOTHING_DONE
            ) from error
        union = self._union(options["union"])
        try:
            summary, imported = self._run(content, union, options)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=NOTHING_DONE) from refusal
        if options["json"]:
            self._write(options["json"], summary, options["mode"])
        self._tell(summary, imported, options)
        if options["strict"] and summary.rejected:
            raise CommandError(_("有 %(count)s 户被拒绝。") % {"count": summary.rejected}, returncode=1)

    @staticmethod
    def _write(path: Path, summary: Summary, mode: str) -> None:
        try:
            path.write_text(as_document(summary, mode), encoding="utf-8")
        except OSError as error:
            reason = _("结果写不到 %(path)s：%(reason)s") % {"path": path, "reason": error.strerror}
            raise CommandError(reason, returncode=NOTHING_DONE) from error

    def _run(self, content: bytes, union: Union, options: dict[str, Any]) -> tuple[Summary, int]:
        if options["check"]:
            file = imports.open_roster(content, memory=get_memory(union))
            self._name_others(file.others)
            mode, states = options["mode"], [ImportState.DONE]
            earlier = find_earlier(union=union, sha256=sha256(content), states=states, mode=mode)
            return check_file(file, union=union, roster=earlier, mode=mode), 0
        roster = self._roster(content, union, options)
        self._name_others(roster.mapping.get("others", {}))
        file = imports.reopen_roster(roster)
        summary = check_file(file, union=union, roster=roster, mode=roster.mode)
        if roster.state != ImportState.DONE:
            import_at_once(roster, summary, by=roster.uploaded_by)
        return summary, roster.rows.count()

    def _name_others(self, sheets: Mapping[str, int]) -> None:
        """A file may hold more than one roster; only one sheet is read."""
        for sheet, rows in sheets.items():
            text = _("工作表“%(sheet)s”（%(rows)s 行）没有读，请另存成单独的文件再导入。")
            self.stdout.write(text % {"sheet": sheet, "rows": rows})

    def _roster(self, content: bytes, union: Union, options: dict[str, Any]) -> RosterImport:
        """The import of this very file that is there already, else a new one."""
        kept = set(ImportState) - {ImportState.FAILED, ImportState.UNDONE}
        mode = options["mode"]
        earlier = find_earlier(union=union, sha256=sha256(content), states=kept, mode=mode)
        if earlier is not None:
            return RosterImport.objects.select_related("union", "uploaded_by").get(pk=earlier.pk)
        by = self._person(options["by"])
        return imports.upload_roster(
            union=union, by=by, original_name=options["file"].name, content=content, mode=mode
        )

    def _tell(self, summary: Summary, imported: int, options: dict[str, Any]) -> None:
        figures = {
            "households": summary.households,
            "importable": summary.importable,
            "rejected": summary.rejected,
            "warnings": sum(issue["level"] == WARNING for issue in summary.issues),
        }
        self.stdout.write(
            _("共 %(households)s 户：可导入 %(importable)s 户，拒绝 %(rejected)s 户，提醒 %(warnings)s 处。")
            % figures
        )
        for issue in summary.issues if options["verbosity"] > 1 else summary.issues[:SHOWN_ISSUES]:
            word = _("提醒") if issue["level"] == WARNING else _("错误")
            line = _("  第 %(row)s 行 %(column)s %(word)s：%(why)s")
            self.stdout.write(line % {**issue, "word": word})
        if options["check"]:
            self.stdout.write(_("只做了检查，没有写入数据。"))
        else:
            self.stdout.write(_("已在系统中的草稿 %(count)s 户。") % {"count": imported})

    @staticmethod
    def _union(code: str) -> Union:
        union = Union.objects.filter(code=code).first()
        if union is None:
            raise CommandError(_("没有编码为 %(code)s 的工会。") % {"code": code}, returncode=NOTHING_DONE)
        return union

    @staticmethod
    def _person(username: str | None) -> User | None:
        if username is None:
            return None
        person = User.objects.select_related("union").filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(
                _("没有用户名为 %(name)s 的启用账号。") % {"name": username}, returncode=NOTHING_DONE
            )
        return person


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def as_document(summary: Summary, mode: str = ImportMode.NEW) -> str:
    """The JSON of a check: figures, and one object for each remark (row = Excel row number). Where files may
    change, also how many are new, changed and unchanged."""
    figures = {"new": summary.new, "changed": summary.changed, "unchanged": summary.unchanged}
    document = {
        "households": summary.households,
        "importable": summary.importable,
        "rejected": summary.rejected,
        **({} if mode == ImportMode.NEW else figures),
        "issues": [{key: issue[key] for key in SHOWN} for issue in summary.issues],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
