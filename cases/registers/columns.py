"""The registers of students and of job seekers; a row is a selectors.register.Person."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

STUDENT_COLUMNS = (
    Column("name", _("姓名"), "name", personal=True, width=10, is_main=True),
    Column("age", _("年龄"), "age", kind="number", personal=True, width=6),
    Column("stage", _("在读阶段"), "member.get_stage_display", personal=True, width=14, below="grade"),
    Column("school", _("学校"), "member.employer", personal=True, width=24),
    Column("grade", _("年级"), "member.grade", kind="number", personal=True, width=6, phrase=_("%s 年级")),
    Column("entry_year", _("入学年份"), "member.entry_year", kind="number", personal=True, width=9),
    Column(
        "school_years",
        _("学制（年）"),
        "member.school_years",
        kind="number",
        personal=True,
        width=9,
        default=False,
    ),
    Column("graduates_in", _("预计毕业"), "graduates_in", kind="number", personal=True, width=9),
    Column("head", _("户主"), "household.head.name", kind="name", width=10, below="file_no"),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("category", _("困难类别"), "household.category", kind="badge", width=12),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
)
SEEKER_COLUMNS = (
    Column("name", _("姓名"), "name", personal=True, width=10, is_main=True),
    Column("age", _("年龄"), "age", kind="number", personal=True, width=6),
    Column("status", _("人员身份"), "member.get_status_display", personal=True, width=12, below="education"),
    Column("education", _("学历"), "member.get_education_display", personal=True, width=10),
    Column("seeks_work", _("求职"), "member.seeks_work", kind="boolean", personal=True, width=6),
    Column("skills", _("技能特长"), "member.skills", personal=True, width=24),
    Column("job_wishes", _("就业意愿"), "member.job_wishes", personal=True, width=24),
    Column("training_wishes", _("培训意愿"), "member.training_wishes", personal=True, width=24),
    Column("head", _("户主"), "household.head.name", kind="name", width=10, below="file_no"),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("category", _("困难类别"), "household.category", kind="badge", width=12),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
)
