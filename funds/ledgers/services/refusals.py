"""Why the ledger refused, as sentences for the user; what the database raised is translated here."""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models import Account
from hardship.kernel.workflow import Refused

P = ParamSpec("P")
R = TypeVar("R")


class LedgerRefused(Refused):
    """A movement of money that may not be made; the message is a sentence for the user."""


class InsufficientBalance(LedgerRefused):
    """The bucket holds less than asked; `free` and `missing` are yuan."""

    def __init__(self, message: str, *, free: Decimal, missing: Decimal) -> None:
        super().__init__(message)
        self.free = free
        self.missing = missing


class CapExceeded(LedgerRefused):
    """The yearly cap of a subject would be passed; `left` is what may still be granted, in yuan."""

    def __init__(self, message: str, *, left: Decimal) -> None:
        super().__init__(message)
        self.left = left


class PeriodClosed(LedgerRefused):
    """The month is closed."""


class UseNotPermitted(LedgerRefused):
    """The money is earmarked for something else."""


class AlreadyCommitted(LedgerRefused):
    """This source holds money already."""


class AlreadyReversed(LedgerRefused):
    """The journal has its reversal."""


class KeyReused(LedgerRefused):
    """The idempotency key was used for something else."""


class NotHeld(LedgerRefused):
    """Commitments that are not where the movement takes them from; `ids` are theirs."""

    def __init__(self, message: str, *, ids: Collection[object]) -> None:
        super().__init__(message)
        self.ids = list(ids)


# Constraint or trigger → refusal and its sentence. Deferred ones fail at commit and are errors of ours.
SENTENCES: dict[str, tuple[type[LedgerRefused], Any]] = {
    "journal_period_open": (
        PeriodClosed,
        _("该日期所在的会计期间已结账，请改用未结账期间的日期。"),
    ),
    "period_stays_closed": (PeriodClosed, _("该会计期间已结账，不能再改。")),
    "period_closed_in_order": (LedgerRefused, _("之前的会计期间尚未结账，请按月份顺序结账。")),
    "budget_line_use_permitted": (UseNotPermitted, _("该资金的文件不准许这一用途。")),
    "budget_line_once": (LedgerRefused, _("该资金本年度已有这一用途的指标。")),
    "fund_use_within_origin": (UseNotPermitted, _("上级资金的文件不准许这一用途。")),
    "fund_use_special": (
        UseNotPermitted,
        _("中央、省级财政专项只能用于文件规定的六项：生活、医疗、助学、培训、职业介绍、法律援助。"),
    ),
    "union_is_closed": (LedgerRefused, _("对方工会已撤销，不能再办理。")),
    "return_within_allocation": (
        LedgerRefused,
        _("上级下拨给这项资金、还没有退回的不足这个金额。"),
    ),
    "arrival_of_what_came": (
        LedgerRefused,
        _("这笔款已冲销，或者由同一人登记，不能确认到账。"),
    ),
    "arrived_stays": (LedgerRefused, _("对方已确认到账，不能冲销，请由对方退回。")),
    "recalled_stays": (
        LedgerRefused,
        _("这笔退回是按收回通知办的，不能冲销；退错了的，请上级重新下拨。"),
    ),
    "ledgers_arrival_allocation_id_key": (LedgerRefused, _("这笔款已确认到账，不用重复确认。")),
    "commitment_for_its_class": (
        UseNotPermitted,
        _("这项资金的文件规定了帮扶对象，受助人不在其中，请选择其他资金。"),
    ),
    "fund_order_waits_once": (LedgerRefused, _("已有一份用款次序等着批准，请先办理或者撤回。")),
    "fund_order_once_a_day": (
        LedgerRefused,
        _("这一天已有一份批准的用款次序，请退回换一个日期。"),
    ),
    "fund_document_once": (LedgerRefused, _("该文号的这项资金已经登记，请核对文号。")),
    "commitment_use_of_line": (UseNotPermitted, _("所选指标的用途与申请的用途不符。")),
    "commitment_not_from_pool": (UseNotPermitted, _("待分配资金不能直接占用，请先编制指标。")),
    "commitment_live_once": (AlreadyCommitted, _("该单据已经占用资金，不能重复占用。")),
    "held_carried_whole": (
        LedgerRefused,
        _("有的占用已经送盘、发放、抵扣或释放，请刷新页面后再办理。"),
    ),
    "commitment_parts_move_as_one": (LedgerRefused, _("占用在几个指标上的一笔款只能整笔办理。")),
    "commitment_part_once": (
        LedgerRefused,
        _("一笔款分在几个指标上，这样冲销会让它的两部分合到同一指标；请先办完这笔款，再冲销结转。"),
    ),
    "commitment_part_of_its_whole": (
        LedgerRefused,
        _("一笔款只能占用同一工会的几个不同指标，请重新选择。"),
    ),
    "cap_share_of_one_kind": (LedgerRefused, _("同一限额不能既按金额又按次数计算，请核对政策。")),
    "cap_not_exceeded": (LedgerRefused, _("超过本年度上限。")),
    "journal_key_reused": (KeyReused, _("这次提交的内容与先前不同，请刷新页面后重新办理。")),
    "journal_reverses_original": (LedgerRefused, _("冲销凭证不能再冲销，日期也不能早于原凭证。")),
    "assign_reversed_by_another": (LedgerRefused, _("编制指标由另一位财务人员冲销。")),
    "journal_of_a_receipt": (
        LedgerRefused,
        _("这笔到账开过捐赠收据，请在“社会捐赠”中作废收据，账上同时冲销。"),
    ),
    "journal_of_a_signed_month": (
        PeriodClosed,
        _("这一天所在月份的余额调节表已经签字，请改用之后的日期记账。"),
    ),
    "ledgers_journal_reverses_id_key": (AlreadyReversed, _("该凭证已经冲销，不能重复冲销。")),
}


def translate(error: IntegrityError) -> LedgerRefused | None:
    """The refusal behind a database error, or None when it is not one that the user can act on."""
    diagnosis: Any = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    return _refusal(name, getattr(diagnosis, "message_detail", None))


def read_refusal(name: str | None, message: str | None, detail: str | None) -> LedgerRefused | None:
    """The same of a constraint that a function of the database names in its answer, None for none. Raises
    IntegrityError for one that is an error of ours."""
    if message is None:
        return None
    refusal = _refusal(name or "", detail)
    if refusal is None:
        raise IntegrityError(message)
    return refusal


def _refusal(name: str, detail: str | None) -> LedgerRefused | None:
    if name == "balance_not_overdrawn":
        return _insufficient(json.loads(detail or ""))
    if name == "cap_left":
        return _beyond_cap(json.loads(detail or ""))
    if name not in SENTENCES:
        return None
    kind, sentence = SENTENCES[name]
    return kind(str(sentence))


def _insufficient(detail: dict[str, str]) -> InsufficientBalance:
    account = Account.objects.select_related("line__fund", "line__use").get(pk=detail["account"])
    free, asked = Decimal(detail["free"]), Decimal(detail["asked"])
    message = _(
        "“%(line)s”%(bucket)s余额不足：现有 %(free)s 元，需要 %(asked)s 元，还差 %(missing)s 元。"
    ) % {
        "line": account.line,
        "bucket": account.get_bucket_display(),
        "free": f"{free:,.2f}",
        "asked": f"{asked:,.2f}",
        "missing": f"{asked - free:,.2f}",
    }
    return InsufficientBalance(message, free=free, missing=asked - free)


def _beyond_cap(claim: dict[str, Any]) -> CapExceeded:
    """Which cap, how much of it is used and left; `claim` is that of `CapClaim` with both."""
    if claim["is_times"]:
        message = _("超过%(label)s：最多 %(cap)s %(unit)s，已用 %(used)s %(unit)s。") % {
            "label": claim["label"] or _("次数限制"),
            "unit": claim["unit"] or _("次"),
            "cap": f"{Decimal(claim['cap']):.0f}",
            "used": f"{Decimal(claim['used']):.0f}",
        }
    else:
        message = _("超过%(label)s：上限 %(cap)s 元，已用 %(used)s 元，还可帮扶 %(left)s 元。") % {
            "label": claim["label"] or _("本年度上限"),
            **{name: f"{Decimal(claim[name]):,.2f}" for name in ("cap", "used", "left")},
        }
    if claim["frees"]:
        message += f"{claim['frees']}。"
    return CapExceeded(message, left=Decimal(claim["left"]))


def ledger_write(service: Callable[P, R]) -> Callable[P, R]:
    """Decorator of a service: one transaction, and the database's refusals as sentences."""

    @wraps(service)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        with in_sentences(), transaction.atomic():
            return service(*args, **kwargs)

    return guarded


def ledger_call(service: Callable[P, R]) -> Callable[P, R]:
    """The same of a service that writes by one statement alone: by itself that is a transaction, whose locks
    wait for no further word from here, and within another one it is a part that can be refused."""

    @wraps(service)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        with in_sentences(), transaction.atomic() if connection.in_atomic_block else nullcontext():
            return service(*args, **kwargs)

    return guarded


@contextmanager
def in_sentences() -> Iterator[None]:
    """What the database refuses is said as a sentence; other errors of its constraints are errors of ours."""
    try:
        yield
    except IntegrityError as error:
        refusal = translate(error)
        if refusal is None:
            raise
        raise refusal from error
