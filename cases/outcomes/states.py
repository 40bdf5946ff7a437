"""The papers of one application, and in which state each is due."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.applications.states import State


class PaperKind(TextChoices):
    FORM = "form", _("帮扶申请表")
    DOCUMENTS = "documents", _("材料清单")
    CORRECTION = "correction", _("补正通知书")
    RESULT = "result", _("结果告知书")
    REJECTION = "rejection", _("不予帮扶告知书")
    RECEIPT = "receipt", _("签领单")
    REVIEW = "review", _("复核答复书")
    FEEDBACK = "feedback", _("办理结果反馈单")
    HARDSHIP = "hardship", _("生活困难证明")


# A paper that tells of a decision is printed while that decision stands.
DUE_IN: Mapping[str, tuple[State, ...]] = {
    PaperKind.CORRECTION: (State.RETURNED,),
    PaperKind.RESULT: (State.APPROVED,),
    PaperKind.REJECTION: (State.REJECTED,),
    PaperKind.RECEIPT: (State.APPROVED,),
    PaperKind.FEEDBACK: (State.APPROVED, State.REJECTED),
}


class BlankKind(TextChoices):
    """Forms that are filled in by hand; nothing of anybody is on them."""

    FORM = "form", _("帮扶申请表")
    URGENT = "urgent", _("临时援助申请单")
    HARDSHIP = "hardship", _("生活困难证明")


# Whoever applied is told of these.
TOLD_STATES = (State.APPROVED, State.REJECTED, State.RETURNED)


class Way(TextChoices):
    """How somebody was told."""

    MEETING = "meeting", _("当面")
    CALL = "call", _("电话")
    TEXT = "text", _("短信")
    LETTER = "letter", _("邮寄")


class Receiver(TextChoices):
    """Who was told."""

    WORKER = "worker", _("职工本人")
    FAMILY = "family", _("家属")
    AGENT = "agent", _("代办人")


# Of these a worker may ask for a review.
APPEALED_STATES = (State.REJECTED, State.APPROVED)


class AppealWay(TextChoices):
    """How a review was asked for."""

    WRITTEN = "written", _("书面")
    ORAL = "oral", _("口头")
