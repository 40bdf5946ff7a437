"""帮扶中心、帮扶站, their people and standard, and who answers first for the families of a union."""

import uuid
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.offices.states import Function, OfficeKind, Standard
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel

# [from_on, until_on]: the last day is one of them
IN_POST = models.Func(
    "from_on", "until_on", RangeBoundary(inclusive_upper=True),
    function="DATERANGE", output_field=DateRangeField(),
)  # fmt: skip


class Office(ScopedModel):
    """Where workers in need go. Address, telephone and hours are public: papers and pages print them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=8, choices=OfficeKind.choices)
    name = models.CharField(_("名称"), max_length=60)
    address = models.CharField(_("地址"), max_length=120)
    telephone = models.CharField(_("电话"), max_length=20)
    hours = models.CharField(_("接待时间"), max_length=80)
    functions = ArrayField(
        models.CharField(max_length=10, choices=Function.choices), default=list, verbose_name=_("职能")
    )
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    changed_at = models.DateTimeField(_("修改时间"), default=timezone.now, editable=False)
    changed_by = person(_("修改人"))

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶中心（站）")
        constraints = [
            models.UniqueConstraint(
                fields=["union"],
                condition=Q(kind=OfficeKind.CENTRE, closed_on__isnull=True),
                name="office_one_centre_of_a_union",
                violation_error_message=_("这个工会已有帮扶中心。"),
            ),
            check("office_kind_known", Q(kind__in=OfficeKind.values), _("请选择类别。")),
            check(
                "office_can_be_found",
                ~Q(name="") & ~Q(address="") & ~Q(telephone="") & ~Q(hours=""),
                _("请填写名称、地址、电话和接待时间。"),
            ),
            check(
                "office_functions_known",
                Q(functions__contained_by=Function.values) & Q(functions__len__gte=1),
                _("请至少选择一项职能。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def function_names(self) -> str:
        return "、".join(str(Function(one).label) for one in self.functions)


class OfficeStaff(models.Model):
    """Somebody who works in an office, from when to when."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="staff", verbose_name=_("帮扶中心（站）"))
    name = models.CharField(_("姓名"), max_length=50)
    post = models.CharField(_("岗位"), max_length=40)
    from_on = models.DateField(_("到岗日期"))
    until_on = models.DateField(_("离岗日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶中心人员")
        constraints = [
            check("office_staff_named", ~Q(name="") & ~Q(post=""), _("请填写姓名和岗位。")),
            check(
                "office_staff_leaves_after_coming",
                Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                _("离岗日期不能早于到岗日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StandardCheck(AppendOnly):
    """What an office had of the standard on the day of a check. Only ever added."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="checks", verbose_name=_("帮扶中心（站）")
    )
    on = models.DateField(_("检查日期"))
    met = ArrayField(
        models.CharField(max_length=8, choices=Standard.choices), default=list, verbose_name=_("达到的标准")
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    noted_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    noted_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("标准化检查")
        constraints = [
            check("standard_check_known", Q(met__contained_by=Standard.values), _("检查项目不对。")),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.on}"

    @property
    def lacking(self) -> list[str]:
        """The names of what was not there."""
        return [str(one.label) for one in Standard if one not in self.met]


class FirstResponsible(ScopedModel):
    """第一责任人: who answers first for the families of a union, one at a time."""

    name = models.CharField(_("姓名"), max_length=50)
    post = models.CharField(_("职务"), max_length=40)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, editable=False)
    noted_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    noted_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("第一责任人")
        constraints = [
            ExclusionConstraint(
                name="first_responsible_one_at_a_time",
                expressions=[("union", RangeOperators.EQUAL), (IN_POST, RangeOperators.OVERLAPS)],
                violation_error_message=_("同一时间只有一位第一责任人。"),
            ),
            check("first_responsible_named", ~Q(name="") & ~Q(post=""), _("请填写姓名和职务。")),
            check(
                "first_responsible_ends_after_beginning",
                Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                _("结束日期不能早于开始日期。"),
            ),
        ]

    def is_in_post(self, on: date) -> bool:
        """Whether this is who answers first on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def __str__(self) -> str:
        return f"{self.name}（{self.post}）"
