"""What the registers of students and of job seekers can be narrowed to."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from cases.archives.models import Member
from cases.archives.selectors import stock
from cases.policies.states import Stage
from cases.registers.selectors import graduating
from hardship.accounts.filters import UnionNarrowing
from hardship.accounts.models import User


class RegisterFilter(UnionNarrowing):
    """What both registers of people can be narrowed to."""

    scoped = "household__"

    class Meta:
        model = Member
        fields: tuple[str, ...] = ()


class StudentFilter(RegisterFilter):
    """Stage of schooling, school, and the year in which the course ends."""

    unlogged = ("school",)

    stage = ChoiceFilter(choices=Stage.choices, label=_("在读阶段"), empty_label=_("全部"))
    school = CharFilter(field_name="employer", lookup_expr="contains", label=_("学校"), max_length=40)
    ends = ChoiceFilter(label=_("预计毕业"), empty_label=_("全部"), method="ending")

    def __init__(self, data: Any, *, queryset: QuerySet[Member], user: User) -> None:
        super().__init__(data, queryset=queryset, user=user)
        year = timezone.localdate().year
        years = [(str(year + n), str(year + n)) for n in range(5)]
        self.filters["ends"].extra["choices"] = [*years, (stock.UNKNOWN, _("缺入学年份或学制"))]

    def ending(self, people: QuerySet[Member], _name: str, chosen: str) -> QuerySet[Member]:
        return graduating(people, None if chosen == stock.UNKNOWN else int(chosen))


class SeekerFilter(RegisterFilter):
    """What is wanted: work or training; and a word of the skills or wishes."""

    unlogged = ("words",)

    wants = ChoiceFilter(
        choices=(("work", _("要找工作")), ("training", _("要参加培训"))),
        label=_("愿望"),
        empty_label=_("全部"),
        method="wanting",
    )
    words = CharFilter(label=_("技能或意愿"), max_length=40, method="saying")

    def wanting(self, people: QuerySet[Member], _name: str, chosen: str) -> QuerySet[Member]:
        if chosen == "training":
            return people.exclude(training_wishes="")
        return people.filter(Q(seeks_work=True) | ~Q(job_wishes=""))

    def saying(self, people: QuerySet[Member], _name: str, words: str) -> QuerySet[Member]:
        said = ("skills", "job_wishes", "training_wishes")
        found = Q()
        for field in said:
            found |= Q(**{f"{field}__contains": words})
        return people.filter(found)
