"""岗位信息和职业介绍: openings of employers, whom a union introduced there, whether they stayed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.employers.models import Employer
from cases.employment.models.partners import Partner
from cases.employment.models.people import Answer, OfSomebody, answered_whole, of_somebody
from cases.employment.states import (
    JOB_MONTHS,
    MOST_POSTS,
    MOST_WAGE,
    OPENING_TONES,
    REFERRAL_TONES,
    UNDER_WAY,
    OpeningState,
    ReferralState,
    Side,
    There,
)
from funds.ledgers.models.hands import hand_of
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class JobOpening(ScopedModel):
    """A post that an employer offers, taken down by a union; `wage` is yuan a month, at least."""

    employer = models.ForeignKey(
        Employer, models.PROTECT, related_name="openings", verbose_name=_("用人单位")
    )
    base = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="openings", verbose_name=_("再就业基地")
    )
    post = models.CharField(_("岗位"), max_length=40)
    trade = models.CharField(_("工种"), max_length=40)
    number = models.PositiveSmallIntegerField(_("招聘人数"))
    wage = models.DecimalField(_("月工资（元）"), max_digits=12, decimal_places=2)
    place = models.CharField(_("工作地点"), max_length=80)
    requirements = models.CharField(_("要求"), max_length=300, blank=True)
    until_on = models.DateField(_("截止日期"))
    state = models.CharField(
        _("状态"), max_length=6, choices=OpeningState.choices, default=OpeningState.OPEN, editable=False
    )
    said = models.CharField(_("停招原因"), max_length=200, blank=True, editable=False)
    made_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    made_by = who(_("登记人"))
    made_for = who(_("代谁登记"))
    closed_at = models.DateTimeField(_("停招时间"), null=True, editable=False)
    closed_by = who(_("办理停招的人"))
    closed_for = who(_("代谁办理停招"))

    is_open = in_state(OpeningState.OPEN)
    tone = state_tone(OPENING_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("岗位信息")
        indexes = [models.Index(fields=["union", "until_on"], name="opening_of_union")]
        constraints = [
            check("opening_state_known", Q(state__in=OpeningState.values), _("岗位状态不对。")),
            check("opening_named", ~Q(post="") & ~Q(trade="") & ~Q(place=""), _("请填写岗位、工种和地点。")),
            check("opening_has_posts", Q(number__range=(1, MOST_POSTS)), _("招聘人数不对，请核对。")),
            check("opening_pays", Q(wage__gt=0, wage__lte=MOST_WAGE), _("月工资不对，请核对。")),
            check(
                "opening_closed_by_somebody",
                Q(state=OpeningState.OPEN, closed_at__isnull=True, said="")
                | Q(state=OpeningState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(said=""),
                _("停招要有原因和经手人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.post

    @property
    def is_current(self) -> bool:
        """Whether somebody may still be introduced, as far as its state and its last day go."""
        return self.is_open and self.until_on >= timezone.localdate()

    @property
    def closer(self) -> str:
        return hand_of(self, "closed")


class Referral(OfSomebody):
    """职业介绍: somebody who was sent to an opening with a letter, and what came of it.

    `side` says who did not want it; a suitable post that somebody does not want counts against them
    (states.MOST_REFUSALS). `moved` is the last step.
    """

    opening = models.ForeignKey(
        JobOpening, models.PROTECT, related_name="referrals", editable=False, verbose_name=_("岗位")
    )
    state = models.CharField(
        _("状态"), max_length=11, choices=ReferralState.choices, default=ReferralState.INTRODUCED,
        editable=False,
    )  # fmt: skip
    interview_on = models.DateField(_("面试日期"), null=True, editable=False)
    hired_on = models.DateField(_("上岗日期"), null=True, editable=False)
    wage = models.DecimalField(
        _("实际月工资（元）"), max_digits=12, decimal_places=2, null=True, editable=False
    )
    has_contract = models.BooleanField(_("签了劳动合同"), null=True, editable=False)
    side = models.CharField(_("没有谈成"), max_length=8, choices=Side.choices, blank=True, editable=False)
    said = models.CharField(_("原因或说明"), max_length=200, blank=True, editable=False)
    introduced_at = models.DateTimeField(_("介绍时间"), default=timezone.now, editable=False)
    introduced_by = who(_("介绍人"))
    introduced_for = who(_("代谁介绍"))
    moved_at = models.DateTimeField(_("办理时间"), null=True, editable=False)
    moved_by = who(_("办理人"))
    moved_for = who(_("代谁办理"))

    is_under_way = in_state(*UNDER_WAY)
    is_hired = in_state(ReferralState.HIRED)
    tone = state_tone(REFERRAL_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("职业介绍")
        indexes = [models.Index(fields=["household"], name="referral_of_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "id_number_index"],
                condition=Q(state__in=(*UNDER_WAY, ReferralState.HIRED)),
                name="referral_once",
            ),
            of_somebody("referral_of_somebody"),
            check("referral_state_known", Q(state__in=ReferralState.values), _("介绍的状态不对。")),
            check(
                "referral_hired_whole",
                Q(state__in=(ReferralState.HIRED, ReferralState.LEFT), hired_on__isnull=False, wage__gt=0)
                | Q(hired_on__isnull=True, wage__isnull=True)
                & ~Q(state__in=(ReferralState.HIRED, ReferralState.LEFT)),
                _("录用要填上岗日期和月工资。"),
            ),
            check(
                "referral_declined_whole",
                Q(state=ReferralState.DECLINED, side__in=Side.values) & ~Q(said="")
                | Q(side="") & ~Q(state=ReferralState.DECLINED),
                _("没有谈成要写明是谁、为什么。"),
            ),
            check(
                "referral_moved_by_somebody",
                Q(state=ReferralState.INTRODUCED, moved_at__isnull=True)
                | Q(moved_at__isnull=False, moved_by__isnull=False),
                _("须记录办理时间和办理人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        """Of the letter that somebody is sent with."""
        return f"{self.opening.union.code}-JS{self.introduced_at:%Y}-{self.pk:05d}"

    @property
    def introducer(self) -> str:
        return hand_of(self, "introduced")

    @property
    def mover(self) -> str:
        """Who took the last step, both names where they stood in; '' before the first."""
        return hand_of(self, "moved")

    @property
    def told(self) -> str:
        """Who did not want it and why, or what else was said."""
        return "：".join(str(part) for part in (self.get_side_display(), self.said) if part)


class JobCheck(Answer):
    """在岗跟踪: so many months after somebody was hired, whether they are still there."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="checks", editable=False, verbose_name=_("职业介绍")
    )
    work = models.CharField(_("是否在岗"), max_length=9, choices=There.choices, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("在岗跟踪")
        indexes = [models.Index(fields=["due_on"], condition=Q(work=""), name="job_check_due")]
        constraints = [
            models.UniqueConstraint(fields=["referral", "months"], name="job_check_once"),
            check("job_check_months", Q(months__in=JOB_MONTHS), _("在岗跟踪在 1、3、6 个月。")),
            answered_whole("job_check_noted_by_somebody", There.values, _("跟踪结果要有登记人。")),
        ]

    def __str__(self) -> str:
        return str(_("上岗 %(n)s 个月") % {"n": self.months})
