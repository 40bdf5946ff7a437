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


class ConsentKind(TextChoices):
    SIGNED = "signed", _("签署")
    WITHDRAWN = "withdrawn", _("撤回")
