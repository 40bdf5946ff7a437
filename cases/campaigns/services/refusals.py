"""Why a campaign or a list may not be written or go on, as sentences for the user; the database's refusals
among them."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.workflow import Refused
from hardship.kernel.writes import writes


class CampaignRefused(Refused):
    """A campaign or a list that may not be written or go on; the message says what to do."""


class ListedElsewhere(CampaignRefused):
    """Somebody stands on the list of a union beyond the person's scope: told without saying whose, and
    counted, as typing number after number would tell who is given something."""


TWICE = _("此人已在本活动的名单上，不能重复列入。请核对身份证号，或者请组织活动的工会确认由哪个工会列。")
# Constraint or trigger → its sentence.
SENTENCES = {
    "campaign_once": _("这个文号的这项活动已经登记，请在列表中打开它。"),
    "campaign_keeps": _("活动已经批准，不能再改。"),
    "campaign_has_money": _("要发现金，还没有选可以用的资金，请由起草人修改活动。"),
    "campaign_parts_stay": _("活动已经批准，不能再改。"),
    "quota_goes_down": _("名额只能分给本工会和下级工会，已撤销的不行。"),
    "campaign_fund_is_own": _("只能选本工会的资金。"),
    "union_is_closed": _("工会已撤销，不能再办理。"),
    "campaign_list_once": _("本工会已经有这次活动的名单，请打开它。"),
    "campaign_list_wanted": _("活动不在上报名单，或者没有分给本工会名额，请先与组织活动的工会联系。"),
    "campaign_list_in_time": _("活动已不再收名单，请与组织活动的工会联系。"),
    "campaign_list_within_quota": _("名单是空的，或者超过名额，请核对。"),
    "campaign_list_as_handed_in": _("名单在您打开以后变了，请重新看过再批准。"),
    "campaign_list_paid_by_its_money": (_("这个指标不能付这次活动，请另选一个。"), "line"),
    "campaign_list_by_another": _("您在名单上列过人，请由其他人批准。"),
    "beneficiary_once": (TWICE, "id_number"),
    "beneficiary_stays": _("名单已经上报，或者活动已不再收名单，不能再改。"),
    "beneficiary_ended_unpaid": _("这一行的款项还没有取消，或者已经发放，不能停发。"),
    "beneficiary_ended_by_another": _("名单是您编制、上报或者列过人的，要由另一个人停发。"),
    "beneficiary_within_standard": (_("超过这类慰问对象的标准，请减少。"), "cash"),
    "visit_team_in_time": _("名单批准以后、总结以前，才能编慰问组。"),
    "visit_team_of_campaign": _("慰问组只能由组织活动的工会和下级工会编。"),
    "allotment_in_time": _("活动已经总结，不能再分派慰问对象。"),
    "allotment_of_approved_list": _("只能分派本工会和下级工会已批准名单上的人，请刷新页面再办理。"),
    "allotment_seen_stays": _("有慰问组已经走访过的人，不能再改分派。"),
    "campaign_visit_issued_once": _("已经登记交到，不用再登记。"),
    "campaign_visit_in_time": _("只能登记慰问期间、名单批准以后的走访。"),
    "campaign_visit_is_home_visit": (_("在档家庭的入户慰问，请先登记入户调查。"), "kind"),
    "campaign_visit_hands_over_what_left": (_("物资没有出库、慰问金没有到账，不能登记交到。"), "handed"),
    "wish_stays": _("这个愿望已经办结。"),
    "report_part_once": _("本工会的总结已经上报。"),
    "report_part_wanted": _("活动已不再收总结，或者本工会没有已批准的名单。"),
    "report_part_stays": _("总结已经收下，不能再改。"),
    "campaign_reported_whole": _("还有工会的总结没有收下，请先收下。"),
    "beneficiary_of_own_file": _("只能列本工会和下级工会的档案。"),
    "renewal_of_last_year": _("上年的名单或申请已经变了，不能再算续助，请把这一行移出名单，重新列入。"),
    "renewal_of_an_open_list": _("名单已经上报，或者这一行已移出，不能再改续助。"),
    "renewal_proved_this_year": (_("请选择今年上传的录取通知书或在校证明，没有的先传到档案里。"), "evidence"),
    "campaign_list_proved": _("名单上有续助学生的在读证明没有核对，请先逐人核对。"),
}


campaign_write = writes(CampaignRefused, SENTENCES)
