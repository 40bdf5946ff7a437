"""An audit package is asked for, made part by part in a folder of its own, and put together as one file."""

import hashlib
import json
import shutil
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.jobs.models import Job
from hardship.jobs.services import enqueue
from hardship.kernel.snapshots import snapshot
from hardship.kernel.workflow import Refused
from hardship.packages import rules
from hardship.packages.models import AuditPackage
from hardship.packages.rules import MANIFEST, STAMP, Verdict
from hardship.packages.selectors import PARTS, Piece, Scope, find_package
from hardship.packages.states import DRAWERS, MAKE, MAKERS, MOST_DRAWN, MOST_UNPACKED

FORMAT = 1
KEPT_SECONDS = 2 * 24 * 3600  # what a job that never ended left behind
INDEX = "index.json"
SCRIPT = Path(rules.__file__)
MODE = 0o644 << 16


class PackageRefused(Refused):
    """Why a package is not made, in a sentence for the user."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: days, how many dossiers to draw and by which seed, and what for."""

    union_id: int
    since: date
    until: date
    drawn: int
    seed: int
    purpose: str


def ask(wanted: Wanted, *, by: User, key: str) -> Job:
    """A job that makes it. Raises PackageRefused; Union.DoesNotExist out of the person's scope."""
    union = Union.objects.filter(path__startswith=by.union.path).get(pk=wanted.union_id)
    require_maker(by, wanted.drawn)
    if not wanted.since <= wanted.until <= timezone.localdate():
        raise PackageRefused(_("起止日期不对：从不能晚于到，到不能晚于今天。"), "until")
    if not 0 <= wanted.drawn <= MOST_DRAWN:
        raise PackageRefused(_("卷宗最多抽 %(n)s 份。") % {"n": MOST_DRAWN}, "drawn")
    params = {
        "union": union.pk, "since": wanted.since.isoformat(), "until": wanted.until.isoformat(),
        "drawn": wanted.drawn, "seed": wanted.seed, "purpose": wanted.purpose,
    }  # fmt: skip
    return enqueue(MAKE, by=by, params=params, key=key, union=union, total=len(list(PARTS)) + 1)


def require_maker(by: User, drawn: int) -> None:
    """Refuses whoever makes no packages, or may not read the dossiers that would be drawn."""
    if not by.has_role(*MAKERS):
        raise PackageRefused(_("只有审计人员和财务人员可以制作审计包。"))
    if drawn and not by.has_role(*DRAWERS):
        raise PackageRefused(_("抽取卷宗只能由审计人员办理，请把份数改成 0。"), "drawn")


def scope_of(params: dict[str, Any], *, by: User) -> Scope:
    """Of what the package of a job is. Raises PackageRefused when the person may not have it any more."""
    union = Union.objects.filter(path__startswith=by.union.path, pk=params["union"]).first()
    if union is None:
        raise PackageRefused(_("您现在看不到这个工会，不能制作审计包。"))
    require_maker(by, params["drawn"])
    since, until = (date.fromisoformat(params[name]) for name in ("since", "until"))
    return Scope(union, since, until, params["drawn"], params["seed"], by)


def folder_of(job: Job) -> Path:
    return Path(settings.PRIVATE_ROOT) / "packages" / str(job.uid)


def make(scope: Scope, folder: Path, tell: Callable[[int], object]) -> tuple[Path, Verdict]:
    """The package as a file in this folder, and what was found when it was read again. Parts that are there
    already, from a run that ended early, are taken as they are; `tell` hears how many are done. Raises
    PackageRefused when the data changed meanwhile so that the parts contradict each other."""
    listed: list[dict[str, Any]] = []
    for number, (name, write) in enumerate(PARTS.items(), 1):
        part = folder / name
        if not (part / INDEX).exists():
            with snapshot():
                _write_part(part, write(scope))
        listed += [row | {"path": part / row["path"]} for row in json.loads((part / INDEX).read_text())]
        tell(number)
    listed += _write_own(folder, scope, listed)
    target = folder / "package.zip"
    _pack(target, scope, sorted(listed, key=lambda row: str(row["name"])))
    found = rules.verify(target)
    if found.faults:
        shutil.rmtree(folder)
        raise PackageRefused(
            _("制作期间数据有变动，或者账有不符：%(what)s 请再制作一次；仍然这样，先做账务检查。")
            % {"what": found.faults[0]}
        )
    tell(len(list(PARTS)) + 1)
    return target, found


def _write_part(part: Path, pieces: Iterable[Piece]) -> None:
    """The pieces as files, and last of all their list: without it the part is begun again."""
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    index = [_write_piece(part, number, piece) for number, piece in enumerate(pieces)]
    (part / INDEX).write_text(json.dumps(index, ensure_ascii=False))


def _write_piece(part: Path, number: int, piece: Piece) -> dict[str, Any]:
    path, size, digest = part / f"{number:06d}", 0, hashlib.sha256()
    with path.open("wb") as file:
        for chunk in piece.content:
            size += file.write(chunk)
            digest.update(chunk)
    told = {"name": piece.name, "title": piece.title, "size": size, "sha256": digest.hexdigest()}
    return told | {"path": path.name}


def _write_own(folder: Path, scope: Scope, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The script that checks the package, and what is in it, in words."""
    part = folder / "own"
    titles = sorted(f"  {row['name']}  {row['title']}" for row in listed)
    words = "\r\n".join([*_readme(scope), *titles, ""])
    script, readme = _("校验程序"), _("说明")
    _write_part(
        part,
        [
            Piece("verify.py", script, [SCRIPT.read_bytes()]),
            Piece("说明.txt", readme, ["\ufeff".encode() + words.encode()]),
        ],
    )
    return [row | {"path": part / row["path"]} for row in json.loads((part / INDEX).read_text())]


def _readme(scope: Scope) -> Iterator[str]:
    yield _("审计包：%(what)s") % {"what": scope.words}
    yield ""
    yield _("一、核对。装有 Python 3 的电脑上，把本文件和 verify.py 放在一起，运行：")
    yield "    python3 verify.py 审计包.zip 校验码"
    yield _("校验码另外由制作单位书面提供。程序逐个文件核对，再从“数据”里重新计算各项合计。")
    yield _("二、怎么看。“花名册”“账”“凭证”“制度”“卷宗”给人看，“数据”给程序核对，两者同源。")
    yield _("三、证件号、银行卡号都遮盖了；需要完整号码的，向制作单位书面提出。")
    if scope.drawn:
        told = {"n": scope.drawn, "seed": scope.seed}
        yield _("四、卷宗按随机种子 %(seed)s 抽取 %(n)s 份，用同一种子可以重抽出同样的。") % told
    yield ""
    yield _("目录")


def _pack(target: Path, scope: Scope, listed: list[dict[str, Any]]) -> None:
    """One zip that is the same for the same files: no times, one order. The totals are computed from what
    was packed, so it is packed twice: to count, and with the manifest that tells them."""
    manifest = {
        "format": FORMAT, "union": scope.union.name, "code": scope.union.code,
        "since": scope.since.isoformat(), "until": scope.until.isoformat(),
        "drawn": scope.drawn, "seed": scope.seed,
        "files": [{name: row[name] for name in ("name", "title", "size", "sha256")} for row in listed],
    }  # fmt: skip
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for row in listed:
            with row["path"].open("rb") as file, package.open(_entry(row["name"], row["size"]), "w") as out:
                shutil.copyfileobj(file, out, 1 << 20)
    with zipfile.ZipFile(target) as package:
        manifest["totals"] = rules.count(package)[0]
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        content = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        package.writestr(_entry(MANIFEST, len(content)), content.encode())


def _entry(name: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, MODE
    info.file_size = size
    return info


def put_on_record(scope: Scope, path: Path, found: Verdict, purpose: str, *, by: User) -> AuditPackage:
    """That it was made, and by what it is known again; the caller is in a transaction."""
    made: AuditPackage = AuditPackage.objects.create(
        union=scope.union, since=scope.since, until=scope.until, drawn=scope.drawn, seed=scope.seed,
        purpose=purpose, made_at=timezone.now(), made_by=by, made_for=stood_in_for(by),
        files=len(found.manifest["listed"]) + 1, size=path.stat().st_size, sha256=found.code,
    )  # fmt: skip
    audit.record(
        "export.audit_package", target=made, by=by, kind=Kind.EXPORT, rows=made.files, sha256=made.sha256,
        purpose=purpose, filters={"since": scope.since.isoformat(), "until": scope.until.isoformat()},
    )  # fmt: skip
    return made


@dataclass(frozen=True)
class Checked:
    """What was found of a package that somebody brought, and which one of ours it is."""

    verdict: Verdict
    known: AuditPackage | None


def check(file: Any, *, by: User) -> Checked:
    """Reads it as the script does; that is on record. Raises PackageRefused for what is none."""
    try:
        with zipfile.ZipFile(file) as package:
            unpacked = sum(info.file_size for info in package.infolist())
        if unpacked > MOST_UNPACKED:
            raise PackageRefused(_("解开以后超过 4 GB，请下载校验程序在自己的电脑上校验。"), "file")
        verdict = rules.verify(file)
    except zipfile.BadZipFile as error:
        raise PackageRefused(_("这个文件不是审计包，或者已经损坏、不完整。"), "file") from error
    except ValueError as error:
        raise PackageRefused(str(error), "file") from error
    known = find_package(verdict.code, user=by)
    audit.record("audit_package.check", target=known, by=by, faults=len(verdict.faults), sha256=verdict.code)
    return Checked(verdict, known)


def remove_left_folders() -> int:
    """Folders of jobs that were cancelled or gave up; how many went."""
    root, gone = Path(settings.PRIVATE_ROOT) / "packages", 0
    for folder in sorted(root.iterdir()) if root.exists() else ():
        newest = max((path.stat().st_mtime for path in (folder, *folder.rglob("*"))), default=0.0)
        if newest < time.time() - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone
