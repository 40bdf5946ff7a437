"""What becomes of a document when somebody holds it against the file, and what a family signed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceVerdict(TextChoices):
    AGREES = "agrees", _("一致")
    DOUBTFUL = "doubtful", _("存疑")


VERDICT_TONES = {EvidenceVerdict.AGREES: "success", EvidenceVerdict.DOUBTFUL: "warning"}


class ConsentKind(TextChoices):
    SIGNED = "signed", _("签署")
    WITHDRAWN = "withdrawn", _("撤回")
