"""Which kind of aid a plan of use counts applications as: the name of their programme."""

from collections.abc import Collection, Iterable, Mapping

from django.utils import timezone

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.policies.selectors import list_programmes
from funds.budgets.selectors import AID_KINDS, AidKinds
from hardship.accounts.models import Union


def name_programmes(keys: Collection[int]) -> Mapping[int, str]:
    """The name of the programme of each of these applications."""
    return dict(Application.objects.filter(pk__in=list(keys)).values_list("pk", "programme__name"))


def offer_programmes(union: Union) -> Iterable[str]:
    """The names of the programmes with a sum that are in force for a union."""
    programmes = list_programmes(union=union, on=timezone.localdate())
    return [programme.name for programme in programmes if not programme.is_service]


AID_KINDS.add(SOURCE)(AidKinds(name_programmes, offer_programmes))
