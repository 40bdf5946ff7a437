"""Why a course may not be written or go on, as sentences for the user; the database's refusals among them."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.workflow import Refused
from hardship.kernel.writes import writes


class EmploymentRefused(Refused):
    """A write of this room that may not be made; the message says what to do."""


FULL = _("名额已满，或者剩下的名额不够。请先改名额，或者少选几个人。")
# Constraint or trigger → its sentence.
SENTENCES = {
    "partner_once": (_("这份协议已经登记，请到列表里看。"), "contract_no"),
    "partner_stays": (_("培训班或岗位已经用了这份协议，类别、名称和编号不能再改。"), "name"),
    "course_of_its_agreement": (_("请选择本工会或上级工会登记的协议。"), "agreement"),
    "opening_at_a_base": (_("请选择本工会或上级工会登记的再就业基地。"), "base"),
    "course_moves": _("培训班已经变了，请刷新页面再办理。"),
    "course_stays": _("培训班已结业或取消，不能再改。"),
    "course_days_in_order": (_("结课日期不能早于开课日期，请核对。"), "ends_on"),
    "course_within_its_seats": (FULL, "seats"),
    "course_ends_with_results": _("要到结课那天、每个学员都登记了结果，才能结业。"),
    "course_cancelled_without_people": _("还有学员，请刷新页面再取消。"),
    "course_days_stay_with_results": (_("已经登记了学员的结果，日期和学时不能再改。"), "ends_on"),
    "union_is_closed": _("工会已撤销，不能再办理。"),
    "enrolment_one_course_at_a_time": _("有学员这段时间已在另一个培训班，一个人不能同时上两个班。"),
    "enrolment_while_it_is_open": _("培训班没有开放报名，或者已过结课日期，不能再报名。"),
    "enrolment_of_its_person": _("人员信息刚被修改，请刷新页面再报名。"),
    "enrolment_stays": _("已退学或已结业的结果不能再改；退学的人要再来，请重新报名。"),
    "enrolment_result_after_the_course": (_("结课以后才能登记结果，实到学时不能超过培训班的学时。"), "hours"),
    "certificate_once_in_a_course": (_("这个证书编号已登记给别的学员，请核对。"), "certificate_no"),
    "answer_stays": _("这次跟踪已经登记，不能再改。"),
    "answer_in_time": _("还没有到跟踪的时候，到期前七天起可以登记。"),
    "fair_counted_whole": (_("五个数要一起填，没有的填 0。"), "employers"),
    "fair_intents_of_visitors": (_("达成意向的人不能多于到场的人，请核对。"), "intents"),
    "fair_hired_of_intents": (_("录用的人不能多于达成意向的人，请核对。"), "hired"),
    "start_up_means_named": (_("有折价的，请写明是什么生产资料。"), "means"),
    "start_up_of_its_person": _("人员信息刚被修改，请刷新页面再登记。"),
    "turnover_of_its_time": (_("这个季度还没有到，或者在开业之前，请核对。"), "quarter"),
    "opening_stays": _("岗位已停招，不能再改。"),
    "opening_within_its_number": _("录用的人已经够数，不能再录用或介绍；单位还要人的，请先改招聘人数。"),
    "referral_once": _("有人已介绍到这个岗位，不能重复介绍。"),
    "referral_while_it_is_open": _("岗位已停招或过了截止日期，不能再介绍。"),
    "referral_of_its_person": _("人员信息刚被修改，请刷新页面再介绍。"),
    "referral_moves": _("介绍已经变了，请刷新页面再办理。"),
    "referral_in_order": (_("面试、录用的日期不能早于介绍的日期，也不能晚于今天。"), "on"),
}
employment_write = writes(EmploymentRefused, SENTENCES)
