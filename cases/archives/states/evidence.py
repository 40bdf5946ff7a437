"""What becomes of a document when somebody holds it against the file, and what a family signed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceVerdict(TextChoices):
    AGREES = "agrees", _("一致")
    DOUBTFUL = "doubtful", _("存疑")


VERDICT_TONES = {EvidenceVerdict.AGREES: "success", EvidenceVerdict.DOUBTFUL: "warning"}


class ReturnAnswerKind(TextChoices):
    """What a clerk did about a reason for which the file came back."""

    CHANGED = "changed", _("已修改")
    KEPT = "kept", _("不改，已说明")


class RefileReason(TextChoices):
    """Why a document is put under another kind or person; with SEVERAL it stays where it is as well."""

    WRONG_KIND = "wrong_kind", _("上传时选错了种类")
    WRONG_PERSON = "wrong_person", _("上传时选错了人")
    SEVERAL = "several", _("一份含几种材料，原种类也保留")


class LookReason(TextChoices):
    """For what somebody looks at a document whose daily work the file is not."""

    DECISION = "decision", _("审批、研究决定")
    PAYMENT = "payment", _("核对发放")
    AUDIT = "audit", _("审计、检查")
    COMPLAINT = "complaint", _("信访、异议、复核")
    OTHER = "other", _("其他")


class ConsentKind(TextChoices):
    SIGNED = "signed", _("签署")
    WITHDRAWN = "withdrawn", _("撤回")
