"""The year's verification of all files: the survey, each union's part in it, each file on its list."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.surveys.states.surveys import UNDONE, EntryStatus, SurveyState, UnitState
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state
from hardship.kernel.scope import ScopedModel, ScopedQuerySet


class SurveyQuerySet(ScopedQuerySet["Survey"]):
    def visible_to(self, user: Any) -> Self:
        """Surveys of the scope, and those that the unions above have started: they are everybody's work."""
        if not user.is_authenticated:
            return self.none()
        above = [int(part) for part in user.union.path.split("/") if part]
        started = models.Q(union__in=above) & ~models.Q(state=SurveyState.DRAFT)
        return self.filter(models.Q(**{f"{user.union.scope_column}_id": user.union_id}) | started)


class Survey(ScopedModel):
    """A survey (摸底调查、年度核查) of the files of one union and all below it.

    What is done from `from_on` until the survey is closed counts; `to_on` is the day by which it should be.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("名称"), max_length=60)
    from_on = models.DateField(_("开始日期"))
    to_on = models.DateField(_("截止日期"))
    instructions = models.TextField(_("工作要求"), max_length=2000, blank=True)
    state = models.CharField(_("状态"), max_length=6, choices=SurveyState.choices, default=SurveyState.DRAFT)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("建立人"))
    opened_at = models.DateTimeField(_("启动时间"), null=True, editable=False)
    opened_by = person(_("启动人"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    closed_by = person(_("结束人"))
    comment = models.CharField(_("意见"), max_length=500, blank=True)

    is_draft = in_state(SurveyState.DRAFT)
    is_open = in_state(SurveyState.OPEN)
    is_closed = in_state(SurveyState.CLOSED)

    objects: ClassVar = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("年度核查")
        constraints = [
            check("survey_state_known", models.Q(state__in=SurveyState.values), _("核查状态不对。")),
            check(
                "survey_days_in_order",
                models.Q(to_on__gte=models.F("from_on")),
                _("截止日期不能早于开始日期。"),
            ),
            check(
                "survey_opened_unless_draft",
                models.Q(state=SurveyState.DRAFT, opened_at__isnull=True)
                | (~models.Q(state=SurveyState.DRAFT) & models.Q(opened_at__isnull=False)),
                _("启动的核查必须有启动时间。"),
            ),
            check(
                "survey_closed_when_over",
                models.Q(state=SurveyState.CLOSED, closed_at__isnull=False)
                | (~models.Q(state=SurveyState.CLOSED) & models.Q(closed_at__isnull=True)),
                _("结束的核查必须有结束时间。"),
            ),
            models.UniqueConstraint(
                fields=["union", "year", "title"],
                name="survey_title_once",
                violation_error_message=_("这一年已有同名的核查，请换一个名称。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyUnit(ScopedModel):
    """One union's part in a survey: made for each union that has files when it opens."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="units", verbose_name=_("年度核查"))
    state = models.CharField(_("状态"), max_length=9, choices=UnitState.choices, default=UnitState.OPEN)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    submitted_by = person(_("提交人"))
    decided_at = models.DateTimeField(_("验收时间"), null=True, editable=False)
    decided_by = person(_("验收人"))
    comment = models.CharField(_("意见"), max_length=500, blank=True)

    is_returned = in_state(UnitState.RETURNED)

    class Meta:
        verbose_name = verbose_name_plural = _("工会核查清单")
        constraints = [
            check("survey_unit_state_known", models.Q(state__in=UnitState.values), _("清单状态不对。")),
            check(
                "survey_unit_submitted_first",
                ~models.Q(state__in=[UnitState.SUBMITTED, UnitState.ACCEPTED])
                | models.Q(submitted_at__isnull=False),
                _("先提交才能验收。"),
            ),
            check(
                "survey_unit_accepted_by_another",
                ~models.Q(state=UnitState.ACCEPTED)
                | models.Q(decided_at__isnull=False) & ~models.Q(submitted_by=models.F("decided_by")),
                _("不能验收自己提交的清单。"),
            ),
            models.UniqueConstraint(fields=["survey", "union"], name="survey_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.union_id}"


class SurveyEntry(ScopedModel):
    """One file on the frozen list. `union` is where the file is: it takes its entry along when it goes to
    another union; `listed_union` is where it stood when the list was made, `place` its place by name then.

    `status` is what became of it. The database derives both from the file, whoever writes the entry, and
    again when the file changes (docs/adr/0013). What stands nowhere else is that the file was sent back, and
    why it could not be verified.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="entries", verbose_name=_("年度核查"))
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="survey_entries", verbose_name=_("档案")
    )
    listed_union = models.ForeignKey(
        "accounts.Union", models.PROTECT, related_name="+", verbose_name=_("列入时的工会")
    )
    place = models.PositiveIntegerField(_("名单次序"), default=0, editable=False)
    status = models.CharField(_("核查情况"), max_length=8, choices=EntryStatus.choices, editable=False)
    returned_at = models.DateTimeField(_("退回时间"), null=True, editable=False)
    returned_by = person(_("退回人"))
    return_reason = models.CharField(_("退回原因"), max_length=300, blank=True)
    excused_at = models.DateTimeField(_("说明时间"), null=True, editable=False)
    excused_by = person(_("说明人"))
    excuse = models.CharField(_("未能核查的原因"), max_length=300, blank=True)

    is_sent_back = in_state(EntryStatus.RETURNED, field="status")
    is_excused = in_state(EntryStatus.EXCUSED, field="status")
    is_pending = in_state(EntryStatus.PENDING, field="status")

    class Meta:
        verbose_name = verbose_name_plural = _("核查清单条目")
        indexes = [
            # what waits for a clerk, on every page
            models.Index(fields=["union"], name="survey_entry_undone", condition=models.Q(status__in=UNDONE)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["survey", "household"], name="survey_entry_once"),
            check(
                "survey_entry_returned_for_a_reason",
                models.Q(returned_at__isnull=True) | ~models.Q(return_reason=""),
                _("退回重查必须写明原因。"),
            ),
            check(
                "survey_entry_excused_for_a_reason",
                models.Q(excused_at__isnull=True) | ~models.Q(excuse=""),
                _("未能核查必须写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.household_id}"
