"""What a log line may hold."""

import json
import logging
import sys

import pytest

from hardship.kernel.logs import JsonFormatter, mask, request_id


def line(message, *args, error=None):
    record = logging.LogRecord("cases", logging.WARNING, __file__, 1, message, args, error)
    return JsonFormatter().format(record)


def caught(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


@pytest.mark.parametrize(
    "personal",
    [
        "110101199001011461",
        "11010119900101146X",
        "１１０１０１１９９００１０１１４６Ｘ",
        "6222021234567890018",
        "6222 0212 3456 7890 018",
        "13800138000",
        "138-0013-8000",
        "11010119900101146113800138000",
    ],
)
def test_a_long_number_is_masked_in_messages_arguments_and_errors(personal):
    for written in (line(f"refused {personal}"), line("refused %s", personal), mask(f"x{personal}y")):
        assert personal not in written
        assert "digits]" in written
    assert personal not in line("failed", error=caught(ValueError(f"no such person {personal}")))


def test_dates_amounts_and_ports_stay_readable():
    text = "2026-11-21T05:51:24 127.0.0.1:8000 1,234,567.89 row 123456"
    assert mask(text) == text


@pytest.mark.parametrize("mark", ["\n", "\r", "\x1b", "\u2028", "\u2029", "\x85", "\u202e", "\x9b"])
def test_no_character_can_forge_a_line(mark):
    written = line("GET /x%s{}", mark)
    assert mark not in written
    assert json.loads(written)["message"] == f"GET /x{mark}{{}}"


def test_a_database_error_tells_its_code_and_constraint_but_not_the_row():
    class Refused(Exception):
        sqlstate = "23514"
        diag = type("Diag", (), {"constraint_name": "amount_positive"})

    entry = json.loads(line("failed", error=caught(Refused("Failing row contains (王小梅, -1)"))))
    assert entry["error"] == ["Refused 23514 amount_positive"]
    assert entry["at"][-1].endswith("caught")


def test_an_error_tells_its_cause_and_only_the_first_line_of_each():
    error = ValueError("outer\nsecret")
    error.__cause__ = KeyError("inner")
    entry = json.loads(line("failed", error=caught(error)))
    assert entry["error"] == ["ValueError: outer", "KeyError: 'inner'"]


def test_the_request_is_named():
    token = request_id.set("abc")
    try:
        assert json.loads(line("hello"))["request_id"] == "abc"
    finally:
        request_id.reset(token)
    assert "request_id" not in json.loads(line("hello"))
