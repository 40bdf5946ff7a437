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


class ConsentKind(TextChoices):
    SIGNED = "signed", _("签署")
    WITHDRAWN = "withdrawn", _("撤回")
