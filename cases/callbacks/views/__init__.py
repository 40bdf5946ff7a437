"""The pages of 到账回访."""

from cases.callbacks.views.callbacks import (
    callback,
    callbacks,
    end_call,
    export,
    form,
    record_answer,
    record_try,
    sheet,
)
from cases.callbacks.views.differences import difference, differences, export_differences
from cases.callbacks.views.rules import rules, set_rule

__all__ = [
    "callback",
    "callbacks",
    "difference",
    "differences",
    "end_call",
    "export",
    "export_differences",
    "form",
    "record_answer",
    "record_try",
    "rules",
    "set_rule",
    "sheet",
]
