"""心理疏导、法律援助: a case that who works on it and a supervisor read; what was asked in passing."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.models.household import person
from cases.care.states import (
    FORMS,
    TONES,
    WATCHED,
    CareState,
    Form,
    Kind,
    Outcome,
    Reason,
    Risk,
    Topic,
    Way,
)
from cases.petitions.models import Petition
from funds.ledgers.models.funds import money
from hardship.accounts.models import names_of_step, people_of
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel, ScopedQuerySet

LEGAL = Q(kind=Kind.LEGAL)


class CareQuerySet(ScopedQuerySet["CareCase"]):
    def open_to(self, user: Any) -> Self:
        """Of those of the scope the ones whose content this person reads: worker or supervisor, or whoever
        stands in for one of them."""
        people = people_of(user)
        return self.visible_to(user).filter(Q(worker__in=people) | Q(supervisor__in=people))


class CareCase(ScopedModel):
    """One case. Everybody of the scope may know that there is one, by its number and kind; what it is about,
    of whom and what was done stands there for `worker` and `supervisor` alone, encrypted. `next_on` is the
    day of the next talk or hearing, `term_on` the last day that the law gives; `people` are those of a group,
    one in each line; `months` are those of wages that were not paid, the sums of a legal case are yuan."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("编号"), max_length=40, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=11, choices=Kind.choices)
    form = models.CharField(_("方式"), max_length=11, choices=Form.choices)
    reason = models.CharField(_("案由"), max_length=9, choices=Reason.choices, blank=True)
    risk = models.CharField(_("风险"), max_length=6, choices=Risk.choices, default=Risk.NONE)
    opened_on = models.DateField(_("开始日期"))
    persons = models.PositiveIntegerField(_("人数"), default=1)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    name = EncryptedField("care", verbose_name=_("当事人"), null=True, blank=True)  # type: ignore[misc]
    phone = EncryptedField("phone", verbose_name=_("电话"), null=True, blank=True)  # type: ignore[misc]
    people = EncryptedField("care", verbose_name=_("同案人员"), null=True, blank=True)  # type: ignore[misc]
    theme = EncryptedField("care", verbose_name=_("情况"), null=True)  # type: ignore[misc]
    respondent = EncryptedField("care", verbose_name=_("对方单位"), null=True, blank=True)  # type: ignore[misc]
    lawyer = EncryptedField("care", verbose_name=_("律师"), null=True, blank=True)  # type: ignore[misc]
    conclusion = EncryptedField("care", verbose_name=_("办结说明"), null=True, blank=True)  # type: ignore[misc]
    months = models.PositiveSmallIntegerField(_("欠薪月数"), null=True, blank=True)
    claimed = money(_("主张金额（元）"), null=True, blank=True)
    agreed = money(_("裁定、协议金额（元）"), null=True, blank=True)
    recovered = money(_("追回金额（元）"), null=True, blank=True)
    next_on = models.DateField(_("下次日期"), null=True, blank=True)
    term_on = models.DateField(_("时效届满日"), null=True, blank=True)
    worker = person(_("承办人"))
    supervisor = person(_("督导"))
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="care_cases",
        verbose_name=_("档案"),
    )
    petition = models.OneToOneField(
        Petition,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="care_case",
        verbose_name=_("信访件"),
    )
    state = models.CharField(
        _("状态"), max_length=6, choices=CareState.choices, default=CareState.OPEN, editable=False
    )
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    closed_by = person(_("办结人"))

    objects: ClassVar = CareQuerySet.as_manager()

    tone = state_tone(TONES)
    is_open = in_state(CareState.OPEN)
    is_legal = in_state(Kind.LEGAL, field="kind")
    is_watched = in_state(*WATCHED, field="risk")

    class Meta:
        verbose_name = verbose_name_plural = _("疏导、援助个案")
        indexes = [
            models.Index(fields=["union", "-opened_on"], name="care_of_union"),
            models.Index(fields=["worker"], name="care_of_worker", condition=Q(state=CareState.OPEN)),
        ]
        constraints = [
            check("care_state_known", Q(state__in=CareState.values), _("状态不对。")),
            check("care_risk_known", Q(risk__in=Risk.values), _("请选择风险。")),
            check("care_of_somebody", Q(persons__gte=1), _("人数至少一人。")),
            check(
                "care_form_of_its_kind",
                Q(kind=Kind.LEGAL, form__in=FORMS[Kind.LEGAL], reason__in=Reason.values)
                | Q(kind=Kind.COUNSELLING, form__in=FORMS[Kind.COUNSELLING], reason=""),
                _("方式和案由要与类别相符：法律援助选案由，心理疏导不选。"),
            ),
            check(
                "care_supervised_by_another",
                Q(worker__isnull=False, supervisor__isnull=False) & ~Q(worker=F("supervisor")),
                _("承办人和督导必须是两个人。"),
            ),
            check(
                "care_sums_of_a_legal_case",
                LEGAL
                | Q(claimed__isnull=True, agreed__isnull=True, recovered__isnull=True, term_on__isnull=True),
                _("金额和时效只登记在法律援助里。"),
            ),
            check(
                "care_months_of_wages",
                Q(months__isnull=True) | Q(reason=Reason.WAGES, months__range=(1, 240)),
                _("欠薪月数只登记在欠薪案里，1 到 240 个月。"),
            ),
            check(
                "care_sums_not_negative",
                (Q(claimed__isnull=True) | Q(claimed__gt=0))
                & (Q(agreed__isnull=True) | Q(agreed__gte=0))
                & (Q(recovered__isnull=True) | Q(recovered__gte=0)),
                _("金额不能是负数。"),
            ),
            check(
                "care_closed_with_an_outcome",
                Q(state=CareState.CLOSED, closed_at__isnull=False, outcome__in=Outcome.values)
                | Q(state=CareState.OPEN, closed_at__isnull=True, outcome=""),
                _("办结的要写明结果。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CareNote(AppendOnly):
    """疏导、办案记录: one talk, hearing or step of a case, for worker and supervisor."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(CareCase, models.PROTECT, related_name="notes", verbose_name=_("个案"))
    on = models.DateField(_("日期"))
    text = EncryptedField("care", verbose_name=_("记录"), null=True)  # type: ignore[misc]
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("记录人"))
    stood_in_for = person(_("代谁记录"))

    class Meta:
        verbose_name = verbose_name_plural = _("疏导、办案记录")

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"

    @property
    def by_names(self) -> str:
        """Who wrote it, both names where they stood in."""
        return names_of_step(self)


class CareAdvice(ScopedModel, AppendOnly):
    """咨询登记: what somebody asked in passing; no name, no text."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField(_("日期"))
    topic = models.CharField(_("事项"), max_length=9, choices=Topic.choices)
    way = models.CharField(_("方式"), max_length=7, choices=Way.choices)
    persons = models.PositiveIntegerField(_("人数"), default=1)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))
    stood_in_for = person(_("代谁登记"))

    class Meta:
        verbose_name = verbose_name_plural = _("咨询登记")
        indexes = [models.Index(fields=["union", "-on"], name="care_advice_of_union")]
        constraints = [
            check("care_advice_topic_known", Q(topic__in=Topic.values), _("请选择事项。")),
            check("care_advice_way_known", Q(way__in=Way.values), _("请选择方式。")),
            check("care_advice_of_somebody", Q(persons__range=(1, 5000)), _("人数为 1 到 5000。")),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_topic_display()}"


class CareCounter(YearCounter):
    """The last number of a case of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("个案编号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="care_counter_once")]
