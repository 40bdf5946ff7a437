"""抽查: a sample of the files in force, its frozen population, and what was found."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.archives.states import Category
from cases.surveys.states import Earlier, SpotState
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class SpotCheck(ScopedModel):
    """One draw (抽查) of a union and year. Population and seed give everybody the same files."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("第几次"))
    share = models.DecimalField(
        _("累计抽查比例（%）"), max_digits=5, decimal_places=2,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )  # fmt: skip
    seed = models.CharField(_("随机种子"), max_length=32, editable=False)
    population_size = models.PositiveIntegerField(_("在档户数"))
    population_hash = models.CharField(_("总体校验值"), max_length=64, editable=False)
    drawn_at = models.DateTimeField(_("抽取时间"), default=timezone.now, editable=False)
    drawn_by = person(_("抽取人"))

    class Meta:
        verbose_name = verbose_name_plural = _("抽查")
        constraints = [
            models.UniqueConstraint(fields=["union", "year", "number"], name="spot_check_number_once"),
            check("spot_check_share", models.Q(share__gte=1, share__lte=100), _("比例在 1% 到 100% 之间。")),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


class SpotCandidate(AppendOnly):
    """One file of the population as it was when the sample was drawn. Only ever added, 100,000 at once: the
    one index is that of `spot_candidate_once`."""

    check_of = models.ForeignKey(
        SpotCheck, models.PROTECT, related_name="candidates", db_index=False, verbose_name=_("抽查")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="+", db_index=False, verbose_name=_("档案")
    )
    file_no = models.CharField(_("档案号"), max_length=40)
    union_code = models.CharField(_("工会编码"), max_length=20)
    category = models.CharField(_("困难类别"), max_length=8, choices=Category.choices, blank=True)
    earlier = models.CharField(_("本年以前的抽查"), max_length=9, choices=Earlier.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("抽查总体")
        constraints = [
            models.UniqueConstraint(fields=["check_of", "household"], name="spot_candidate_once"),
        ]

    def __str__(self) -> str:
        return self.file_no


class SpotRow(models.Model):
    """One file that was drawn, and what somebody found."""

    check_of = models.ForeignKey(SpotCheck, models.PROTECT, related_name="rows", verbose_name=_("抽查"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="spot_rows", verbose_name=_("档案"))
    position = models.PositiveIntegerField(_("序号"))
    state = models.CharField(_("结果"), max_length=9, choices=SpotState.choices, default=SpotState.OPEN)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("登记时间"), null=True, editable=False)
    checked_by = person(_("登记人"))

    is_open = in_state(SpotState.OPEN)
    is_settled = in_state(SpotState.MATCHES, SpotState.DIFFERS)
    differs = in_state(SpotState.DIFFERS)

    class Meta:
        verbose_name = verbose_name_plural = _("抽中的档案")
        constraints = [
            models.UniqueConstraint(fields=["check_of", "household"], name="spot_row_once"),
            models.UniqueConstraint(fields=["check_of", "position"], name="spot_row_position_once"),
            check("spot_row_state_known", models.Q(state__in=SpotState.values), _("抽查结果不对。")),
            check(
                "spot_row_difference_told",
                ~models.Q(state=SpotState.DIFFERS) | ~models.Q(note=""),
                _("有出入的必须写明情况。"),
            ),
            check(
                "spot_row_found_by_somebody",
                models.Q(state=SpotState.OPEN) | models.Q(checked_at__isnull=False),
                _("登记了结果必须有登记时间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.position}"
