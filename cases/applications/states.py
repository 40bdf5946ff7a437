"""States of an application; only cases.approvals moves it from one to another."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("草稿")
    COUNTY_REVIEW = "county_review", _("区县审核")
    RETURNED = "returned", _("退回补正")
    PUBLIC_NOTICE = "public_notice", _("公示中")
    CITY_APPROVAL = "city_approval", _("市级审批")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("不予帮扶")
    WITHDRAWN = "withdrawn", _("已撤回")
    REVOKED = "revoked", _("已撤销")


STATE_TONES: Mapping[str, str] = {
    State.DRAFT: "muted",
    State.COUNTY_REVIEW: "info",
    State.RETURNED: "warning",
    State.PUBLIC_NOTICE: "info",
    State.CITY_APPROVAL: "info",
    State.APPROVED: "success",
    State.REJECTED: "danger",
    State.WITHDRAWN: "muted",
    State.REVOKED: "danger",
}
EDITABLE_STATES = (State.DRAFT, State.RETURNED)
OPEN_STATES = (State.DRAFT, State.COUNTY_REVIEW, State.RETURNED, State.PUBLIC_NOTICE, State.CITY_APPROVAL)
# The stages that a case goes through, for the picture of its route.
ROUTE = (State.COUNTY_REVIEW, State.PUBLIC_NOTICE, State.CITY_APPROVAL, State.APPROVED)
