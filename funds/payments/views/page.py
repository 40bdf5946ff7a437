"""What the page of one batch shows, whoever answers with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.payments import reports, selectors, services
from funds.payments.forms import LineResultForm, PagesForm, ResultFileForm, SendForm
from funds.payments.models import Payment, PaymentBatch
from funds.payments.rules import Finding
from funds.payments.selectors.answers import list_answers
from funds.payments.selectors.institutions import list_bills
from funds.payments.states import RECORDERS, TRANSITIONS, BatchState, PaymentState
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel import workflow
from hardship.kernel.money import format_yuan, in_words

MOST_TYPED = 500  # lines of four fields each that are sent at once (DATA_UPLOAD_MAX_NUMBER_FIELDS)


@dataclass(frozen=True)
class LineFindings:
    """A line that waits, with what is found of it now: (finding, whether it came since the batch
    was made)."""

    payment: Payment
    findings: list[tuple[Finding, bool]]

    @property
    def is_blocked(self) -> bool:
        return any(finding.blocks for finding, _is_new in self.findings)


def line_forms(payments: Sequence[Payment], data: Mapping[str, Any] | None = None) -> list[LineResultForm]:
    """One small form for each of the first lines that wait for the bank."""
    return [LineResultForm(data, payment=payment) for payment in payments[:MOST_TYPED]]


def page_context(request: AuthenticatedRequest, batch: PaymentBatch, **extra: Any) -> dict[str, Any]:
    """Everything that the page of one batch shows."""
    payments = list(selectors.list_roster(user=request.user).filter(batch=batch).order_by("line"))
    own = batch.union_id == request.user.union_id
    recorders = (Role.FINANCE,) if batch.is_cash else RECORDERS
    user, blocker = request.user, services.step_blocker
    fetched = services.why_fetched(batch, user) if own and batch.is_sent and user.has_role(*recorders) else ""
    may_record = own and batch.is_sent and user.has_role(*recorders) and not fetched
    buttons = _buttons(batch, user) if own else []
    found = _findings(batch, payments)
    send_form = extra.pop("send_form", None) or SendForm(
        initial={"on": timezone.localdate()}, in_cash=batch.is_cash
    )
    waiting = [payment for payment in payments if payment.state == PaymentState.SENT]
    ask = (
        _("放行这 %(n)s 笔？放行后提取现金发放，不能撤回。")
        if batch.is_cash
        else _("放行这 %(n)s 笔？放行后生成银行名单，不能撤回。")
    ) % {"n": batch.count}
    return {
        "batch": batch,
        "payments": payments,
        "tabs": tabs_of(batch, "detail") if batch.is_cash else [],
        "bills": list_bills(batch),
        "found": found,
        "is_blocked": any(line.is_blocked for line in found),
        "totals": selectors.total(selectors.list_roster(user=request.user).filter(batch=batch)),
        "buttons": [row for row in buttons if row.action not in ("settle", "send")],
        "send_form": send_form if any(row.action == "send" for row in buttons) else None,
        "why": fetched or (workflow.obstacle(TRANSITIONS, batch, by=user, blocker=blocker) if own else ""),
        "ask": ask if batch.state == BatchState.CHECKED else "",
        "ask_total": f"¥{format_yuan(batch.total)}　{in_words(batch.total)}",
        "steps": reports.progress(batch),
        "unsent": batch.hand("unsent"),
        "rows": line_forms(waiting) if may_record else [],
        "first_rows": MOST_TYPED if len(waiting) > MOST_TYPED else 0,
        "answers": list(list_answers(user=request.user).filter(batch=batch)),
        "file_form": ResultFileForm() if may_record and not batch.is_cash else None,
        "pages": list(batch.pages.select_related("by").order_by("pk")) if batch.is_handed_out else [],
        "page_form": PagesForm() if own and batch.is_handed_out and user.has_role(Role.FINANCE) else None,
        "refusal": None,
        "problems": [],
        "broken": [],
        "may_edit": batch.is_draft and not services.draft_blocker(batch, request.user),
        "may_bounce": own and batch.is_answered and not batch.is_cash and user.has_role(*RECORDERS),
        "dropped": list(batch.dropped.select_related("by").order_by("line")),
        "may_correct": own and request.user.has_role(Role.FINANCE),
        **extra,
    }


def tabs_of(batch: PaymentBatch, current: str) -> list[dict[str, Any]]:
    """The pages of a batch in cash."""
    pages = (("detail", _("发放明细")), ("envelopes", _("封袋清单")))
    return [
        {
            "label": label,
            "url": reverse(f"payments:{name}", args=[batch.pk]),
            "count": None,
            "current": name == current,
        }
        for name, label in pages
    ]


def _buttons(batch: PaymentBatch, user: User) -> list[workflow.Transition]:
    """What this person may do now; where money is handed out no list of a bank follows the release."""
    rows = workflow.buttons(TRANSITIONS, batch, by=user, blocker=services.step_blocker)
    words = {
        "release": _("放行，提取现金"),
        "unsend": _("没有提取，撤回登记"),
        "settle": _("全部有结果，办结"),
    }
    return [replace(row, label=words.get(row.action, row.label)) if batch.is_cash else row for row in rows]


def _findings(batch: PaymentBatch, payments: Sequence[Payment]) -> list[LineFindings]:
    """What is to be looked at before a batch goes on; nothing once it has left."""
    if not batch.is_waiting:
        return []
    found = selectors.find_lines_findings(payments)
    rows = [
        LineFindings(payment, [(one, one.key not in payment.codes) for one in found[payment.pk]])
        for payment in payments
    ]
    return [row for row in rows if row.findings]
