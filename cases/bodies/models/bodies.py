"""领导小组、委员会 of a union, and who sits in them."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.bodies.states import BodyKind, BodyPart, Majority
from hardship.kernel.checks import check
from hardship.kernel.scope import ScopedModel


class Body(ScopedModel):
    """A body of a union that decides together; `document` is the paper that founded it, `majority` says how
    many have to be in favour."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=14, choices=BodyKind.choices)
    name = models.CharField(_("名称"), max_length=80)
    document = models.CharField(_("成立文件"), max_length=80)
    majority = models.CharField(
        _("表决规则"), max_length=10, choices=Majority.choices, default=Majority.ENTITLED
    )
    from_on = models.DateField(_("任期自"))
    until_on = models.DateField(_("任期至"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, editable=False)
    changed_at = models.DateTimeField(_("修改时间"), default=timezone.now, editable=False)
    changed_by = person(_("修改人"))

    class Meta:
        verbose_name = verbose_name_plural = _("领导小组（委员会）")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"],
                condition=Q(closed_on__isnull=True),
                name="body_named_once_in_a_union",
                violation_error_message=_("本工会已有同名的领导小组或委员会。"),
            ),
            check("body_kind_known", Q(kind__in=BodyKind.values), _("请选择类别。")),
            check("body_majority_known", Q(majority__in=Majority.values), _("请选择表决规则。")),
            check("body_founded", ~Q(name="") & ~Q(document=""), _("请填写名称和成立文件。")),
            check(
                "body_term_in_order",
                Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                _("任期结束不能早于开始。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    """Who sits in a body, from when to when: somebody with an account, or somebody else by name."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="members", verbose_name=_("领导小组"))
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("账号")
    )
    name = models.CharField(_("姓名"), max_length=50)
    post = models.CharField(_("职务"), max_length=60)
    part = models.CharField(_("组内职务"), max_length=8, choices=BodyPart.choices)
    from_on = models.DateField(_("自"))
    until_on = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("领导小组成员")
        constraints = [
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(part=BodyPart.LEADER, until_on__isnull=True),
                name="body_has_one_leader",
                violation_error_message=_("已有组长（主任），请先登记其卸任。"),
            ),
            models.UniqueConstraint(
                fields=["body", "user"],
                condition=Q(until_on__isnull=True, user__isnull=False),
                name="body_member_once",
                violation_error_message=_("此人已是成员。"),
            ),
            check("body_member_named", ~Q(name="") & ~Q(post=""), _("请填写姓名和职务。")),
            check("body_member_part_known", Q(part__in=BodyPart.values), _("请选择组内职务。")),
            check(
                "body_member_leaves_after_coming",
                Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                _("卸任日期不能早于到任日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def sits(self, on: date) -> bool:
        """Whether this is a member on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)
