"""The refusals of payments: each carries a sentence for the user."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hardship.kernel.workflow import Refused


class PaymentRefused(Refused):
    """A step of a payment or a payable that may not be taken."""


class ResultsRefused(PaymentRefused):
    """The bank's rows do not fit the batch; `problems` are (row, sentence). Nothing was recorded."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__(_("银行结果有 %(n)s 处问题，未登记任何一笔。") % {"n": len(problems)})
        self.problems = list(problems)


class RowsRefused(PaymentRefused):
    """Payments that a layout of a bank cannot hold; `problems` are (line, sentence). No file was made."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__(_("有 %(n)s 处不能写进这一格式，没有生成文件。") % {"n": len(problems)})
        self.problems = list(problems)
