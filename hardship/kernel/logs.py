"""Log lines as JSON that carry no personal data and cannot be forged.

Digits that may be an ID number, a bank card or a phone are masked wherever they stand. Of a database error
only its code and constraint are told, because its text quotes the refused row; of any other error the first
line. Control characters (CR, LF, ESC), line separators and direction marks are escaped, so that no value can
begin a line of its own or colour a terminal. Names cannot be recognised: never log one.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

request_id: ContextVar[str] = ContextVar("request_id", default="")

# A phone has 11 digits, an ID number 18, an account up to 21, and two may follow each other without a gap;
# single spaces or hyphens inside are how people group them.
LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){10,}[XxｘＸ]?")
# JSON escapes what is below U+0020 itself.
UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
FRAMES = 12


def mask(text: str) -> str:
    """The text with every long number replaced by how many characters it had."""
    return LONG_NUMBER.sub(lambda found: f"[{len(found.group())} digits]", text)


class JsonFormatter(logging.Formatter):
    """One line of JSON for each record: time (UTC), level, logger, message, request_id, error, at."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if request_id.get():
            entry["request_id"] = request_id.get()
        if record.exc_info and record.exc_info[1] is not None:
            entry["error"] = [_describe(error) for error in _chain(record.exc_info[1])]
            entry["at"] = _frames(record.exc_info[2])
        line = json.dumps(entry, ensure_ascii=False, default=str)
        return UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _describe(error: BaseException) -> str:
    name = type(error).__name__
    for source in (error, error.__cause__):
        if state := getattr(source, "sqlstate", None):
            constraint = getattr(getattr(source, "diag", None), "constraint_name", None)
            return " ".join(filter(None, (name, state, constraint)))
    first_line = next(iter(str(error).splitlines()), "")
    return f"{name}: {mask(first_line)}"


def _frames(trace: TracebackType | None) -> list[str]:
    """The innermost calls as file:line function; code lines are left out, values never are in."""
    calls = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{call.filename}:{call.lineno} {call.name}" for call in calls]
