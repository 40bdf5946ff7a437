"""The only writer of notices, their lines and the objections to them. Refusals carry a sentence."""

from cases.notices.services.boards import Posted, add_photo, post_board, set_proof, take_down_board
from cases.notices.services.cancelling import cancel_notice, take_line_down
from cases.notices.services.ending import Outcome, conclude_due, conclude_notice, tell_of_ending
from cases.notices.services.entries import pass_entry, require_over, withdraw_entry
from cases.notices.services.lateness import tell_of_late_objections
from cases.notices.services.lengths import extend_notice, follow_calendars
from cases.notices.services.objections import (
    Answer,
    answer_objection,
    move_objection,
    record_objection,
    require_free,
)
from cases.notices.services.public import object_publicly
from cases.notices.services.publishing import Published, open_notice, publish, take_turns
from cases.notices.services.refusals import NoticeRefused
from cases.notices.services.titles import set_title

__all__ = [
    "Answer",
    "NoticeRefused",
    "Outcome",
    "Posted",
    "Published",
    "add_photo",
    "answer_objection",
    "cancel_notice",
    "conclude_due",
    "conclude_notice",
    "extend_notice",
    "follow_calendars",
    "move_objection",
    "object_publicly",
    "open_notice",
    "pass_entry",
    "post_board",
    "publish",
    "record_objection",
    "require_free",
    "require_over",
    "set_proof",
    "set_title",
    "take_down_board",
    "take_line_down",
    "take_turns",
    "tell_of_ending",
    "tell_of_late_objections",
    "withdraw_entry",
]
