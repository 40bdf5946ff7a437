"""Warnings of families on file: what is late, what is near a line, what may be wrong."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cases.alerts.rules.kinds import YUAN, Limit, alert_kind
from cases.alerts.states import Severity

IN_FORCE = "('filed', 'review_due', 'relieved')"  # archives.states.IN_FORCE_STATES, which a test compares


def _number(value: int) -> Decimal:
    return Decimal(value)


@alert_kind(
    "review_overdue",
    _("核查超期"),
    why=_("应当在 %(due)s 前核查，到期以后一直没有办。"),
    first=Limit(_("超过多少天"), _number(7)),
    severity=Severity.RED,
)
def review_overdue() -> str:
    """Files whose re-verification is overdue."""
    return f"""
SELECT file.union_id, 'household:' || file.id AS subject, file.id AS household_id, '' AS label,
       jsonb_build_object('due', file.review_due_on) AS figures
  FROM archives_household file JOIN limits ON limits.union_id = file.union_id
 WHERE file.state IN {IN_FORCE} AND file.review_due_on < %(today)s::date - limits.first::int"""  # noqa: S608


@alert_kind(
    "near_line",
    _("收入接近标准"),
    why=_("最近一次认定的净人均月收入 %(net)s 元，标准线 %(line)s 元，相差很小，收支一变就可能进出标准。"),
    first=Limit(_("相差百分之几以内"), _number(10)),
    second=Limit(_("标准线是低保标准的几倍"), Decimal("1.5")),
    severity=Severity.YELLOW,
)
def near_line() -> str:
    """Files whose net income per head was, at the last determination, near the line from either side."""
    return f"""
SELECT file.union_id, 'household:' || file.id AS subject, file.id AS household_id, '' AS label,
       jsonb_build_object('net', to_char(last.net, {YUAN}),
                          'line', to_char(standard.monthly * limits.second, {YUAN})) AS figures
  FROM (SELECT DISTINCT ON (household_id) household_id, net, standard_id
          FROM archives_assessment ORDER BY household_id, id DESC) last
  JOIN archives_household file ON file.id = last.household_id AND file.state IN {IN_FORCE}
  JOIN policies_livingstandard standard ON standard.id = last.standard_id
  JOIN limits ON limits.union_id = file.union_id
 WHERE abs(last.net - standard.monthly * limits.second) * 100
       <= standard.monthly * limits.second * limits.first"""  # noqa: S608


@alert_kind(
    "medical",
    _("医疗自付负担重"),
    why=_("近 12 个月医疗自付 %(spent)s 元，家庭年收入 %(income)s 元，超过了预警线。"),
    first=Limit(_("自付超过多少元"), _number(30000)),
    second=Limit(_("或者超过年收入的百分之几"), _number(50)),
    severity=Severity.RED,
)
def medical() -> str:
    """Files with medical bills above a sum or a share of the year's income."""
    return f"""
SELECT file.union_id, 'household:' || file.id AS subject, file.id AS household_id, '' AS label,
       jsonb_build_object('spent', to_char(cost.spent, {YUAN}),
                          'income', to_char(coalesce(earned.income, 0), {YUAN})) AS figures
  FROM (SELECT household_id, sum(annual_amount) AS spent FROM archives_rigidexpense
         WHERE kind = 'medical' GROUP BY household_id) cost
  JOIN archives_household file ON file.id = cost.household_id AND file.state IN {IN_FORCE}
  JOIN limits ON limits.union_id = file.union_id
  LEFT JOIN (SELECT household_id, sum(annual_amount) AS income FROM archives_incomeitem
              GROUP BY household_id) earned ON earned.household_id = file.id
 WHERE cost.spent > limits.first OR cost.spent * 100 > coalesce(earned.income, 0) * limits.second"""  # noqa: S608


@alert_kind(
    "layoffs",
    _("同一单位多户新报"),
    why=_("最近一段时间内，这个单位的职工新报了 %(many)s 户，可能停产、裁员或者欠薪。"),
    first=Limit(_("最近多少天"), _number(30)),
    second=Limit(_("达到多少户"), _number(3)),
    severity=Severity.RED,
)
def layoffs() -> str:
    """Employers in one county of whose workers several files were opened lately."""
    return """
SELECT seat.id AS union_id, 'employer:' || seat.id || ':' || md5(head.employer) AS subject,
       NULL::bigint AS household_id, head.employer AS label, jsonb_build_object('many', count(*)) AS figures
  FROM archives_household file
  JOIN archives_member head
    ON head.household_id = file.id AND head.relation = 'head' AND head.removed_at IS NULL
  JOIN accounts_union seat ON seat.id = coalesce(file.county_id, file.city_id, file.union_id)
  JOIN limits ON limits.union_id = seat.id
 WHERE head.employer <> '' AND file.state <> 'discarded'
   AND (file.created_at AT TIME ZONE 'Asia/Shanghai')::date > %(today)s::date - limits.first::int
 GROUP BY seat.id, head.employer, limits.second HAVING count(*) >= limits.second"""


@alert_kind(
    "no_contact",
    _("长期没有联系"),
    why=_("从 %(last)s 起，没有走访、回访，也没有发放帮扶。"),
    first=Limit(_("超过多少个月"), _number(6)),
)
def no_contact() -> str:
    """Files whose family nobody visited, called or paid for months."""
    return f"""
SELECT file.union_id, 'household:' || file.id AS subject, file.id AS household_id, '' AS label,
       jsonb_build_object('last', greatest(file.filed_on, seen.day, asked.day, paid.day)) AS figures
  FROM archives_household file JOIN limits ON limits.union_id = file.union_id
  LEFT JOIN (SELECT household_id, max(visited_on) AS day FROM visits_homevisit GROUP BY 1) seen
    ON seen.household_id = file.id
  LEFT JOIN (SELECT household_id, max("on") AS day FROM callbacks_callback
              WHERE state = 'done' GROUP BY 1) asked
    ON asked.household_id = file.id
  LEFT JOIN (SELECT owed.subject, max(pay.paid_on) AS day
               FROM payments_payment pay JOIN payments_payable owed ON owed.id = pay.payable_id
              WHERE pay.state = 'paid' GROUP BY 1) paid
    ON paid.subject = 'household:' || file.id
 WHERE file.state IN {IN_FORCE}
   AND greatest(file.filed_on, seen.day, asked.day, paid.day)
       < (%(today)s::date - make_interval(months => limits.first::int))::date"""  # noqa: S608


@alert_kind(
    "plan_behind",
    _("帮扶计划落后"),
    why=_("有 %(many)s 条帮扶措施过了期限没有办，最早的一条应当在 %(due)s 前办完。"),
    first=Limit(_("超过期限多少天"), _number(15)),
)
def plan_behind() -> str:
    """Families with measures of an agreed plan that are late."""
    return f"""
SELECT file.union_id, 'household:' || file.id AS subject, file.id AS household_id, '' AS label,
       jsonb_build_object('many', count(*), 'due', min(measure.due_on)) AS figures
  FROM plans_measure measure JOIN plans_helpplan plan ON plan.id = measure.plan_id AND plan.state = 'agreed'
  JOIN archives_household file ON file.id = plan.household_id AND file.state IN {IN_FORCE}
  JOIN limits ON limits.union_id = file.union_id
 WHERE measure.state = 'open' AND measure.due_on < %(today)s::date - limits.first::int
 GROUP BY file.id"""  # noqa: S608


@alert_kind(
    "referral_late",
    _("转介没有答复"),
    why=_("转给%(department)s的“%(service)s”应当在 %(due)s 前答复，到现在没有登记答复。"),
    first=Limit(_("超过期限多少天"), _number(15)),
)
def referral_late() -> str:
    """Families referred to a department that has not answered, the letter that is late the longest."""
    return f"""
SELECT DISTINCT ON (file.id) file.union_id, 'household:' || file.id AS subject, file.id AS household_id,
       '' AS label, jsonb_build_object('due', sent.due_on, 'department', sent.department,
                                       'service', offered.name) AS figures
  FROM referrals_servicereferral sent
  JOIN referrals_departmentservice offered ON offered.id = sent.service_id
  JOIN archives_household file ON file.id = sent.household_id AND file.state IN {IN_FORCE}
  JOIN limits ON limits.union_id = file.union_id
 WHERE sent.state = 'sent' AND sent.due_on < %(today)s::date - limits.first::int
 ORDER BY file.id, sent.due_on, sent.id"""  # noqa: S608


@alert_kind(
    "card_shared",
    _("几户共用一张银行卡"),
    why=_("这一户成员的银行卡号，在另外 %(many)s 户在档家庭也登记着。"),
    first=Limit(_("另外有多少户"), _number(1)),
    severity=Severity.RED,
)
def card_shared() -> str:
    """Files with a card that other files have too."""
    return f"""
SELECT file.union_id, 'household:' || file.id AS subject, file.id AS household_id, '' AS label,
       jsonb_build_object('many', max(shared.many) - 1) AS figures
  FROM (SELECT one.bank_card_index, count(DISTINCT home.id) AS many, array_agg(DISTINCT home.id) AS homes
          FROM archives_member one JOIN archives_household home
            ON home.id = one.household_id AND home.state IN {IN_FORCE}
         WHERE one.bank_card_index IS NOT NULL AND one.removed_at IS NULL
         GROUP BY 1 HAVING count(DISTINCT home.id) > 1) shared
  JOIN archives_household file ON file.id = ANY(shared.homes)
  JOIN limits ON limits.union_id = file.union_id
 WHERE shared.many - 1 >= limits.first
 GROUP BY file.id"""  # noqa: S608


@alert_kind(
    "notice_unproven",
    _("公示没有张贴照片"),
    why=_("%(start)s 开始公示，一直没有上传张贴照片，不能证明公示过。"),
    first=Limit(_("开始多少天以后"), _number(1)),
    page="notices:notice",
)
def notice_unproven() -> str:
    """Running notices of which no photo shows that a poster hangs."""
    return """
SELECT notice.union_id, 'notice:' || notice.id AS subject, NULL::bigint AS household_id,
       notice.number AS label, jsonb_build_object('start', notice.starts_on) AS figures
  FROM notices_publicnotice notice JOIN limits ON limits.union_id = notice.union_id
 WHERE notice.state = 'running' AND notice.starts_on < %(today)s::date - limits.first::int
   AND NOT EXISTS (SELECT 1 FROM notices_noticeboard board JOIN notices_boardphoto photo
                     ON photo.board_id = board.id AND photo.moment = 'start'
                    WHERE board.notice_id = notice.id)"""
