"""分期: the parts in which an approved sum reaches the family."""

import uuid
from types import SimpleNamespace

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.archives.models.household import person
from cases.giving.rules import source_of
from cases.giving.states import TONES, State
from hardship.accounts.models import User, names_of_step, stood_in_for
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class Instalment(ScopedModel):
    """One part of an approved sum, in yuan, that falls due on a day.

    The parts of an application add up to its amount. Each holds its own part of the budget lines until it is
    paid: `draws` has the key of each with its yuan, as a choice of funds keeps them, and `line` is the first.
    Suspended or ended it holds nothing, and `holds` counts how often it took hold. `seen` are the
    fingerprints of the file that were looked at when it was confirmed. `why` says why it is suspended, ended
    or goes on all the same; `looked_by` is whoever decided that, at the union `checker`, `looked_for` the one
    for whom they stood in.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="instalments", editable=False, verbose_name=_("申请")
    )
    number = models.PositiveSmallIntegerField(_("第几期"), editable=False)
    of = models.PositiveSmallIntegerField(_("共几期"), editable=False)
    due_on = models.DateField(_("到期日"), editable=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.PLANNED, editable=False
    )
    line = models.ForeignKey(
        "ledgers.BudgetLine", models.PROTECT, related_name="+", editable=False, verbose_name=_("资金指标")
    )
    draws = models.JSONField(_("各指标的金额"), editable=False)
    holds = models.PositiveSmallIntegerField(default=0, editable=False)
    checker = models.ForeignKey(
        "accounts.Union", models.PROTECT, related_name="+", editable=False, verbose_name=_("复核工会")
    )
    seen = models.JSONField(default=dict, editable=False)
    why = models.CharField(_("原因"), max_length=300, blank=True, editable=False)
    looked_at = models.DateTimeField(_("复核时间"), null=True, editable=False)
    looked_by = person(_("复核人"))
    looked_for = person(_("代谁复核"))

    is_ended = in_state(State.ENDED)
    tone = state_tone(TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("分期")
        indexes = [
            models.Index(
                fields=["checker", "due_on"],
                condition=models.Q(state__in=(State.PLANNED, State.SUSPENDED)),
                name="instalment_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="instalment_once"),
            check("instalment_state_known", models.Q(state__in=State.values), _("分期状态不对。")),
            check("instalment_amount_positive", models.Q(amount__gt=0), _("金额必须大于零。")),
            check(
                "instalment_number_within",
                models.Q(number__gte=1, number__lte=models.F("of")),
                _("期数不对。"),
            ),
            check(
                "instalment_says_why",
                ~models.Q(state__in=(State.SUSPENDED, State.ENDED)) | ~models.Q(why=""),
                _("暂停、停发须写明原因。"),
            ),
            check(
                "instalment_looked_at_by_somebody",
                models.Q(state=State.PLANNED) | models.Q(looked_at__isnull=False, looked_by__isnull=False),
                _("复核须记录时间和复核人。"),
            ),
            check(
                "instalment_stands_in_for_another",
                models.Q(looked_for__isnull=True)
                | models.Q(looked_by__isnull=False) & ~models.Q(looked_for=models.F("looked_by")),
                _("代谁复核不能是复核人自己。"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("第 %(number)s/%(of)s 期") % {"number": self.number, "of": self.of})

    @property
    def is_due(self) -> bool:
        """Whether its day has come and nobody has looked at it."""
        return self.state == State.PLANNED and self.due_on <= timezone.localdate()

    def sign(self, by: User) -> None:
        """Writes down who looks at it now, and for whom; not saved."""
        self.looked_at, self.looked_by, self.looked_for = timezone.now(), by, stood_in_for(by)

    @property
    def looker(self) -> str:
        """Who looked at it last, both names where they stood in; '' for nobody yet."""
        return names_of_step(SimpleNamespace(by=self.looked_by, stood_in_for=self.looked_for))

    @property
    def place(self) -> str:
        return f"{self.number}/{self.of}"

    @property
    def source(self) -> str:
        """How its commitment and its payable name it."""
        return source_of(self.pk)
