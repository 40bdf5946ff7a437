"""创业项目: what somebody began with our help, and what it turned over in each quarter."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.employment.models.people import OfSomebody, of_somebody
from cases.employment.states import START_UP_TONES, StartUpState
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import hand_of
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class StartUp(OfSomebody, ScopedModel):
    """A business of one person that a union looks after. `means` and `allowance` say what was given, in yuan;
    the money itself goes the way of the books."""

    project = models.CharField(_("项目"), max_length=60)
    place = models.CharField(_("经营地点"), max_length=80)
    began_on = models.DateField(_("开业日期"))
    means = models.CharField(_("提供的生产资料"), max_length=120, blank=True)
    means_worth = money(_("生产资料折价（元）"), default=0)
    allowance = money(_("创业补贴（元）"), default=0)
    jobs = models.PositiveSmallIntegerField(_("带动就业（人）"), default=0)
    state = models.CharField(
        _("状态"), max_length=7, choices=StartUpState.choices, default=StartUpState.RUNNING, editable=False
    )
    said = models.CharField(_("停业原因"), max_length=200, blank=True, editable=False)
    made_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    made_by = who(_("登记人"))
    made_for = who(_("代谁登记"))
    ended_at = models.DateTimeField(_("停业登记时间"), null=True, editable=False)
    ended_by = who(_("登记停业的人"))
    ended_for = who(_("代谁登记停业"))

    is_running = in_state(StartUpState.RUNNING)
    tone = state_tone(START_UP_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("创业项目")
        indexes = [models.Index(fields=["household"], name="start_up_of_file")]
        constraints = [
            of_somebody("start_up_of_somebody"),
            check("start_up_state_known", Q(state__in=StartUpState.values), _("项目状态不对。")),
            check("start_up_named", ~Q(project="") & ~Q(place=""), _("请填写项目和经营地点。")),
            check("start_up_sums", Q(means_worth__gte=0, allowance__gte=0), _("金额不能是负数。")),
            check(
                "start_up_means_named", Q(means_worth=0) | ~Q(means=""), _("有折价的，请写明是什么生产资料。")
            ),
            check(
                "start_up_ended_by_somebody",
                Q(state=StartUpState.RUNNING, ended_at__isnull=True, said="")
                | Q(state=StartUpState.ENDED, ended_at__isnull=False, ended_by__isnull=False) & ~Q(said=""),
                _("停业要有原因和经手人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.project

    @property
    def maker(self) -> str:
        return hand_of(self, "made")

    @property
    def ender(self) -> str:
        """Who wrote down that it ended, both names where they stood in."""
        return hand_of(self, "ended")


class Turnover(models.Model):
    """营业额 of one quarter, yuan; a later figure takes the place of an earlier one."""

    start_up = models.ForeignKey(
        StartUp, models.PROTECT, related_name="turnovers", editable=False, verbose_name=_("创业项目")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    yuan = money(_("营业额（元）"))
    noted_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    noted_by = who(_("登记人"))
    noted_for = who(_("代谁登记"))

    class Meta:
        verbose_name = verbose_name_plural = _("季度营业额")
        constraints = [
            models.UniqueConstraint(fields=["start_up", "year", "quarter"], name="turnover_once"),
            check("turnover_quarter", Q(quarter__range=(1, 4)), _("季度是 1 到 4。")),
            check("turnover_not_negative", Q(yuan__gte=0), _("营业额不能是负数。")),
        ]

    def __str__(self) -> str:
        return str(_("%(year)s 年第 %(quarter)s 季度") % {"year": self.year, "quarter": self.quarter})

    @property
    def quarter_words(self) -> str:
        """As the heading of a line."""
        return str(self)

    @property
    def noter(self) -> str:
        return hand_of(self, "noted")
