"""What is late and what is copied: after how long, who above was told, what they asked, who gets copies."""

from django.db import models
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.approvals.states import (
    COPIED_ROLES,
    MOST_OVERDUE_WORKDAYS,
)
from cases.archives.models.household import person
from hardship.accounts.models import names_of_step
from hardship.accounts.states import Role
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class OverdueRule(models.Model):
    """After how many working days a union sees what is late at the unions below it (超期上报); one without a
    row takes states.OVERDUE_WORKDAYS."""

    union = models.OneToOneField(
        "accounts.Union", models.PROTECT, related_name="overdue_rule", verbose_name=_("工会")
    )
    workdays = models.PositiveSmallIntegerField(_("超期几个工作日后上报"))
    set_at = models.DateTimeField(_("设置时间"), default=timezone.now, editable=False)
    set_by = person(_("设置人"))

    class Meta:
        verbose_name = verbose_name_plural = _("超期上报期限")
        constraints = [
            check(
                "overdue_rule_in_days",
                models.Q(workdays__gte=1, workdays__lte=MOST_OVERDUE_WORKDAYS),
                _("请填写 1 到 10 个工作日。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.union_id} {self.workdays}"


class Escalation(AppendOnly):
    """A union above was told that an application is late at one stage: once for each stay there and union,
    however often the clock looks. The database counts the laps, as of a step."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="escalations", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    lap = models.PositiveSmallIntegerField(db_default=0, editable=False)
    stage_no = models.PositiveSmallIntegerField(_("环节序号"))
    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("上级工会"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("超期上报")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round", "lap", "stage_no", "union"], name="escalated_once_a_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.union_id}"


class Supervision(AppendOnly):
    """督办: a union above asks the post at `union` for which an application waits, late, to act or to say why
    not. Acted on it is when the application has left the stage, also when it came back to it since (`lap`, as
    of a step); the database takes it from above alone."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="supervisions", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    lap = models.PositiveSmallIntegerField(db_default=0, editable=False)
    stage_no = models.PositiveSmallIntegerField(_("环节序号"))
    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("承办工会"))
    role = models.CharField(_("承办岗位"), max_length=16, choices=Role.choices)
    above = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("督办工会"))
    reason = models.CharField(_("督办要求"), max_length=300)
    at = models.DateTimeField(_("督办时间"), default=timezone.now, editable=False)
    by = person(_("督办人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("督办")
        constraints = [
            models.UniqueConstraint(
                "application", "round", "lap", "stage_no", "above", TruncDate("at"),
                name="supervised_once_a_day",
                violation_error_message=_("今天已经督办过这份申请。"),
            ),
            check("supervision_says_what", ~models.Q(reason=""), _("请填写督办要求。")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application_id} {self.above_id}"

    @property
    def who(self) -> str:
        return names_of_step(self)

    @property
    def reply(self) -> "SupervisionAnswer | None":
        return getattr(self, "answer", None)


class SupervisionAnswer(AppendOnly):
    """What those answered whom a 督办 asked: once."""

    supervision = models.OneToOneField(
        Supervision, models.PROTECT, related_name="answer", verbose_name=_("督办")
    )
    text = models.CharField(_("答复"), max_length=300)
    at = models.DateTimeField(_("答复时间"), default=timezone.now, editable=False)
    by = person(_("答复人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("督办答复")
        constraints = [check("supervision_answer_says_what", ~models.Q(text=""), _("请填写答复。"))]

    def __str__(self) -> str:
        return f"{self.supervision_id}"

    @property
    def who(self) -> str:
        return names_of_step(self)


class CopyRule(models.Model):
    """抄送: whoever holds this role at a union gets a copy of each decision on applications of the union or
    below it, of one programme (its code) or of all ('')."""

    union = models.ForeignKey(
        "accounts.Union", models.PROTECT, related_name="copy_rules", verbose_name=_("工会")
    )
    role = models.CharField(_("抄送岗位"), max_length=16, choices=Role.choices)
    programme = models.CharField(_("帮扶项目"), max_length=40, blank=True)
    set_at = models.DateTimeField(_("设置时间"), default=timezone.now, editable=False)
    set_by = person(_("设置人"))

    class Meta:
        verbose_name = verbose_name_plural = _("抄送设置")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "role", "programme"], name="copied_once",
                violation_error_message=_("已经这样抄送。"),
            ),
            check("copy_to_who_reads_cases", models.Q(role__in=COPIED_ROLES), _("请选择抄送岗位。")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.union_id} {self.role} {self.programme}"
