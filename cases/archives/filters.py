"""How the list of recusals is narrowed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from cases.archives.models import CaseRecusal
from cases.archives.states.recusals import RecusalCause, RecusalState
from hardship.accounts.filters import EVERYTHING, UnionNarrowing


class RecusalFilter(UnionNarrowing):
    """By union with everything below it, by state and by cause."""

    state = django_filters.ChoiceFilter(label=_("状态"), choices=RecusalState.choices, empty_label=EVERYTHING)
    cause = django_filters.ChoiceFilter(label=_("情形"), choices=RecusalCause.choices, empty_label=EVERYTHING)

    class Meta:
        model = CaseRecusal
        fields = ["state", "cause"]
