"""The words of routes: what is done at a stage, where, and by whom."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIELD_CHECK = "field_check"
STAGE_KINDS: "Mapping[str, StrOrPromise]" = {
    "review": _("审核"),
    FIELD_CHECK: _("实地核查"),
    "notice": _("公示"),
    "meeting": _("集体研究"),
    "decide": _("审批"),
}
# Whose staff sign at a stage: the applicant's own union, the one that reviews or decides for it, or a level.
STAGE_PLACES: "Mapping[str, StrOrPromise]" = {
    "own": _("申报工会"),
    "reviewing": _("审核工会"),
    "deciding": _("审批工会"),
    "township": _("乡镇（街道、产业、集团）工会"),
    "county": _("区县总工会"),
    "city": _("市总工会"),
    "province": _("省总工会"),
    "national": _("全国总工会"),
}
# Who gets copies (抄送), and of what.
COPY_ROLES: "Mapping[str, StrOrPromise]" = {
    "clerk": _("经办人"),
    "department": _("部门负责人"),
    "reviewer": _("审核人"),
    "approver": _("审批人"),
}
COPY_MOMENTS: "Mapping[str, StrOrPromise]" = {
    "submission": _("提交"),
    "approval": _("批准"),
    "refusal": _("不予帮扶"),
}
STAGE_ROLES: "Mapping[str, StrOrPromise]" = {
    "department": _("部门负责人"),
    "reviewer": _("审核人"),
    "approver": _("审批人"),
}
# Whoever decides was appointed by two (accounts.states.POWER): the head of a department is by one.
DECIDING_ROLES = ("reviewer", "approver")
