"""How much a remark on a file weighs: what stops it, what has to be explained, what is only worth a look."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    """`gate` is taken away, never explained; `must` is either, before the file is submitted."""

    GATE = "gate", _("不能提交")
    MUST = "must", _("须说明")
    HINT = "hint", _("提示")


SEVERITY_TONES: dict[str, str] = {Severity.GATE: "danger", Severity.MUST: "warning", Severity.HINT: "info"}
