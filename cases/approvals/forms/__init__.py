"""What is typed on the pages of approvals."""

from cases.approvals.forms.deciding import (
    BULK_ACTIONS,
    LONGEST_PIN,
    PIN_OF,
    SPLIT,
    YUAN_OF,
    BulkForm,
    LineField,
    ScanField,
    StepForm,
    line_label,
    read_items,
)
from cases.approvals.forms.watching import (
    CopyForm,
    DeadlinesForm,
    HandledForm,
    OverdueRuleForm,
    SuperviseForm,
    SupervisionAnswerForm,
)

__all__ = [
    "BULK_ACTIONS",
    "LONGEST_PIN",
    "PIN_OF",
    "SPLIT",
    "YUAN_OF",
    "BulkForm",
    "CopyForm",
    "DeadlinesForm",
    "HandledForm",
    "LineField",
    "OverdueRuleForm",
    "ScanField",
    "StepForm",
    "SuperviseForm",
    "SupervisionAnswerForm",
    "line_label",
    "read_items",
]
