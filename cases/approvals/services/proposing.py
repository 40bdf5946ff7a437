"""同意（调整金额）: who signs may agree to less than was applied for, and says why."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.selectors.proposing import get_agreed_sum
from cases.approvals.services.refusals import StepRefused


@dataclass(frozen=True)
class Proposed:
    """So many yuan, and why; None for what was agreed to before."""

    yuan: Decimal | None = None
    why: str = ""


def read_proposal(application: Application, asked: Proposed) -> Proposed:
    """What is kept with the signature: nothing where it agrees to the sum of before. Raises StepRefused for
    more than what was applied for, which is never more than what one is entitled to, and without a reason."""
    before, yuan = get_agreed_sum(application), asked.yuan
    if yuan is None or yuan == before:
        return Proposed()
    most = application.amount
    if most is None:
        raise StepRefused(_("这个项目没有金额，不用填写同意金额。"), "agreed")
    if application.entitled is not None and yuan > application.entitled:
        words = {"most": f"{application.entitled:,.2f}"}
        raise StepRefused(_("同意金额不能超过可享受金额 %(most)s 元。") % words, "agreed")
    if yuan > most:
        text = _("同意金额不能超过申请金额 %(most)s 元；该多给的，请退回补正，由经办人改申请金额。")
        raise StepRefused(text % {"most": f"{most:,.2f}"}, "agreed")
    if yuan <= 0:
        raise StepRefused(_("同意金额要大于零；不该给的，请选“不予帮扶”。"), "agreed")
    if not asked.why.strip():
        raise StepRefused(_("调整了金额，请写明原因。"), "agreed_why")
    return Proposed(yuan, asked.why.strip())
