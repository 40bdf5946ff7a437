"""What is listed of courses, of their people and partners, of those who may be put on one."""

from django.utils.translation import gettext_lazy as _

from cases.employment.states import OPENING_TONES, REFERRAL_TONES, RESULT_TONES, START_UP_TONES, TONES
from hardship.kernel.columns import Column, without

# A row is a selectors.courses.CourseLine.
COURSES = (
    Column("name", _("培训班"), "course.name", width=24, is_main=True, below="trade"),
    Column("trade", _("工种"), "course.trade", width=16),
    Column("level", _("技能等级"), "course.get_level_display", width=16, default=False),
    Column("union", _("工会"), "course.union.name", kind="union", width=26),
    Column("partner", _("培训机构"), "course.partner", width=26, default=False),
    Column("starts_on", _("开课日期"), "course.starts_on", kind="date", width=12, sorts="starts_on"),
    Column("ends_on", _("结课日期"), "course.ends_on", kind="date", width=12, sorts="ends_on", default=False),
    Column("place", _("培训地点"), "course.place", width=26, default=False),
    Column("hours", _("学时"), "course.hours", kind="count", width=8, default=False),
    Column("cost", _("人均费用（元）"), "course.cost", kind="money", width=14, default=False),
    Column("seats", _("名额"), "course.seats", kind="count", width=8),
    Column("enrolled", _("报名"), "figures.enrolled", kind="count", width=8),
    Column("trained", _("学完"), "figures.trained", kind="count", width=8),
    Column("passed", _("合格"), "figures.passed", kind="count", width=8, default=False),
    Column("certified", _("取得证书"), "figures.certified", kind="count", width=10, default=False),
    Column("placed", _("就业"), "figures.placed", kind="count", width=8),
    Column("rate", _("就业率"), "figures.rate", width=8),
    Column("off_file", _("其中未建档"), "figures.off_file", kind="count", width=10, default=False),
    Column("state", _("状态"), "course.state", kind="badge", width=10, tones=TONES, sorts="state"),
)  # fmt: skip
# A row is a selectors.courses.PartnerLine.
PARTNERS = (
    Column("partner", _("培训机构"), "partner", width=30, is_main=True),
    Column("courses", _("培训班"), "courses", kind="count", width=10),
    Column("trained", _("学完（人）"), "figures.trained", kind="count", width=12),
    Column("passed", _("合格（人）"), "figures.passed", kind="count", width=12),
    Column("certified", _("取得证书（人）"), "figures.certified", kind="count", width=14),
    Column("placed", _("就业（人）"), "figures.placed", kind="count", width=12),
    Column("rate", _("就业率"), "figures.rate", width=10),
    Column("off_file", _("其中未建档（人）"), "figures.off_file", kind="count", width=16),
)
# A row is a selectors.partners.AgreementLine.
AGREEMENTS = (
    Column("name", _("名称"), "partner.name", width=30, is_main=True, below="contract_no", sorts="name"),
    Column("contract_no", _("协议编号"), "partner.contract_no", width=20),
    Column("kind", _("类别"), "partner.get_kind_display", width=12),
    Column("until_on", _("协议期止"), "partner.until_on", kind="date", width=12, sorts="until_on"),
    Column("standing", _("协议"), "partner.standing_words", width=10),
    Column("trades", _("工种"), "partner.trades", width=24, wide_only=True),
    Column("courses", _("培训班"), "courses", kind="count", width=10),
    Column("trained", _("学完（人）"), "figures.trained", kind="count", width=12),
    Column("certified", _("取得证书（人）"), "figures.certified", kind="count", width=14),
    Column("placed", _("就业（人）"), "figures.placed", kind="count", width=12),
    Column("hired", _("基地录用（人）"), "hired", kind="count", width=14),
    Column("free", _("基地空岗"), "free", kind="count", width=10),
    Column("union", _("工会"), "partner.union.name", kind="union", width=26),
)
# A row is an Enrolment.
ENROLLED = (
    Column("name", _("学员"), "name", kind="name", width=12, is_main=True, below="from_where"),
    Column("from_where", _("档案号"), "from_where", kind="code", width=20),
    Column("enrolled_at", _("报名时间"), "enrolled_at", kind="date", width=12, wide_only=True),
    Column("state", _("结果"), "state", kind="badge", width=10, tones=RESULT_TONES),
    Column("hours", _("实到学时"), "hours", kind="count", width=10),
    Column("certificate_no", _("证书编号"), "certificate_no", kind="code", width=22),
    Column("said", _("说明"), "said", personal=True, width=24, wide_only=True),
)
# A row is a Member of the register of job seekers.
SEEKERS = (
    Column("name", _("姓名"), "name", kind="name", width=12, is_main=True, below="file_no"),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("skills", _("技能特长"), "skills", personal=True, width=20),
    Column("job_wishes", _("就业意愿"), "job_wishes", personal=True, width=20),
    Column("training_wishes", _("培训意愿"), "training_wishes", personal=True, width=20),
    Column("union", _("工会"), "household.union.name", kind="union", width=26),
)
# A row is a Person off file.
PEOPLE = (
    Column("name", _("姓名"), "name", kind="name", width=12, is_main=True, below="employer"),
    Column("employer", _("工作单位"), "employer", width=26),
    Column("groups", _("人员类别"), "group_names", width=24),
    Column("union", _("工会"), "union.name", kind="union", width=26),
)
# A row is a selectors.openings.OpeningLine.
OPENINGS = (
    Column("post", _("岗位"), "opening.post", width=18, is_main=True, below="employer"),
    Column("employer", _("用人单位"), "opening.employer.name", width=30),
    Column("trade", _("工种"), "opening.trade", width=14),
    Column("number", _("招聘人数"), "opening.number", kind="count", width=10),
    Column("wage", _("月工资（元）"), "opening.wage", kind="money", width=14, sorts="wage"),
    Column("remark", _("提示"), "remark", width=28, wide_only=True),
    Column("place", _("工作地点"), "opening.place", width=24),
    Column("requirements", _("要求"), "opening.requirements", width=30, default=False),
    Column("until_on", _("截止日期"), "opening.until_on", kind="date", width=12, sorts="until_on"),
    Column("sent", _("介绍"), "sent", kind="count", width=8),
    Column("hired", _("录用"), "hired", kind="count", width=8),
    Column("union", _("登记工会"), "opening.union.name", kind="union", width=26, default=False),
    Column("union_code", _("工会编码"), "opening.union.code", kind="code", width=14, default=False),
    Column("state", _("状态"), "opening.state", kind="badge", width=10, tones=OPENING_TONES, sorts="state"),
)  # fmt: skip
# What a workbook to import may have.
OPENING_SHEET = without(OPENINGS, "remark", "sent", "hired", "state")
# A row is a Referral.
REFERRALS = (
    Column("name", _("姓名"), "name", kind="name", width=12, is_main=True, below="from_where"),
    Column("from_where", _("档案号"), "from_where", kind="code", width=20),
    Column("post", _("岗位"), "opening.post", width=16, below="employer"),
    Column("employer", _("用人单位"), "opening.employer.name", width=26),
    Column("introduced_at", _("介绍时间"), "introduced_at", kind="date", width=12),
    Column("interview_on", _("面试日期"), "interview_on", kind="date", width=12, default=False),
    Column("hired_on", _("上岗日期"), "hired_on", kind="date", width=12),
    Column("wage", _("实际月工资（元）"), "wage", kind="money", personal=True, width=14, default=False),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=REFERRAL_TONES),
    Column("told", _("原因或说明"), "told", personal=True, width=30, wide_only=True),
)  # fmt: skip
# A row is a selectors.openings.Match.
MATCHES = (
    Column("name", _("姓名"), "member.name", kind="name", width=12, is_main=True, below="file_no"),
    Column("file_no", _("档案号"), "member.household.file_no", kind="code", width=20),
    Column("why", _("匹配"), "why", width=20),
    Column("skills", _("技能特长"), "member.skills", personal=True, width=20),
    Column("job_wishes", _("就业意愿"), "member.job_wishes", personal=True, width=20),
    Column("remark", _("提示"), "remark", personal=True, width=20),
    Column("union", _("工会"), "member.household.union.name", kind="union", width=26),
)
# A row is a JobFair.
FAIRS = (
    Column("name", _("招聘会"), "name", width=24, is_main=True, below="place"),
    Column("place", _("地点或网址"), "place", width=24),
    Column("kind", _("形式"), "get_kind_display", width=12),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("held_on", _("举办日期"), "held_on", kind="date", width=12),
    Column("employers", _("进场单位（家）"), "employers", kind="count", width=14, short=_("单位")),
    Column("posts", _("提供岗位（个）"), "posts", kind="count", width=14, short=_("岗位")),
    Column("visitors", _("到场人数"), "visitors", kind="count", width=10, short=_("到场")),
    Column("intents", _("达成意向（人）"), "intents", kind="count", width=14, short=_("意向")),
    Column("hired", _("录用（人）"), "hired", kind="count", width=10, short=_("录用")),
)  # fmt: skip
# A row is a StartUp of `selectors.start_ups.list_start_ups`.
START_UPS = (
    Column("project", _("项目"), "project", width=20, is_main=True, below="name"),
    Column("name", _("姓名"), "name", kind="name", width=12),
    Column("from_where", _("档案号"), "from_where", kind="code", width=20, default=False),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("place", _("经营地点"), "place", width=26, default=False),
    Column("began_on", _("开业日期"), "began_on", kind="date", width=12),
    Column("means", _("提供的生产资料"), "means", width=24, default=False),
    Column("means_worth", _("生产资料折价（元）"), "means_worth", kind="money", width=16, default=False),
    Column("allowance", _("创业补贴（元）"), "allowance", kind="money", width=14),
    Column("jobs", _("带动就业（人）"), "jobs", kind="count", width=12),
    Column("turnover", _("今年营业额（元）"), "turnover", kind="money", personal=True, width=16),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=START_UP_TONES),
)  # fmt: skip
# A row is a Turnover.
TURNOVERS = (
    Column("quarter", _("季度"), "quarter_words", width=18, is_main=True),
    Column("yuan", _("营业额（元）"), "yuan", kind="money", personal=True, width=16),
    Column("noter", _("登记人"), "noter", width=14),
    Column("noted_at", _("登记时间"), "noted_at", kind="date", width=12),
)
