"""审计包校验：一个文件，只用 Python 标准库，不需要本系统。

用法：python3 verify.py 审计包.zip [校验码]

逐个文件核对大小和 SHA-256；再从里面的数据重新计算：凭证的内容、借贷、余额，发放与付讫，记账凭证，日志封存。
全部相符退出码为 0，有不符为 1，打不开为 2。
"""

# This file goes into every package and runs alone (docs/adr/0088): nothing of the program is imported here.

from __future__ import annotations

import csv
import hashlib
import io
import json
import struct
import sys
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

MANIFEST = "manifest.json"
STAMP = (1980, 1, 1, 0, 0, 0)  # of every file: when it was packed says nothing
AT_ONCE = 1 << 20
MOST_MANIFEST = 1 << 26
KEY, DIGEST = 8, 16  # a row of the log as it is sealed: its number, half of its SHA-256
ZERO = Decimal(0)
READING = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
WRONG = (ValueError, KeyError, TypeError, IndexError, InvalidOperation, *READING)
Rows = Iterator[dict[str, str]]


class Verdict(NamedTuple):
    """`faults` are sentences, none when all is well; `totals` are what the data come to; `code` is the
    SHA-256 of the whole file, `manifest` what it says of itself."""

    faults: list[str]
    totals: dict[str, str]
    code: str
    manifest: dict[str, Any]


def verify(path: Any, code: str = "") -> Verdict:
    """Reads a package (a path, or an open file) from end to end. Raises ValueError for what is none."""
    if not hasattr(path, "read"):
        with open(path, "rb") as file:
            return verify(file, code)
    whole, totals = _digest_of(path), dict[str, str]()
    try:
        with zipfile.ZipFile(path) as package:
            manifest = _read_manifest(package)
            faults = list(_check_files(package, manifest))
            if not faults:
                totals, faults = count(package)
                faults += _compare(manifest["totals"], totals)
    except READING as error:
        raise ValueError("这个文件不是审计包，或者已经损坏、不完整。") from error
    if code and "".join(code.split()).lower() != whole:
        faults.insert(0, "整个文件的校验码和给出的不一致：这不是当时制作的那一个文件。")
    return Verdict(faults, totals, whole, manifest)


def _digest_of(file: Any) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(AT_ONCE):
        digest.update(chunk)
    return digest.hexdigest()


def _read_manifest(package: zipfile.ZipFile) -> dict[str, Any]:
    try:
        info = package.getinfo(MANIFEST)
        if info.file_size > MOST_MANIFEST:
            raise ValueError(MANIFEST)
        found = json.loads(package.read(info))
        listed = {row["name"]: (int(row["size"]), str(row["sha256"])) for row in found["files"]}
        totals = dict(found["totals"])
    except WRONG as error:
        raise ValueError("包里没有 manifest.json，或者它已经损坏：不能校验。") from error
    return {**found, "listed": listed, "totals": totals}


def _check_files(package: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    listed: dict[str, tuple[int, str]] = manifest["listed"]
    there = [info for info in package.infolist() if info.filename != MANIFEST]
    names = Counter(info.filename for info in there)
    for name in sorted(name for name, times in names.items() if times > 1):
        yield f"“{name}”在包里有两份。"
    for name in sorted(names.keys() - listed.keys()):
        yield f"“{name}”是后来加进去的，清单里没有。"
    for name in sorted(listed.keys() - names.keys()):
        yield f"“{name}”不见了，清单里有它。"
    for info in there:
        if info.filename in listed and not _is_as_listed(package, info, *listed[info.filename]):
            yield f"“{info.filename}”被改动过，和清单不一致。"
    if any(info.date_time != STAMP for info in package.infolist()):
        yield "这个文件被重新打包过。"


def _is_as_listed(package: zipfile.ZipFile, info: zipfile.ZipInfo, size: int, sha256: str) -> bool:
    """Reads no more than the list says there is: what is packed may be a thousand times as large."""
    total, digest = 0, hashlib.sha256()
    try:
        with package.open(info) as file:
            while total <= size and (chunk := file.read(AT_ONCE)):
                total += len(chunk)
                digest.update(chunk)
    except READING:
        return False
    return (total, digest.hexdigest()) == (size, sha256)


def _compare(told: dict[str, str], found: dict[str, str]) -> Iterator[str]:
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            yield f"{name}：清单写的是 {told.get(name, '没有')}，按数据重新计算是 {found.get(name, '没有')}。"


class Books:
    """What the journals of a package say, each taken from the bytes that were frozen when it was made."""

    def __init__(self) -> None:
        self.sides = {"D": ZERO, "C": ZERO}
        self.net: dict[int, Decimal] = defaultdict(Decimal)
        self.moved: dict[tuple[str, str], Decimal] = defaultdict(Decimal)  # by event and commitment
        self.keys: dict[str, str] = {}  # the number of each journal by its key
        self.sources: dict[str, str] = {}

    def add(self, row: dict[str, Any]) -> Iterator[str]:
        name = f"{row['union']} {row['number']}"
        frozen = str(row["canonical"])
        if hashlib.sha256(frozen.encode()).hexdigest() != row["sha256"]:
            yield f"凭证 {name} 的内容和它的摘要不一致。"
            return
        head, _line, text = frozen.partition("\n")
        told = json.loads(text)
        year, number = head.split()[0].split("-")
        says = (f"记-{year}-{int(number):05d}", told["on"], told["event"])
        if says != (row["number"], row["on"], row["event"]):
            yield f"凭证 {name} 的编号、日期或业务和它的内容不一致。"
        sides = {"D": ZERO, "C": ZERO}
        for account, side, amount, commitment in told["lines"]:
            yuan = Decimal(amount)
            sides[side] += yuan
            self.net[account] += yuan if side == "D" else -yuan
            if commitment and side == "C":
                self.moved[told["event"], commitment] += yuan
        if sides["D"] != sides["C"] or not sides["D"]:
            yield f"凭证 {name} 借贷不平：借 {sides['D']}，贷 {sides['C']}。"
        for side, yuan in sides.items():
            self.sides[side] += yuan
        self.keys[told["id"]] = name
        if told["event"] == "commit":
            self.sources[told["source"]] = name


def count(package: zipfile.ZipFile) -> tuple[dict[str, str], list[str]]:
    """What the data of a package come to, and where they contradict each other."""
    checks = {"发放": _check_payments, "记账凭证": _check_vouchers, "申请": _check_applications}
    totals, faults, books = dict[str, str](), list[str](), Books()
    try:
        names = set(package.namelist())
        if "数据/凭证.jsonl" in names:
            for line in _lines(package, "数据/凭证.jsonl"):
                faults += books.add(json.loads(line))
            debit, credit = (f"{books.sides[side]:.2f}" for side in "DC")
            totals = {"凭证数": str(len(books.keys)), "借方合计": debit, "贷方合计": credit}
            faults += _check_accounts(_table(package, "数据/账户.csv"), books)
        for name, check in checks.items():
            if f"数据/{name}.csv" in names:
                faults += check(_table(package, f"数据/{name}.csv"), books, totals)
        if "数据/日志封存.csv" in names:
            faults += _check_seals(package, totals)
    except WRONG as error:
        faults.append(f"数据读不出来：{error}")
    return totals, faults


def _lines(package: zipfile.ZipFile, name: str) -> Iterator[str]:
    with package.open(name) as file:
        yield from io.TextIOWrapper(file, "utf-8-sig", newline="\n")


def _table(package: zipfile.ZipFile, name: str) -> Rows:
    with package.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline=""))


def _check_accounts(rows: Rows, books: Books) -> Iterator[str]:
    known = set()
    for row in rows:
        key = int(row["account"])
        known.add(key)
        due = Decimal(row["opening"]) + books.net.get(key, ZERO)
        if due != Decimal(row["closing"]):
            yield f"账户“{row['name']}”期初加凭证是 {due:.2f}，期末写的是 {row['closing']}。"
    for key in sorted(books.net.keys() - known):
        yield f"凭证记到的账户 {key} 不在账户表里。"


def _check_payments(rows: Rows, books: Books, totals: dict[str, str]) -> Iterator[str]:
    """Every line that was paid or came back in these days is in the books, and the other way round."""
    paid, back, lines = ZERO, ZERO, 0
    left = {key: yuan for key, yuan in books.moved.items() if key[0] in ("settle", "bounce")}
    for row in rows:
        lines += 1
        amount = Decimal(row["amount"])
        for event, flag in (("settle", "paid_here"), ("bounce", "back_here")):
            booked = sum((left.pop((event, key), ZERO) for key in row["commitments"].split()), ZERO)
            due = amount if row[flag] == "1" else ZERO
            if booked != due:
                where = f"批次 {row['batch']} 第 {row['line']} 笔"
                yield f"{where}：发放表是 {due:.2f}，台账是 {booked:.2f}。"
        paid += amount if row["paid_here"] == "1" else ZERO
        back += amount if row["back_here"] == "1" else ZERO
    for (_event, key), yuan in sorted(left.items()):
        yield f"台账付讫或退回了 {yuan:.2f}（占用 {key}），发放表里没有。"
    totals.update({"发放笔数": str(lines), "付讫合计": f"{paid:.2f}", "退汇合计": f"{back:.2f}"})


def _check_vouchers(rows: Rows, books: Books, totals: dict[str, str]) -> Iterator[str]:
    made, debits = 0, ZERO
    for row in rows:
        made, debits = made + 1, debits + Decimal(row["debit"])
        name = f"{row['union']} {row['month']} 记{row['number']}"
        if Decimal(row["debit"]) != Decimal(row["credit"]):
            yield f"记账凭证 {name} 借贷不平。"
        if row["journal"] and row["journal"] not in books.keys:
            yield f"记账凭证 {name} 依据的台账凭证不在包里。"
    totals.update({"记账凭证数": str(made), "记账凭证借方合计": f"{debits:.2f}"})


def _check_applications(rows: Rows, books: Books, totals: dict[str, str]) -> Iterator[str]:
    """Money is held for nothing that nobody decided."""
    known = {row["source"] for row in rows}
    totals["申请数"] = str(len(known))
    for source, journal in sorted(books.sources.items()):
        if source.startswith("applications.application:") and source not in known:
            yield f"凭证 {journal} 占用资金所依据的申请不在包里。"


def _check_seals(package: zipfile.ZipFile, totals: dict[str, str]) -> Iterator[str]:
    """Each sealed day follows the one before, and every row of the log is in the seal of its day."""
    last, days, prints = "", 0, dict[str, dict[int, bytes]]()
    for row in _table(package, "数据/日志封存.csv"):
        days += 1
        held = package.read(f"数据/日志摘要/{row['day']}.bin")
        told = f"{row['day']} {row['rows']} {row['digest']} {row['previous']}"
        is_whole = len(held) == int(row["rows"]) * (KEY + DIGEST)
        if not is_whole or hashlib.sha256(held).hexdigest() != row["digest"]:
            yield f"{row['day']} 的日志摘要和封存不一致。"
        if hashlib.sha256(told.encode()).hexdigest() != row["chain"] or (last and row["previous"] != last):
            yield f"{row['day']} 的日志封存和前一天接不上。"
        last = row["chain"]
        prints[row["day"]] = {
            struct.unpack_from(">q", held, at)[0]: held[at + KEY : at + KEY + DIGEST]
            for at in range(0, len(held), KEY + DIGEST)
        }
    rows = 0
    trail = "数据/操作日志.jsonl"
    for line in _lines(package, trail) if trail in package.namelist() else ():
        row, rows = json.loads(line), rows + 1
        if row["day"] not in prints:
            continue  # not sealed yet
        print_of = hashlib.sha256(row["told"].encode()).digest()[:DIGEST]
        if prints[row["day"]].get(int(row["id"])) != print_of:
            yield f"操作日志第 {row['id']} 条（{row['day']}）和封存不一致。"
    totals.update({"日志条数": str(rows), "封存天数": str(days), "最后一天的日志校验码": last or "没有"})


def main(arguments: list[str]) -> int:
    """What a person at a prompt reads; the exit code."""
    if not 1 <= len(arguments) <= 2:
        sys.stdout.write(f"{__doc__}\n")
        return 2
    try:
        found = verify(*arguments)
    except (ValueError, OSError) as error:
        sys.stdout.write(f"不能校验：{error}\n")
        return 2
    told = found.manifest
    lines = [
        f"{told.get('union', '')} {told.get('since', '')} — {told.get('until', '')}",
        f"文件 {len(told['listed'])} 个，整个文件的校验码 {found.code}",
        *(f"  {name}：{value}" for name, value in found.totals.items()),
        *(f"  不符：{fault}" for fault in found.faults),
        "有不符，见上。" if found.faults else "完好：每个文件都和清单一致，各项合计相符。",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
