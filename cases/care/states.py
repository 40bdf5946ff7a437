"""How a case of counselling or legal aid stands; of what kind it is, what it came to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition

SOURCE = "care.carecase"


class CareState(TextChoices):
    OPEN = "open", _("办理中")
    CLOSED = "closed", _("已办结")


class Kind(TextChoices):
    COUNSELLING = "counselling", _("心理疏导")
    LEGAL = "legal", _("法律援助")


class Form(TextChoices):
    """How it is done: four ways of counselling, five of the law."""

    SINGLE = "single", _("个别疏导")
    GROUP = "group", _("团体疏导")
    HOTLINE = "hotline", _("热线疏导")
    SITE = "site", _("现场小组")
    ADVICE = "advice", _("法律咨询")
    DRAFTING = "drafting", _("代书")
    MEDIATION = "mediation", _("调解")
    ARBITRATION = "arbitration", _("仲裁")
    LAWSUIT = "lawsuit", _("诉讼")


class Reason(TextChoices):
    """What a legal case is about."""

    WAGES = "wages", _("欠薪")
    INJURY = "injury", _("工伤")
    DISMISSAL = "dismissal", _("解除劳动合同")
    INSURANCE = "insurance", _("社会保险")
    OTHER = "other", _("其他")


class Risk(TextChoices):
    NONE = "none", _("一般")
    WATCH = "watch", _("重点关注")
    URGENT = "urgent", _("紧急（当天处置）")


class Topic(TextChoices):
    """What a short advice was about."""

    WAGES = "wages", _("工资")
    INJURY = "injury", _("工伤")
    DISMISSAL = "dismissal", _("解除劳动合同")
    INSURANCE = "insurance", _("社会保险")
    AID = "aid", _("帮扶政策")
    MIND = "mind", _("心理")
    OTHER = "other", _("其他")


class Way(TextChoices):
    """How somebody asked."""

    WINDOW = "window", _("窗口")
    PHONE = "phone", _("电话")
    NETWORK = "network", _("网络")
    SITE = "site", _("现场")


class Outcome(TextChoices):
    REACHED = "reached", _("解决")
    PARTLY = "partly", _("部分解决")
    REFERRED = "referred", _("转介")
    UNSOLVED = "unsolved", _("未解决")
    BROKEN_OFF = "broken_off", _("对方中止")


FORMS: dict[str, tuple[str, ...]] = {
    Kind.COUNSELLING: (Form.SINGLE, Form.GROUP, Form.HOTLINE, Form.SITE),
    Kind.LEGAL: (Form.ADVICE, Form.DRAFTING, Form.MEDIATION, Form.ARBITRATION, Form.LAWSUIT),
}
WATCHED = (Risk.WATCH, Risk.URGENT)
TERM_AHEAD = 30  # days before a term of law ends from which it is due
FEW = 5  # people; the figures of fewer than these are not told
TONES: dict[str, str] = {CareState.OPEN: "info", CareState.CLOSED: "muted"}
WRITERS = (Role.CLERK, Role.REVIEWER)
SUPERVISORS = (Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER)
HANDLERS = (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER)
READERS = tuple(sorted(CASE_WORKERS))

# `level` is None; who of them is the worker or the supervisor says `services.step_blocker`.
TRANSITIONS = tuple(
    row
    for role in HANDLERS
    for row in (
        Transition("close", (CareState.OPEN,), CareState.CLOSED, role, _("办结"), needs_comment=True),
        Transition("reopen", (CareState.CLOSED,), CareState.OPEN, role, _("重新办理"), needs_comment=True),
        Transition("hand_over", (CareState.OPEN,), CareState.OPEN, role, _("换承办人")),
    )
)
