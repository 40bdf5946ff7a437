"""What the list of meetings can be narrowed to; unknown values narrow nothing."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.bodies.models import Meeting
from cases.bodies.states import MeetingState
from hardship.accounts.filters import EVERYTHING, TolerantDateFilter, UnionNarrowing


class MeetingFilter(UnionNarrowing):
    """State, from which day to which, union."""

    state = ChoiceFilter(choices=MeetingState.choices, label=_("状态"), empty_label=EVERYTHING)
    since = TolerantDateFilter(field_name="on", lookup_expr="gte", label=_("自"))
    until = TolerantDateFilter(field_name="on", lookup_expr="lte", label=_("至"))

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()
