"""The commands work on files alone: no database, exit code, the documented JSON."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.backends.base.base import BaseDatabaseWrapper

FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")


@pytest.mark.requirement("A2")
def test_check_policy_runs_the_examples(capsys):
    call_command("check_policy", str(FOLDER / "nantong_2024.yaml"))
    assert "算例 5/5 正确" in capsys.readouterr().out


def test_check_policy_refuses_a_failing_example(tmp_path, capsys):
    text = (FOLDER / "nantong_2024.yaml").read_text().replace("times: 2}", "times: 1}")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text)
    with pytest.raises(CommandError, match="1 个文件有问题"):
        call_command("check_policy", str(broken))
    assert "算例“政府救助计入收入”：类别：应为 relative，算得 accident" in capsys.readouterr().err


def test_check_policy_names_line_and_key(tmp_path, capsys):
    broken = tmp_path / "broken.yaml"
    broken.write_text((FOLDER / "nantong_2024.yaml").read_text().replace("is: <, than", "is: =, than", 1))
    with pytest.raises(CommandError):
        call_command("check_policy", str(broken))
    assert "broken.yaml:17: categories.1.when.is：只能写：<、<=、>、>=。" in capsys.readouterr().err


@pytest.mark.requirement("A2")
def test_assess_writes_what_the_policy_says(tmp_path):
    case = {
        "on": "2024-03-05",
        "region_code": "320602",
        "persons": 3,
        "incomes": [{"kind": "wage", "amount": "60000.00"}],
        "expenses": [{"kind": "medical", "amount": 30481}],
        "traits": {"main_cause": "illness"},
        "standards": [
            {"kind": "living", "region_code": "320600", "value": "820.00", "from_on": "2023-09-01"},
        ],
    }
    given, out = tmp_path / "cases.json", tmp_path / "out.json"
    given.write_text(json.dumps({"cases": [{"key": "a", "case": case}]}))
    call_command("assess", policy=FOLDER / "nantong_2024.yaml", input=given, json=out)
    answer = json.loads(out.read_text())
    assert answer["policy"] == "nantong_2024"
    outcome = answer["outcomes"][0]["outcome"]
    assert answer["outcomes"][0]["key"] == "a"
    assert (outcome["category"], outcome["figures"]["net"]["monthly"]) == ("deep", "819.97")


def test_assess_refuses_money_as_a_float(tmp_path):
    given = tmp_path / "cases.json"
    given.write_text(
        '{"cases": [{"case": {"on": "2024-03-05", "incomes": [{"kind": "wage", "amount": 0.1}]}}]}'
    )
    with pytest.raises(CommandError, match=r"incomes\.1\.amount：带小数的金额请加引号"):
        call_command("assess", policy=FOLDER / "nantong_2024.yaml", input=given, json=tmp_path / "out.json")


def test_assess_says_when_the_answer_cannot_be_written(tmp_path):
    given = tmp_path / "cases.json"
    given.write_text('{"cases": []}')
    with pytest.raises(CommandError, match="不能写入结果"):
        call_command("assess", policy=FOLDER / "nantong_2024.yaml", input=given, json=tmp_path / "no" / "out")


@pytest.mark.requirement("A2")
def test_check_and_assess_never_open_the_database(tmp_path, monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(BaseDatabaseWrapper, "connect", refuse)
    given = tmp_path / "cases.json"
    given.write_text('{"cases": [{"case": {"on": "2024-03-05"}}]}')
    call_command("check_policy", str(FOLDER / "nantong_2024.yaml"))
    call_command("assess", policy=FOLDER / "nantong_2024.yaml", input=given, json=tmp_path / "out.json")
