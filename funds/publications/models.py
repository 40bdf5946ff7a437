"""资金使用情况公开: the figures of a union and period as the workers read them, version by version."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import apart, hand_of, person
from funds.publications.rules import Figures, days_of, name_of, read_figures
from funds.publications.states import OPEN, PERIOD_WORDS, PERIODS, TONES, VALID, State
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel


class Publication(ScopedModel):
    """One version of what a union publishes of a quarter, or (`quarter` 0) of a year.

    `figures` is the frozen text of the figures as they stood at `made_at` and `sha256` its hash, which the
    database compares. All versions of a period share the `token` of their public address; `code` says which
    of them a poster in hand is. `reason` says why there is a version after the first."""

    number = models.CharField(_("公开编号"), max_length=40, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("期间"), choices=list(PERIOD_WORDS.items()))
    version = models.PositiveSmallIntegerField(_("版次"), editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    names_people = models.BooleanField(_("附受助人员名单"), default=False)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)
    figures = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    token = models.CharField(max_length=17, editable=False)
    decision_no = models.CharField(_("批准文号或会议纪要"), max_length=100, blank=True, editable=False)
    opinion = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    made_at = models.DateTimeField(_("取数时间"), default=timezone.now, editable=False)
    made_by = person(_("编制人"))
    made_for = person(_("代谁编制"))
    checked_at = models.DateTimeField(_("复核时间"), null=True, editable=False)
    checked_by = person(_("复核人"))
    checked_for = person(_("代谁复核"))
    published_at = models.DateTimeField(_("公开时间"), null=True, editable=False)
    published_by = person(_("批准公开人"))
    published_for = person(_("代谁批准公开"))
    ended_at = models.DateTimeField(_("撤下时间"), null=True, editable=False)
    ended_by = person(_("撤下人"))

    tone = state_tone(TONES)
    is_draft = in_state(State.DRAFT)
    is_open = in_state(*OPEN)
    is_published = in_state(State.PUBLISHED)
    is_valid = in_state(*VALID)
    is_replaced = in_state(State.REPLACED)
    is_taken_down = in_state(State.TAKEN_DOWN)

    class Meta:
        verbose_name = verbose_name_plural = _("使用公开")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year", "quarter", "version"],
                condition=~Q(state=State.DROPPED),
                name="publication_version_once",
                violation_error_message=_("这一期正在编制，请在列表中打开它。"),
            ),
            models.UniqueConstraint(
                fields=["union", "year", "quarter"],
                condition=Q(state=State.PUBLISHED),
                name="publication_published_once",
            ),
            models.UniqueConstraint(
                fields=["token"], condition=Q(state=State.PUBLISHED), name="publication_token_once"
            ),
            check("publication_year", Q(year__gte=2000, year__lte=2100), _("年度应为四位数字。")),
            check("publication_period_known", Q(quarter__in=PERIODS), _("请选择期间。")),
            check("publication_version_counts", Q(version__gte=1), _("版次从 1 开始。")),
            check("publication_state_known", Q(state__in=State.values), _("状态不对。")),
            check(
                "publication_corrected_with_reason",
                Q(version=1) | ~Q(reason=""),
                _("更正要写明原因。"),
            ),
            check(
                "publication_by_others",
                apart("made", "checked") & apart("made", "published"),
                _("编制的人不能复核，也不能批准公开。"),
            ),
            check(
                "publication_published_by_decision",
                Q(state__in=VALID, published_at__isnull=False, published_by__isnull=False)
                & Q(checked_by__isnull=False)
                & ~Q(decision_no="")
                | ~Q(state__in=VALID) & Q(published_at__isnull=True, published_by__isnull=True),
                _("公开要有复核人、批准人和批准文号。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        told = {"period": self.period}
        return _now("%(period)s困难职工帮扶资金使用情况公开") % told

    @property
    def period(self) -> str:
        return name_of(self.year, self.quarter)

    @property
    def version_words(self) -> str:
        if self.version == 1:
            return ""
        return _now("第 %(n)s 次更正") % {"n": self.version - 1}

    @property
    def read(self) -> Figures:
        """The figures that were frozen."""
        return read_figures(self.figures)

    @property
    def code(self) -> str:
        """Eight letters and digits that differ once a figure does: printed on the poster and in its code."""
        return self.sha256[:8]

    @property
    def ends_on(self) -> object:
        return days_of(self.year, self.quarter)[1]

    def hand(self, step: str) -> str:
        """Who took a step (made, checked, published), both names where they stood in."""
        return hand_of(self, step)


class PublicationCounter(YearCounter):
    """The last number of a publication of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("公开编号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="publication_counter_once")]
