"""Levels of the union tree and the roles a person can hold in a union (domain glossary)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import Post
from hardship.kernel.scope import Part


class Level(TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("区县级")
    TOWNSHIP = "township", _("乡镇（街道、产业、集团）")
    GRASSROOTS = "grassroots", _("基层")


class Role(TextChoices):
    CLERK = "clerk", _("经办人")
    REVIEWER = "reviewer", _("审核人")
    APPROVER = "approver", _("审批人")
    FINANCE = "finance", _("财务")
    AUDITOR = "auditor", _("审计")
    ADMINISTRATOR = "administrator", _("管理员")


ANCESTOR_LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)

# One person never holds both: who keeps the cash neither reviews nor approves
# (会计基础工作规范 Art. 12), and who audits or administers does not do the business.
EXCLUSIVE_ROLES = (
    (Role.FINANCE, Role.REVIEWER),
    (Role.FINANCE, Role.APPROVER),
    *((Role.AUDITOR, role) for role in Role.values if role != Role.AUDITOR),
    *((Role.ADMINISTRATOR, role) for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FINANCE)),
)

CASE_WORKERS = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.AUDITOR})
FUND_WORKERS = frozenset({Role.FINANCE, Role.REVIEWER, Role.APPROVER, Role.AUDITOR})
CLERK, REVIEWER, APPROVER, FINANCE = (
    Post(role) for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FINANCE)
)
CASE_REVIEWER, CASE_APPROVER = Post(Role.REVIEWER, Part.REVIEW), Post(Role.APPROVER, Part.DECIDE)
