"""Who gives aid, and of what kind: the words of every record of aid, own or of others."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GiverKind(TextChoices):
    """Who gave it. `OWN` is what was paid here; what a union gave before that is `UNION`."""

    OWN = "own", _("本系统发放")
    UNION = "union", _("工会")
    CIVIL_AFFAIRS = "civil_affairs", _("民政")
    EDUCATION = "education", _("教育")
    MEDICAL_INSURANCE = "medical_insurance", _("医保")
    DISABLED_FEDERATION = "disabled_federation", _("残联")
    GOVERNMENT = "government", _("其他政府部门")
    CHARITY = "charity", _("慈善组织")
    COMPANY = "company", _("企业")
    OTHER = "other", _("其他")


# Whose help is relief of government (政府救助); charity and companies are neither that nor aid of unions.
RELIEF_GIVERS = (
    GiverKind.CIVIL_AFFAIRS, GiverKind.EDUCATION, GiverKind.MEDICAL_INSURANCE, GiverKind.DISABLED_FEDERATION,
    GiverKind.GOVERNMENT,
)  # fmt: skip
