"""How a notice and each of its lines stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeState(TextChoices):
    RUNNING = "running", _("公示中")
    CONCLUDED = "concluded", _("已结束")


class EntryState(TextChoices):
    ON = "on", _("公示中")
    PASSED = "passed", _("已报批")
    WITHDRAWN = "withdrawn", _("已撤下")


ENTRY_TONES: dict[str, str] = {
    EntryState.ON: "info",
    EntryState.PASSED: "success",
    EntryState.WITHDRAWN: "muted",
}
