"""Ready-made layouts of the roster that is exported."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Preset(TextChoices):
    LIST = "list", _("列表现在的列")
    NATIONAL = "national", _("全国版式（可再导入）")
    CITY = "city", _("市级上报")
    AUDIT = "audit", _("审计")
