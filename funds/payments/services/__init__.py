"""Writes of payments: owe something, make a batch, move it, record what the bank answered. Called by keyword,
one transaction each, with an audit row; refusals carry a sentence for the user."""

from funds.payments.services.answers import drop_answer, receive_answer, record_answer
from funds.payments.services.batches import make_batch, step_blocker, take_step
from funds.payments.services.drafts import add_lines, draft_blocker, drop_line
from funds.payments.services.files import make_file, making_blocker, read_file, save_layout
from funds.payments.services.others import Other, ask_other, other_blocker, take_other_step
from funds.payments.services.pages import add_pages
from funds.payments.services.payables import (
    Debt,
    Owed,
    create_payable,
    create_payables,
    lock_payables_to_pay,
    refuse_blocked,
    void_payables,
)
from funds.payments.services.prechecks import recheck, recheck_these
from funds.payments.services.refusals import PaymentRefused
from funds.payments.services.results import (
    bounce,
    check_results,
    correct_account,
    record_results,
    why_fetched,
)
from funds.payments.services.sending import send_batch

__all__ = [
    "Debt",
    "Other",
    "Owed",
    "PaymentRefused",
    "add_lines",
    "add_pages",
    "ask_other",
    "bounce",
    "check_results",
    "correct_account",
    "create_payable",
    "create_payables",
    "draft_blocker",
    "drop_answer",
    "drop_line",
    "lock_payables_to_pay",
    "make_batch",
    "make_file",
    "making_blocker",
    "other_blocker",
    "read_file",
    "receive_answer",
    "recheck",
    "recheck_these",
    "record_answer",
    "record_results",
    "refuse_blocked",
    "save_layout",
    "send_batch",
    "step_blocker",
    "take_other_step",
    "take_step",
    "void_payables",
    "why_fetched",
]
