"""技能培训: courses of a union, who is on them, and whether they work three and six months later."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.employment.models.partners import Partner
from cases.employment.models.people import Answer, OfSomebody, answered_whole, of_somebody
from cases.employment.states import (
    CHECK_MONTHS,
    MOST_HOURS,
    MOST_SEATS,
    RESULT_TONES,
    TONES,
    TRAINED,
    Level,
    Result,
    State,
    Work,
)
from funds.ledgers.models import BudgetLine
from funds.ledgers.models.hands import hand_of
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel

DAYS = Func(
    "starts_on",
    "ends_on",
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="DATERANGE",
    output_field=DateRangeField(),
)


class Course(ScopedModel):
    """A course that a union holds with a `partner`, who teaches, by an `agreement` where there is one.

    `cost` is yuan for each head and `line` the money that it is meant to come from: both say what was agreed,
    the money goes the way of the books. It moves by states.TRANSITIONS; `said` is why it was cancelled.
    """

    name = models.CharField(_("培训班名称"), max_length=60)
    trade = models.CharField(_("工种"), max_length=40)
    level = models.CharField(_("技能等级"), max_length=5, choices=Level.choices, default=Level.NONE)
    hours = models.PositiveSmallIntegerField(_("学时"))
    place = models.CharField(_("培训地点"), max_length=80)
    starts_on = models.DateField(_("开课日期"))
    ends_on = models.DateField(_("结课日期"))
    seats = models.PositiveSmallIntegerField(_("招收名额"))
    partner = models.CharField(_("培训机构"), max_length=80)
    agreement = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name=_("协议")
    )
    cost = models.DecimalField(_("人均费用（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经费指标")
    )
    state = models.CharField(
        _("状态"), max_length=9, choices=State.choices, default=State.PLANNED, editable=False
    )
    said = models.CharField(_("取消原因"), max_length=200, blank=True, editable=False)
    made_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    made_by = who(_("登记人"))
    made_for = who(_("代谁登记"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    ended_by = who(_("办理结束的人"))
    ended_for = who(_("代谁办理结束"))

    is_open = in_state(State.OPEN)
    is_ended = in_state(State.ENDED)
    is_live = in_state(State.PLANNED, State.OPEN)
    is_cancelled = in_state(State.CANCELLED)
    tone = state_tone(TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("培训班")
        indexes = [models.Index(fields=["union", "starts_on"], name="course_of_union")]
        constraints = [
            check("course_state_known", Q(state__in=State.values), _("培训班状态不对。")),
            check("course_level_known", Q(level__in=Level.values), _("请选择技能等级。")),
            check(
                "course_named",
                ~Q(name="") & ~Q(trade="") & ~Q(partner="") & ~Q(place=""),
                _("请填写培训班名称、工种、培训机构和地点。"),
            ),
            check("course_days_in_order", Q(ends_on__gte=F("starts_on")), _("结课日期不能早于开课日期。")),
            check("course_has_seats", Q(seats__range=(1, MOST_SEATS)), _("名额不对，请核对。")),
            check("course_has_hours", Q(hours__range=(1, MOST_HOURS)), _("学时不对，请核对。")),
            check("course_cost_positive", Q(cost__isnull=True) | Q(cost__gt=0), _("人均费用要大于 0。")),
            check(
                "course_ended_by_somebody",
                Q(state__in=(State.PLANNED, State.OPEN), ended_at__isnull=True)
                | Q(
                    state__in=(State.ENDED, State.CANCELLED),
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                _("结业、取消要有经手人。"),
            ),
            check(
                "course_cancelled_for_a_reason",
                Q(state=State.CANCELLED) & ~Q(said="") | ~Q(state=State.CANCELLED) & Q(said=""),
                _("取消要写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def maker(self) -> str:
        return hand_of(self, "made")

    @property
    def ender(self) -> str:
        """Who ended it, both names where they stood in; '' while it is live."""
        return hand_of(self, "ended")


class Enrolment(OfSomebody):
    """Somebody on a course: of a file (`member`, with its `household`), or off file (`person`).

    The days of the course are the database's copies: with them it keeps one person from two courses at once,
    whichever union holds them. Whoever dropped out gives the seat back.
    """

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="enrolments", editable=False, verbose_name=_("培训班")
    )
    starts_on = models.DateField(editable=False)
    ends_on = models.DateField(editable=False)
    state = models.CharField(
        _("结果"), max_length=8, choices=Result.choices, default=Result.ENROLLED, editable=False
    )
    hours = models.PositiveSmallIntegerField(_("实到学时"), null=True, editable=False)
    certificate_no = models.CharField(_("证书编号"), max_length=40, blank=True, editable=False)
    said = models.CharField(_("说明"), max_length=200, blank=True, editable=False)
    enrolled_at = models.DateTimeField(_("报名时间"), default=timezone.now, editable=False)
    enrolled_by = who(_("报名经手人"))
    enrolled_for = who(_("代谁报名"))
    result_at = models.DateTimeField(_("登记结果时间"), null=True, editable=False)
    result_by = who(_("登记结果的人"))
    result_for = who(_("代谁登记结果"))

    is_waiting = in_state(Result.ENROLLED)
    is_passed = in_state(Result.PASSED)
    is_dropped = in_state(Result.DROPPED)
    tone = state_tone(RESULT_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("培训学员")
        indexes = [models.Index(fields=["household"], name="enrolment_of_file")]
        constraints = [
            ExclusionConstraint(
                name="enrolment_one_course_at_a_time",
                expressions=[("id_number_index", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                condition=~Q(state=Result.DROPPED),
                violation_error_message=_("此人这段时间已在另一个培训班。"),
            ),
            models.UniqueConstraint(
                fields=["course", "certificate_no"], condition=~Q(certificate_no=""),
                name="certificate_once_in_a_course",
            ),
            of_somebody("enrolment_of_somebody"),
            check("enrolment_result_known", Q(state__in=Result.values), _("请选择结果。")),
            check(
                "enrolment_result_whole",
                Q(state=Result.ENROLLED, result_at__isnull=True, hours__isnull=True, said="")
                | Q(state__in=TRAINED, hours__isnull=False, result_by__isnull=False, result_at__isnull=False)
                | Q(state=Result.DROPPED, result_by__isnull=False, result_at__isnull=False) & ~Q(said=""),
                _("合格、不合格要填实到学时，退学要写明原因。"),
            ),
            check(
                "certificate_of_who_passed",
                Q(certificate_no="") | Q(state=Result.PASSED),
                _("只有合格的学员有证书。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def enroller(self) -> str:
        return hand_of(self, "enrolled")

    @property
    def judge(self) -> str:
        """Who entered the result, both names where they stood in."""
        return hand_of(self, "result")


class CourseCheck(Answer):
    """跟踪: so many `months` after a course somebody who stayed to the end is asked whether they work. Made
    when the course ends; what was answered stays, but whoever was not reached is asked again."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="checks", editable=False, verbose_name=_("培训学员")
    )
    work = models.CharField(_("就业情况"), max_length=9, choices=Work.choices, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("培训跟踪")
        indexes = [models.Index(fields=["due_on"], condition=Q(work=""), name="course_check_due")]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "months"], name="course_check_once"),
            check("course_check_months", Q(months__in=CHECK_MONTHS), _("跟踪在结课后 3 个月和 6 个月。")),
            answered_whole("course_check_noted_by_somebody", Work.values, _("跟踪结果要有登记人。")),
        ]

    def __str__(self) -> str:
        return str(_("结课 %(n)s 个月") % {"n": self.months})
