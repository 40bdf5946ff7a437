"""急难先行救助: whether an application may take the short way, and on which terms."""

from collections.abc import Callable, Iterator, Sequence

from django.utils import timezone

from cases.applications.models import Application
from cases.applications.selectors.entitling import case_of, category_in, get_basis
from cases.applications.selectors.offers import asked_by
from cases.policies.models import Programme
from cases.policies.rules import Case, compile_policy
from cases.policies.rules.document.routes import Route, Stage, Urgent
from cases.policies.selectors import list_routing
from hardship.accounts.models import Union
from hardship.kernel.registry import Registry

OBSTACLES: Registry[Callable[[Application], str]] = Registry(
    "applications.urgent_obstacles",
    "Why an application may not go the short way now, in words; '' for nothing.",
)


def list_urgent_obstacles(application: Application) -> Iterator[str]:
    """What higher rooms say against it, while it can still be mended."""
    yield from (why for _key, find in OBSTACLES.items() if (why := find(application)))


def get_urgent(application: Application) -> Urgent | None:
    """The terms on which this application would be decided and paid first; None where no policy has any."""
    found = get_urgent_route(application)
    return found[0].urgent if found else None


def get_urgent_route(
    application: Application, case: Case | None = None
) -> tuple[Route, Sequence[Stage]] | None:
    """The route for what is urgent of the nearest union that has one which fits, and its stages. Whoever has
    the case of the application hands it in."""
    if not may_be_urgent(application.programme, application.union):
        return None
    if case is None:
        basis = get_basis(application.household, year=application.year, without=application.pk)
        case = case_of(basis, application.programme, asked_by(application))
    for document in list_routing(union=application.union, on=timezone.localdate()):
        category = category_in(document, application.household)
        found = compile_policy(document).urgent_route(case, application.programme.code, category)
        if found is not None:
            return found
    return None


def may_be_urgent(programme: Programme, union: Union) -> bool:
    """Whether some policy in force for the union has a short way that may be for this programme. It is for
    what is paid at once: never a service, nor what comes in instalments."""
    if programme.is_service or programme.rule.instalments is not None:
        return False
    documents = list_routing(union=union, on=timezone.localdate())
    routes = [route for document in documents for route in document.routes.values() if route.urgent]
    return any(not route.programmes or programme.code in route.programmes for route in routes)
