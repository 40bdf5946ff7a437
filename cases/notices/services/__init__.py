"""The only writer of notices, their lines and the objections to them. Refusals carry a sentence."""

from cases.notices.services.ending import Outcome, conclude_due, conclude_notice, tell_of_ending
from cases.notices.services.entries import pass_entry, require_over, withdraw_entry
from cases.notices.services.objections import answer_objection, record_objection
from cases.notices.services.publishing import Published, publish
from cases.notices.services.refusals import NoticeRefused

__all__ = [
    "NoticeRefused",
    "Outcome",
    "Published",
    "answer_objection",
    "conclude_due",
    "conclude_notice",
    "pass_entry",
    "publish",
    "record_objection",
    "require_over",
    "tell_of_ending",
    "withdraw_entry",
]
