"""The 办事指南 that a union shows to anybody, at an address that its poster carries as a code."""

from types import SimpleNamespace

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.states import GUIDE_TONES, GuideState
from cases.archives.models.household import person
from cases.leads.models.questionnaires import SHAPE
from cases.policies.models.programme import CODE_LENGTH, NAME_LENGTH
from hardship.accounts.models.stand_ins import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class PublishedGuide(ScopedModel):
    """That a union shows its guide of one programme (`code`) without login, from when until when, by whom.

    What it says is no part of it: that is made of the policy in force on the day when somebody looks. All
    that there were of one programme of a union share their `token`, so that a poster on the wall works again
    once the guide is published again. The database keeps what was (sql/guides.sql).
    """

    code = models.SlugField(_("项目代码"), max_length=CODE_LENGTH, editable=False)
    name = models.CharField(_("项目名称"), max_length=NAME_LENGTH, editable=False)
    token = models.CharField(max_length=24, editable=False)
    state = models.CharField(
        _("状态"), max_length=6, choices=GuideState.choices, default=GuideState.OPEN, editable=False
    )
    opened_at = models.DateTimeField(_("公开时间"), default=timezone.now, editable=False)
    opened_by = person(_("公开人"))
    opened_for = person(_("代谁公开"))
    ended_at = models.DateTimeField(_("停止公开时间"), null=True, editable=False)
    ended_by = person(_("停止公开人"))
    ended_for = person(_("代谁停止公开"))

    is_open = in_state(GuideState.OPEN)
    tone = state_tone(GUIDE_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("公开的办事指南")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "code"],
                condition=Q(state=GuideState.OPEN),
                name="published_guide_open_once",
                violation_error_message=_("这份办事指南已经公开。"),
            ),
            check("published_guide_state_known", Q(state__in=GuideState.values), _("状态不对。")),
            check("published_guide_token_long", Q(token__regex=SHAPE), _("公开的地址太短，会被人猜到。")),
            check(
                "published_guide_by_somebody",
                Q(opened_by__isnull=False)
                & (
                    Q(state=GuideState.OPEN, ended_at__isnull=True, ended_by__isnull=True)
                    | Q(state=GuideState.ENDED, ended_at__isnull=False, ended_by__isnull=False)
                ),
                _("公开和停止公开都要有人和时间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def opener(self) -> str:
        return names_of_step(SimpleNamespace(by=self.opened_by, stood_in_for=self.opened_for))

    @property
    def ender(self) -> str:
        return names_of_step(SimpleNamespace(by=self.ended_by, stood_in_for=self.ended_for))
