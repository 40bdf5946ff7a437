"""Code lists of income, rigid expenses and housing (domain.md 1.6, 1.7 and 3.2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Housing(TextChoices):
    SELF_BUILT = "self_built", _("自建房")
    COMMERCIAL = "commercial", _("商品房")
    AFFORDABLE = "affordable", _("经济适用房")
    LIMITED = "limited", _("两限房")
    UNIT_RENTED = "unit_rented", _("承租单位公房")
    LOW_RENT = "low_rent", _("政府廉租房")
    RENTED = "rented", _("租房")
    BOUGHT = "bought", _("自购房")
    NONE = "none", _("无房")
    OTHER = "other", _("其他")


class Facilities(TextChoices):
    OWN = "own", _("独用")
    SHARED = "shared", _("公用")
    NONE = "none", _("没有")


class IncomeKind(TextChoices):
    WAGE = "wage", _("工资性收入")
    BUSINESS = "business", _("经营净收入")
    PROPERTY = "property", _("财产净收入")
    PENSION = "pension", _("养老金、退休金")
    BASIC_PENSION = "basic_pension", _("城乡居民基础养老金")
    TRANSFER = "transfer", _("其他转移净收入")
    DIBAO = "dibao", _("低保金等政府救助")
    UNION_AID = "union_aid", _("工会帮扶救助")
    FESTIVAL_GIFT = "festival_gift", _("小额节日慰问金")
    HONOUR = "honour", _("优待抚恤、奖学金、见义勇为奖励")
    COMPENSATION = "compensation", _("赔偿补偿、保险理赔")
    OTHER = "other", _("其他收入")


class ExpenseKind(TextChoices):
    MEDICAL = "medical", _("医疗自付")
    DISABILITY = "disability", _("残疾康复")
    SCHOOLING = "schooling", _("就学")
    COMPULSORY_SCHOOLING = "compulsory_schooling", _("义务教育")
    HOUSING = "housing", _("租房")
    CARE = "care", _("长期照料、赡养")
    WORK = "work", _("必要就业成本")
    EVENT = "event", _("突发事件、意外损失")
    SINGLE_PARENT = "single_parent", _("单亲家庭扣减")
    OTHER = "other", _("其他刚性支出")
