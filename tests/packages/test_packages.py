"""审计包: one file from which an auditor proves every yuan, and which says what was changed in it."""

import random
import shutil
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.policies.services import load_default_policy
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from hardship.packages import rules, services
from hardship.packages.models import AuditPackage
from hardship.packages.selectors import PARTS, Scope
from hardship.packages.services import PackageRefused, Wanted
from tests.factories import UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E6")]


@pytest.fixture
def auditor(one_of_each):
    return UserFactory(union=one_of_each.city, role=Role.AUDITOR)


def scope_of(union, by, *, drawn=0, seed=7, days=(date(2026, 1, 1), None)):
    return Scope(union, days[0], days[1] or timezone.localdate(), drawn, seed, by)


@pytest.fixture
def made(one_of_each, auditor, tmp_path):
    return make(scope_of(one_of_each.city, auditor, drawn=1), tmp_path / "made")


def make(scope, folder):
    path, _found = services.make(scope, folder, lambda _done: None)
    return path


def read(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def write(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, rules.STAMP), content)
    return path


def test_it_holds_the_year_and_is_whole(made, one_of_each):
    found = rules.verify(made)
    assert found.faults == []
    names = set(read(made))
    assert {
        "manifest.json", "verify.py", "说明.txt", "数据/凭证.jsonl", "数据/账户.csv", "数据/发放.csv",
        "数据/申请.csv", "花名册/发放花名册.xlsx", "花名册/帮扶申请.xlsx", "账/台账_2026.beancount",
        "账/资金决算表_2026.xlsx", "数据/操作日志.jsonl",
    } <= names  # fmt: skip
    assert any(name.startswith("制度/") for name in names)
    signed = read(made)["数据/审批.csv"].decode("utf-8-sig").splitlines()
    approved = [line for line in signed if ",approve," in line]
    assert approved
    assert all(len(line.rsplit(",", 1)[1]) == 64 for line in approved)
    assert any(name.startswith("卷宗/") for name in names)
    assert int(found.totals["凭证数"]) > 10
    assert found.totals["借方合计"] == found.totals["贷方合计"]
    assert int(found.totals["发放笔数"]) > 1
    assert found.totals["付讫合计"] != "0.00"
    assert int(found.totals["日志条数"]) > 50


def test_plain_python_alone_says_so(made, tmp_path):
    """In an empty folder, without the program and without its packages."""
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "verify.py").write_bytes(read(made)["verify.py"])
    shutil.copy(made, alone / "审计包.zip")

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", *arguments], cwd=alone, capture_output=True, text=True,
            check=False, env={"PYTHONUTF8": "1"},
        )  # fmt: skip

    code = rules.verify(made).code
    good = run("审计包.zip", code)
    assert (good.returncode, good.stderr) == (0, "")
    assert "完好" in good.stdout
    assert code in good.stdout
    other = run("审计包.zip", "0" * 64)
    assert (other.returncode, "校验码和给出的不一致" in other.stdout) == (1, True)
    (alone / "别的.zip").write_bytes(b"PK")
    assert run("别的.zip").returncode == 2


def test_one_byte_is_named_wherever_it_is_changed(made, tmp_path):
    files = read(made)
    places = random.Random(30).sample(sorted(set(files) - {"manifest.json"}), 30 % len(files) or 1)
    for name in [*places, *["数据/凭证.jsonl"] * (30 - len(places))]:
        content = bytearray(files[name])
        content[random.Random(name).randrange(len(content))] ^= 1
        found = rules.verify(write(tmp_path / "changed.zip", {**files, name: bytes(content)}))
        assert found.faults == [f"“{name}”被改动过，和清单不一致。"]


def test_what_was_added_and_what_is_missing_is_named(made, tmp_path):
    files = read(made)
    without = {name: content for name, content in files.items() if name != "数据/发放.csv"}
    found = rules.verify(write(tmp_path / "a.zip", {**without, "../数据/多.csv": b"1"}))
    assert set(found.faults) == {
        "“../数据/多.csv”是后来加进去的，清单里没有。", "“数据/发放.csv”不见了，清单里有它。",
    }  # fmt: skip


def redone(files, name, change):
    """The package of somebody who changes a file and the list as well."""
    import hashlib
    import json

    content = change(files[name].decode()).encode()
    manifest = json.loads(files["manifest.json"])
    [row] = [row for row in manifest["files"] if row["name"] == name]
    row["size"], row["sha256"] = len(content), hashlib.sha256(content).hexdigest()
    return {**files, name: content, "manifest.json": json.dumps(manifest).encode()}


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("数据/凭证.jsonl", lambda text: text.replace(".00", ".01", 1), "内容和它的摘要不一致"),
        ("数据/凭证.jsonl", lambda text: text.split("\n", 1)[1], "期初加凭证是"),
        ("数据/发放.csv", lambda text: "\n".join(text.splitlines()[:-1]), "发放表里没有"),
        ("数据/发放.csv", lambda text: text.replace(",1,0,", ",0,0,", 1), "发放表是 0.00"),
        ("数据/申请.csv", lambda text: text.splitlines()[0] + "\n", "所依据的申请不在包里"),
        ("数据/账户.csv", lambda text: text.replace(".00\r\n", ".05\r\n", 1), "期末写的是"),
    ],
)  # fmt: skip
def test_whoever_changes_the_list_too_is_found_by_the_figures(made, tmp_path, name, change, said):
    found = rules.verify(write(tmp_path / "a.zip", redone(read(made), name, change)))
    assert any(said in fault for fault in found.faults), found.faults


def test_the_same_request_gives_the_same_bytes(one_of_each, auditor, tmp_path):
    scope = scope_of(one_of_each.city, auditor)
    codes = {rules.verify(make(scope, tmp_path / name)).code for name in ("a", "b")}
    assert len(codes) == 1


def test_a_run_that_ended_early_goes_on_where_it_was(one_of_each, auditor, tmp_path):
    scope, told = scope_of(one_of_each.city, auditor), []

    class Killed(Exception):
        pass

    def tell(done):
        told.append(done)
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        services.make(scope, tmp_path / "a", tell)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "a").rglob("index.json")}
    assert len(kept) == 3
    path = make(scope, tmp_path / "a")
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert rules.verify(path).faults == []


def test_a_union_gets_its_own_alone(one_of_each, tmp_path):
    """The finance of a county: neither the books of the city, nor the trail, nor a dossier."""
    finance = UserFactory(union=one_of_each.county, role=Role.FINANCE)
    path = make(scope_of(one_of_each.county, finance), tmp_path / "a")
    files = read(path)
    assert rules.verify(path).faults == []
    assert "数据/操作日志.jsonl" not in files
    assert one_of_each.city.code not in files["数据/账户.csv"].decode().split()
    assert f'"union": "{one_of_each.city.code}"' not in files["数据/凭证.jsonl"].decode()
    with pytest.raises(PackageRefused, match="抽取卷宗只能由审计人员"):
        services.ask(wanted(one_of_each.county, drawn=1), by=finance, key="a")
    with pytest.raises(Exception, match="does not exist"):
        services.ask(wanted(one_of_each.city), by=finance, key="b")
    clerk = UserFactory(union=one_of_each.county, role=Role.CLERK)
    with pytest.raises(PackageRefused, match="只有审计人员和财务人员"):
        services.ask(wanted(one_of_each.county), by=clerk, key="c")


def wanted(union, drawn=0, until=None):
    return Wanted(union.pk, date(2026, 1, 1), until or timezone.localdate(), drawn, 7, "年度审计")


@pytest.mark.parametrize(("days", "said"), [((-5, 1), "到不能晚于今天"), ((3, 2), "从不能晚于到")])
def test_days_that_are_none_are_refused(auditor, days, said):
    since, until = (timezone.localdate() + timedelta(days=day) for day in days)
    with pytest.raises(PackageRefused, match=said):
        services.ask(Wanted(auditor.union_id, since, until, 0, 1, "审计"), by=auditor, key="a")


def test_on_the_pages_it_is_made_fetched_and_checked(one_of_each, auditor, as_user):
    client = as_user(auditor)
    assert "还没有制作过审计包" in client.get(reverse("packages:packages")).text
    form = client.get(reverse("packages:new")).context["form"]
    data = {
        "key": form["key"].value(), "union": auditor.union_id, "since": "2026-01-01",
        "until": timezone.localdate().isoformat(), "drawn": "0", "seed": "5", "purpose": "年度审计",
    }  # fmt: skip
    wrong = client.post(reverse("packages:new"), {**data, "purpose": "找 13812345678"})
    assert (wrong.status_code, "不要写证件号" in wrong.text) == (422, True)
    answer = client.post(reverse("packages:new"), data)
    assert client.post(reverse("packages:new"), data).url == answer.url  # sent twice, made once
    run_pending()
    job, row = Job.objects.get(kind="audit_package"), AuditPackage.objects.get()
    assert (job.state, job.message) == ("done", f"校验码 {row.code}")
    assert not (settings.PRIVATE_ROOT / "packages" / str(job.uid)).exists()
    content = b"".join(client.get(reverse("jobs:file", args=[job.uid])).streaming_content)
    assert rules.verify(BytesIO(content)).code == row.sha256
    page = client.get(reverse("packages:packages")).text
    assert row.code in page
    assert rules.verify(BytesIO(content), row.code).faults == []
    logged = AuditRecord.objects.get(action="export.audit_package")
    assert (logged.data["sha256"], logged.data["purpose"]) == (row.sha256, "年度审计")

    def check(content):
        file = BytesIO(content)
        file.name = "审计包.zip"
        return client.post(reverse("packages:check"), {"file": file})

    page = check(content).text
    assert "每个文件都和清单一致" in page
    assert "制作的那一个" in page
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    page = check(bytes(changed)).text
    assert "处不符" in page or "已经损坏" in page
    assert "没有制作过校验码是" in page or "已经损坏" in page
    answer = check(b"not a zip")
    assert (answer.status_code, "不是审计包" in answer.text) == (409, True)
    script = client.get(reverse("packages:verifier"))
    assert script.content == services.SCRIPT.read_bytes()


def test_a_bomb_is_read_no_further_than_it_says(tmp_path, made):
    files = read(made)
    found = rules.verify(write(tmp_path / "a.zip", {**files, "verify.py": b"0" * 50_000_000}))
    assert found.faults == ["“verify.py”被改动过，和清单不一致。"]


def test_what_is_too_large_once_open_is_for_the_script(auditor, made, monkeypatch):
    monkeypatch.setattr("hardship.packages.services.MOST_UNPACKED", 1000)
    with pytest.raises(PackageRefused, match="解开以后超过 4 GB"):
        services.check(BytesIO(made.read_bytes()), by=auditor)


def test_rules_of_another_county_are_not_in_it(one_of_each, auditor, tmp_path):
    """Nor are they hidden from whoever asks for the whole city."""
    other = UnionFactory(county_level=True, parent=one_of_each.city)
    load_default_policy(union=other)
    for union, is_there in ((one_of_each.county, False), (one_of_each.city, True)):
        made = read(make(scope_of(union, auditor), tmp_path / str(union.pk)))
        rules_of = {name.split("/")[1].split("_")[0] for name in made if name.startswith("制度/")}
        assert rules_of
        assert (other.code in rules_of) == is_there


def test_around_python_a_package_stays_as_it_was(one_of_each, auditor):
    row = AuditPackage.objects.create(
        union=one_of_each.city, since=date(2026, 1, 1), until=date(2026, 2, 1), drawn=0, seed=1,
        purpose="审计", made_at=timezone.now(), made_by=auditor, files=1, size=1, sha256="a" * 64,
    )  # fmt: skip
    for change in ({"sha256": "b" * 64}, {"purpose": "别的"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditPackage.objects.filter(pk=row.pk).update(**change)
    told = {
        "union": one_of_each.city, "since": date(2026, 1, 1), "until": date(2026, 2, 1), "drawn": 0,
        "seed": 1,
        "purpose": "审计", "made_at": timezone.now(), "made_by": auditor, "files": 1, "size": 1,
    }  # fmt: skip
    for wrong, name in (
        ({"sha256": "x"}, "package_has_code"),
        ({"sha256": "a" * 64, "until": date(2025, 1, 1)}, "package_of_days"),
        ({"sha256": "a" * 64, "purpose": ""}, "package_for_something"),
    ):
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            AuditPackage.objects.create(**told | wrong)


def test_what_never_ended_is_cleared_away(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    assert services.remove_left_folders() == 0
    (tmp_path / "packages" / "a").mkdir(parents=True)
    assert services.remove_left_folders() == 0
    import os

    os.utime(tmp_path / "packages" / "a", (1, 1))
    assert services.remove_left_folders() == 1
    assert len(list(PARTS)) > 5
