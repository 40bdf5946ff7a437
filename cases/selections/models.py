"""帮扶对象名单: the households that a union wants aided in a year, approved row by row by the union above."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.models.categories import Categorised
from cases.archives.models.household import person
from cases.selections.states import OPEN_STATES, SELECTION_TONES, Origin, RowState, SelectionState
from cases.surveys.models import Survey
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel

FIRST_YEAR, LAST_YEAR = 2016, 2100


class Selection(ScopedModel):
    """One union's list for one year; with a survey, its outcome is what the list is gathered from."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("名称"), max_length=60)
    survey = models.ForeignKey(
        Survey, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("依据的年度核查")
    )
    state = models.CharField(
        _("状态"), max_length=9, choices=SelectionState.choices, default=SelectionState.DRAFT, editable=False
    )
    comment = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("建立人"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    submitted_by = person(_("提交人"))
    decided_at = models.DateTimeField(_("审定时间"), null=True, editable=False)
    decided_by = person(_("审定人"))

    is_open = in_state(*OPEN_STATES)
    is_submitted = in_state(SelectionState.SUBMITTED)
    is_returned = in_state(SelectionState.RETURNED)
    is_approved = in_state(SelectionState.APPROVED)
    tone = state_tone(SELECTION_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶对象名单")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year", "title"],
                name="selection_title_once",
                violation_error_message=_("这一年已有同名的名单，请换一个名称。"),
            ),
            check("selection_state_known", Q(state__in=SelectionState.values), _("名单状态不对。")),
            check("selection_named", ~Q(title=""), _("请填写名称。")),
            check("selection_year_sensible", Q(year__range=(FIRST_YEAR, LAST_YEAR)), _("年度不对，请核对。")),
            check(
                "selection_submitted_first",
                Q(state__in=OPEN_STATES) | Q(submitted_at__isnull=False),
                _("先提交才能审定。"),
            ),
            check(
                "selection_approved_by_another",
                ~Q(state=SelectionState.APPROVED)
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(decided_by=models.F("submitted_by"))
                & ~Q(decided_by=models.F("created_by")),
                _("不能审定自己建立或提交的名单。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SelectionRow(Categorised):
    """One household of a list, with category and persons as they were when it was put there.

    A row that was taken off stays, with who did it. What the approving union says of it is in `state`; once
    the list is approved nothing of it changes any more.
    """

    selection = models.ForeignKey(
        Selection, models.PROTECT, related_name="rows", verbose_name=_("帮扶对象名单")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="selection_rows", verbose_name=_("档案")
    )
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    origin = models.CharField(_("来源"), max_length=6, choices=Origin.choices, editable=False)
    persons = models.PositiveSmallIntegerField(_("家庭人口"), editable=False)
    state = models.CharField(
        _("审定意见"), max_length=7, choices=RowState.choices, default=RowState.OPEN, editable=False
    )
    reason = models.CharField(_("理由"), max_length=300, blank=True, editable=False)
    added_at = models.DateTimeField(_("列入时间"), default=timezone.now, editable=False)
    added_by = person(_("列入人"))
    decided_at = models.DateTimeField(_("审定时间"), null=True, editable=False)
    decided_by = person(_("审定人"))
    removed_at = models.DateTimeField(_("移出时间"), null=True, editable=False)
    removed_by = person(_("移出人"))

    class Meta:
        verbose_name = verbose_name_plural = _("名单上的家庭")
        indexes = [models.Index(fields=["selection", "state"], name="selection_row_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year"],
                condition=Q(removed_at__isnull=True) & ~Q(state=RowState.REFUSED),
                name="selection_row_once_a_year",
                violation_error_message=_("这户本年度已在一份帮扶对象名单上。"),
            ),
            check("selection_row_state_known", Q(state__in=RowState.values), _("审定意见不对。")),
            check(
                "selection_row_decided_by_somebody",
                Q(state=RowState.OPEN, decided_at__isnull=True)
                | ~Q(state=RowState.OPEN) & Q(decided_at__isnull=False, decided_by__isnull=False),
                _("审定意见要有审定人和时间。"),
            ),
            check(
                "selection_row_refused_for_a_reason",
                Q(state__in=(RowState.OPEN, RowState.AGREED)) | ~Q(reason=""),
                _("不同意或退回的，请写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.selection_id} {self.household_id}"


class SelectionStep(AppendOnly):
    """What was done with a list, and by whom: whoever made any part of it never approves any."""

    selection = models.ForeignKey(
        Selection, models.PROTECT, related_name="steps", verbose_name=_("帮扶对象名单")
    )
    action = models.CharField(_("办理"), max_length=10)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    is_making = models.BooleanField(editable=False)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("名单办理记录")

    def __str__(self) -> str:
        return f"{self.selection_id} {self.action}"
