"""免交材料: a paper that an application goes on without, asked for by its clerk and agreed to above."""

from types import SimpleNamespace

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models.applications import Application
from cases.applications.states import WAIVER_TONES, WaiverState
from cases.archives.models.household import person
from cases.policies.states import EvidenceKind
from hardship.accounts.models.stand_ins import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import state_tone

OPEN_OR_GRANTED = (WaiverState.ASKED, WaiverState.GRANTED)
UNDECIDED = (WaiverState.ASKED, WaiverState.UNDONE)  # undone: the file went to another union meanwhile
MOVED_AWAY = "档案转出"


class PaperWaiver(models.Model):
    """One paper of the programme (`kinds`: the kinds of which one would do, with commas), why it cannot be
    had, and what was said to that at the `decider`, the union that the policy names.

    Who wrote on the application or the file decides nothing here, nor whoever stands in for them; a waiver
    is undone until the application is decided. Its hash holds `decided_name`, who decided as they were called
    then: a new name voids nothing. The database keeps all three (sql/waivers.sql).
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="waivers", editable=False, verbose_name=_("申请")
    )
    kinds = models.CharField(_("材料"), max_length=300, editable=False)
    decider = models.ForeignKey(
        "accounts.Union", models.PROTECT, related_name="+", editable=False, verbose_name=_("审批的工会")
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=WaiverState.choices, default=WaiverState.ASKED, editable=False
    )
    reason = models.CharField(_("免交的原因"), max_length=300)
    asked_at = models.DateTimeField(_("申请时间"), default=timezone.now, editable=False)
    asked_by = person(_("申请人"))
    asked_for = person(_("代谁申请"))
    answer = models.CharField(_("意见"), max_length=300, blank=True, editable=False)
    decided_at = models.DateTimeField(_("决定时间"), null=True, editable=False)
    decided_by = person(_("决定人"))
    decided_for = person(_("代谁决定"))
    decided_name = models.CharField(_("决定人当时的姓名"), max_length=100, blank=True, editable=False)
    undone_why = models.CharField(_("撤销的原因"), max_length=300, blank=True, editable=False)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, editable=False)
    undone_by = person(_("撤销人"))
    undone_for = person(_("代谁撤销"))

    tone = state_tone(WAIVER_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("免交材料")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kinds"],
                condition=models.Q(state__in=OPEN_OR_GRANTED),
                name="waiver_open_once",
                violation_error_message=_("这份材料已经申请过免交。"),
            ),
            check("waiver_state_known", models.Q(state__in=WaiverState.values), _("免交的状态不对。")),
            check("waiver_says_why", models.Q(reason__regex=r"\S"), _("请写明免交的原因。")),
            check(
                "waiver_decided_by_somebody",
                models.Q(state__in=UNDECIDED, decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    decided_name__regex=r"\S",
                    answer__regex=r"\S",
                ),
                _("免交要写明谁同意、为什么。"),
            ),
            check(
                "waiver_undone_by_somebody",
                models.Q(undone_by__isnull=True, undone_at__isnull=True) & ~models.Q(state=WaiverState.UNDONE)
                | models.Q(state=WaiverState.UNDONE, undone_by__isnull=False, undone_why__regex=r"\S")
                | models.Q(
                    state=WaiverState.UNDONE,
                    decided_at__isnull=True,
                    undone_by__isnull=True,
                    undone_why=MOVED_AWAY,
                ),
                _("撤销免交要写明谁撤销、为什么。"),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The paper in words."""
        return _("或").join(str(EvidenceKind(kind).label) for kind in self.kinds.split(","))

    @property
    def asker(self) -> str:
        return names_of_step(SimpleNamespace(by=self.asked_by, stood_in_for=self.asked_for))

    @property
    def who(self) -> str:
        """Who decided, both names as they are today where they stood in; '' while nobody has."""
        return names_of_step(SimpleNamespace(by=self.decided_by, stood_in_for=self.decided_for))

    @property
    def undoer(self) -> str:
        return names_of_step(SimpleNamespace(by=self.undone_by, stood_in_for=self.undone_for))
