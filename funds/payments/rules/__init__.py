"""What banks are told and what they answer, worked out without a database."""

from funds.payments.rules.answers import Answer, read_answer
from funds.payments.rules.findings import (
    CODES,
    DOUBTS,
    NAME_WORDS,
    OF_ACCOUNTS,
    TWICE_DAYS,
    Finding,
    in_order,
    judge_account,
    judge_id_number,
)
from funds.payments.rules.layouts import Layout, LayoutColumn, LayoutError, read_layout
from funds.payments.rules.matching import BankRow, Matched, Sent, match, step_key
from funds.payments.rules.shipped import SAMPLE, SAMPLE_LINES, SHIPPED
from funds.payments.rules.workbook import write_file
from funds.payments.rules.writing import (
    BankLine,
    Control,
    Problem,
    as_text,
    file_name,
    find_problems,
    write_rows,
)

__all__ = [
    "CODES",
    "DOUBTS",
    "NAME_WORDS",
    "OF_ACCOUNTS",
    "SAMPLE",
    "SAMPLE_LINES",
    "SHIPPED",
    "TWICE_DAYS",
    "Answer",
    "BankLine",
    "BankRow",
    "Control",
    "Finding",
    "Layout",
    "LayoutColumn",
    "LayoutError",
    "Matched",
    "Problem",
    "Sent",
    "as_text",
    "file_name",
    "find_problems",
    "in_order",
    "judge_account",
    "judge_id_number",
    "match",
    "read_answer",
    "read_layout",
    "step_key",
    "write_file",
    "write_rows",
]
