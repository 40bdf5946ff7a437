"""What becomes of a document when somebody holds it against the file."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceVerdict(TextChoices):
    AGREES = "agrees", _("一致")
    DOUBTFUL = "doubtful", _("存疑")
