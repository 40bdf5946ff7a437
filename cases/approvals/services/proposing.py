"""同意（调整金额）: who signs may agree to less than was applied for, and says why."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.selectors.along import count_signed
from cases.approvals.selectors.notices import get_shown_sum
from cases.approvals.selectors.proposing import get_agreed_sum
from cases.approvals.services.refusals import StepRefused


@dataclass(frozen=True)
class Proposed:
    """So many yuan, and why; None for what was agreed to before."""

    yuan: Decimal | None = None
    why: str = ""


def read_proposal(application: Application, asked: Proposed) -> Proposed:
    """What is kept with the signature: nothing where it agrees to the sum of before. Raises StepRefused for
    more than what was applied for, which is never more than what one is entitled to, for another sum than
    somebody agreed to at the same stage, and without a reason."""
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
    if before is not None and count_signed(application):
        text = _("同一环节已有人同意 %(sum)s 元，金额要相同；要改的，请他先撤回意见，或者退回重新签。")
        raise StepRefused(text % {"sum": f"{before:,.2f}"}, "agreed")
    if not asked.why.strip():
        raise StepRefused(_("调整了金额，请写明原因。"), "agreed_why")
    return Proposed(yuan, asked.why.strip())


def require_shown(application: Application, yuan: Decimal | None) -> None:
    """Nobody approves more than was shown to the public. Raises StepRefused."""
    shown = get_shown_sum(application)
    if yuan is not None and shown is not None and yuan > shown:
        text = _("公示的金额是 %(shown)s 元，批准不能多于公示；请调低同意金额，该多给的退回补正、重新公示。")
        raise StepRefused(text % {"shown": f"{shown:,.2f}"}, "agreed")
