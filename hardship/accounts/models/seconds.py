"""第二人确认: an appointment that gives power counts once somebody else has confirmed it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import DECIDED, POWER, Second
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state

_SECONDED_BY_ANOTHER = (
    ~Q(seconded_by=F("appointed_by"))
    & ~Q(seconded_by=F("user"))
    & ~Q(seconded_by=F("appointed_for"))
    & ~Q(seconded_for=F("appointed_by"))
    & ~Q(seconded_for=F("user"))
    & ~Q(seconded_for=F("appointed_for"))
)


class Seconded(models.Model):
    """How the second person stands to an appointment; `appointed_for` and `seconded_for` are whose posts the
    maker and the second person did (代办), if they stood in. What was decided is never decided again."""

    appointed_for = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("代谁办理"),
    )  # fmt: skip
    second = models.CharField(
        _("第二人确认"), max_length=10, choices=Second.choices, default=Second.NOT_NEEDED, editable=False
    )
    seconded_at = models.DateTimeField(_("第二人确认时间"), null=True, editable=False)
    seconded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("第二人"),
    )  # fmt: skip
    seconded_for = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("代谁确认"),
    )  # fmt: skip
    second_reason = models.CharField(_("不同意的原因"), max_length=200, blank=True, editable=False)

    is_waiting = in_state(Second.WAITING, field="second")
    is_alone = in_state(Second.ALONE, field="second")
    is_refused = in_state(Second.REFUSED, field="second")

    class Meta:
        abstract = True

    @property
    def second_words(self) -> str:
        """What a list says of the second person: the name and the day, or why there is none."""
        if self.second == Second.NOT_NEEDED:
            return ""
        if self.seconded_by is None or self.seconded_at is None:
            return str(self.get_second_display())
        return f"{self.seconded_by.name} {self.seconded_at:%Y-%m-%d} {self.get_second_display()}"


SECOND_CHECKS = (
    check("appointment_second_known", Q(second__in=Second.values), _("第二人确认的状态不对。")),
    check(
        "appointment_of_power_has_a_second",
        ~Q(second=Second.NOT_NEEDED) | ~Q(role__in=POWER) | Q(appointed_by__isnull=True),
        _("这个岗位要第二个管理员确认。"),
    ),
    check(
        "appointment_waits_for_another",
        ~Q(second=Second.WAITING) | Q(appointed_by__isnull=False),
        _("等第二人确认的任职要有办理人。"),
    ),
    check(
        "appointment_second_on_record",
        Q(second__in=DECIDED, seconded_at__isnull=False, seconded_by__isnull=False)
        | ~Q(second__in=DECIDED) & Q(seconded_at__isnull=True, seconded_by__isnull=True),
        _("第二人确认要有人和时间。"),
    ),
    check("appointment_seconded_by_another", _SECONDED_BY_ANOTHER, _("办理人和任职的本人不能作第二人确认。")),
    check(
        "appointment_refused_for_a_reason",
        ~Q(second=Second.REFUSED) | ~Q(second_reason="") & Q(revoked_at__isnull=False),
        _("不同意的要写原因。"),
    ),
)
