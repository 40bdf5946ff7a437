"""用人单位: where workers on file work, how it stands there, and the yearly figures of each union."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.archives.states import EmployerKind
from cases.employers.states import (
    COUNTED_EVENTS,
    STANDING_EVENTS,
    STANDING_TONES,
    EventKind,
    Standing,
    Trouble,
)
from hardship.kernel.checks import check
from hardship.kernel.flags import state_tone
from hardship.kernel.scope import ScopedModel

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_MONTHS = 240
MOST_KEY = 160  # characters of a spelling as it is compared: ㍿ counts as the four that it stands for


def in_difficulty() -> Q:
    """困难企业: stands otherwise than normal, or owes wages or insurance."""
    return ~Q(standing=Standing.NORMAL) | Q(unpaid_months__gt=0) | Q(insurance_arrears__gt=0)


class Employer(ScopedModel):
    """An employer, registered by the union that looks after it.

    How it stands is what its last event of `STANDING_EVENTS` says. Who works there is found by the names
    that it goes by (`EmployerName`).
    """

    tone = state_tone(STANDING_TONES, field="standing")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("单位名称"), max_length=80)
    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True,
        help_text=_("营业执照或法人证书上的 18 位代码；已注销又查不到的可以不填"),
    )  # fmt: skip
    kind = models.CharField(_("单位性质"), max_length=16, choices=EmployerKind.choices, blank=True)
    industry = models.CharField(_("所属行业"), max_length=40, blank=True)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    standing = models.CharField(
        _("企业状况"), max_length=12, choices=Standing.choices, default=Standing.NORMAL, editable=False
    )
    standing_on = models.DateField(_("状况自"), null=True, editable=False)
    unpaid_months = models.PositiveSmallIntegerField(_("欠发工资（月）"), default=0)
    insurance_arrears = models.DecimalField(
        _("欠缴社会保险费（元）"), max_digits=14, decimal_places=2, default=0
    )
    troubles = ArrayField(
        models.CharField(max_length=8, choices=Trouble.choices), default=list, blank=True,
        verbose_name=_("困难原因"),
    )  # fmt: skip
    trouble_note = models.CharField(_("困难情况说明"), max_length=300, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    contact = models.CharField(_("联系人"), max_length=50, blank=True)
    telephone = models.CharField(_("单位电话"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    changed_at = models.DateTimeField(_("修改时间"), default=timezone.now, editable=False)
    changed_by = person(_("修改人"))
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="absorbed", verbose_name=_("并入")
    )
    merged_at = models.DateTimeField(_("合并时间"), null=True, editable=False)
    merged_by = person(_("合并人"))

    class Meta:
        verbose_name = verbose_name_plural = _("用人单位")
        indexes = [models.Index(fields=["standing"], name="employer_standing")]
        constraints = [
            check("employer_named", ~Q(name=""), _("请填写单位名称。")),
            check("employer_standing_known", Q(standing__in=Standing.values), _("请选择企业状况。")),
            check(
                "employer_stands_after_founding",
                Q(founded_on__isnull=True)
                | Q(standing_on__isnull=True)
                | Q(standing_on__gte=models.F("founded_on")),
                _("状况日期不能早于成立日期。"),
            ),
            check(
                "employer_unpaid_in_range",
                Q(unpaid_months__lte=MOST_MONTHS),
                _("欠发工资的月数不对，请核对。"),
            ),
            check("employer_arrears_not_negative", Q(insurance_arrears__gte=0), _("欠缴金额不能是负数。")),
            check("employer_not_merged_into_itself", ~Q(merged_into=models.F("pk")), _("不能并入自己。")),
            check(
                "employer_merged_by_somebody",
                Q(merged_into__isnull=True) | Q(merged_at__isnull=False, merged_by__isnull=False),
                _("合并要有时间和经手人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_difficulty(self) -> bool:
        """As `in_difficulty` says where the database narrows by it."""
        return self.standing != Standing.NORMAL or self.unpaid_months > 0 or self.insurance_arrears > 0

    @property
    def trouble_names(self) -> str:
        return "、".join(str(Trouble(trouble).label) for trouble in self.troubles)


class EmployerName(models.Model):
    """A spelling that means this employer in the files of an area: its own name, and what people typed.

    `area` is the union that reviews its files (hardship.kernel.scope.COMPETENT); `key` is what
    rules.employer_key makes of the text. An area knows each key once. None: the spelling clashed when the
    employer's union was hung elsewhere, and counts nowhere until the two employers are merged.
    """

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="names", verbose_name=_("用人单位"))
    area = models.ForeignKey(
        "accounts.Union", models.PROTECT, null=True, related_name="+", verbose_name=_("适用地区")
    )
    text = models.CharField(_("名称写法"), max_length=80)
    key = models.CharField(max_length=MOST_KEY, editable=False)
    added_at = models.DateTimeField(_("添加时间"), default=timezone.now, editable=False)
    added_by = person(_("添加人"))

    class Meta:
        verbose_name = verbose_name_plural = _("单位名称写法")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "key"],
                name="employer_name_once_in_an_area",
                violation_error_message=_("本地区已有单位用这个名称。"),
            ),
            check("employer_name_says_something", ~Q(key=""), _("单位名称里要有文字。")),
        ]

    def __str__(self) -> str:
        return self.text


class EmployerYear(models.Model):
    """How many people an employer employs in a year: what layoffs and hard-up workers are measured by."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="years", verbose_name=_("用人单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    headcount = models.PositiveIntegerField(_("职工人数"))
    noted_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    noted_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("单位职工人数")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "year"],
                name="employer_year_once",
                violation_error_message=_("这一年的职工人数已经登记。"),
            ),
            check("employer_year_sensible", Q(year__range=(FIRST_YEAR, LAST_YEAR)), _("年度不对，请核对。")),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.year}"


class EmployerEvent(models.Model):
    """Something that happened to an employer on a day. It is not changed; what was wrong is taken back, with
    who did it, and entered anew."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="events", verbose_name=_("用人单位"))
    kind = models.CharField(_("事项"), max_length=10, choices=EventKind.choices)
    on = models.DateField(_("日期"))
    persons = models.PositiveIntegerField(_("人数"), null=True, blank=True)
    standing = models.CharField(_("企业状况"), max_length=12, choices=Standing.choices, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    noted_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    noted_by = person(_("登记人"))
    removed_at = models.DateTimeField(_("撤回时间"), null=True, editable=False)
    removed_by = person(_("撤回人"))

    class Meta:
        verbose_name = verbose_name_plural = _("单位事项")
        indexes = [models.Index(fields=["employer", "-on"], name="employer_event_order")]
        constraints = [
            check("employer_event_kind_known", Q(kind__in=EventKind.values), _("请选择事项。")),
            check(
                "employer_event_counts_people",
                ~Q(kind__in=COUNTED_EVENTS) | Q(persons__isnull=False, persons__gte=1),
                _("请填写人数。"),
            ),
            check(
                "employer_event_says_how_it_stands",
                Q(kind__in=STANDING_EVENTS, standing__in=Standing.values)
                | ~Q(kind__in=STANDING_EVENTS) & Q(standing=""),
                _("请选择企业状况。"),
            ),
            check(
                "employer_event_taken_back_by_somebody",
                Q(removed_at__isnull=True) | Q(removed_by__isnull=False),
                _("撤回要有经手人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class UnionYear(ScopedModel):
    """工会年度基数: a union's own workers at the end of a year, the denominators of the statistics.

    Women and migrants are among the workers, retirees beside them. Figures of unions below are theirs: what a
    county has is the sum of its subtree.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    workers = models.PositiveIntegerField(_("职工人数"))
    members = models.PositiveIntegerField(_("工会会员"))
    women = models.PositiveIntegerField(_("女职工"))
    migrants = models.PositiveIntegerField(_("农民工"))
    retirees = models.PositiveIntegerField(_("退休人员"))
    noted_at = models.DateTimeField(_("填报时间"), default=timezone.now, editable=False)
    noted_by = person(_("填报人"))

    class Meta:
        verbose_name = verbose_name_plural = _("工会年度基数")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year"],
                name="union_year_once",
                violation_error_message=_("这一年的基数已经填报。"),
            ),
            check("union_year_sensible", Q(year__range=(FIRST_YEAR, LAST_YEAR)), _("年度不对，请核对。")),
            *(
                check(
                    f"union_year_{part}_among_workers",
                    Q(**{f"{part}__lte": models.F("workers")}),
                    _("工会会员、女职工、农民工都不能多于职工人数。"),
                )
                for part in ("members", "women", "migrants")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union_id} {self.year}"
