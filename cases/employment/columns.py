"""What is listed of courses, of their people and partners, of those who may be put on one."""

from django.utils.translation import gettext_lazy as _

from cases.employment.states import RESULT_TONES, TONES
from hardship.kernel.columns import Column

# A row is a selectors.courses.CourseLine.
COURSES = (
    Column("name", _("培训班"), "course.name", width=24, is_main=True, below="trade"),
    Column("trade", _("工种"), "course.trade", width=16),
    Column("level", _("技能等级"), "course.get_level_display", width=16, default=False),
    Column("union", _("工会"), "course.union.name", kind="union", width=26),
    Column("partner", _("培训机构"), "course.partner", width=26),
    Column("starts_on", _("开课日期"), "course.starts_on", kind="date", width=12, sorts="starts_on"),
    Column("ends_on", _("结课日期"), "course.ends_on", kind="date", width=12, sorts="ends_on"),
    Column("place", _("培训地点"), "course.place", width=26, default=False),
    Column("hours", _("学时"), "course.hours", kind="count", width=8, default=False),
    Column("cost", _("人均费用（元）"), "course.cost", kind="money", width=14, default=False),
    Column("seats", _("名额"), "course.seats", kind="count", width=8),
    Column("enrolled", _("报名"), "figures.enrolled", kind="count", width=8),
    Column("trained", _("学完"), "figures.trained", kind="count", width=8),
    Column("passed", _("合格"), "figures.passed", kind="count", width=8),
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
