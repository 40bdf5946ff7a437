"""Which route a document has for an application, and which of its stages the case goes through."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.routes import Route, Stage
from cases.policies.rules.engine.asking import Asking, Judge
from cases.policies.rules.engine.conditions import Conditions

StagesOf = Callable[[Asking], tuple[Stage, ...]]


@dataclass(frozen=True)
class CompiledRoute:
    """A route with its conditions as closures; a condition that cannot be told leaves the route aside, and
    keeps a stage: nobody is passed over because something is not known."""

    route: Route
    when: Judge | None
    stages: tuple[tuple[Stage, Judge | None], ...]

    def fits(self, asking: Asking, programme: str, *, is_urgent: bool = False) -> bool:
        route = self.route
        if (route.urgent is not None) != is_urgent:
            return False
        if route.programmes and programme not in route.programmes:
            return False
        if route.for_ and asking.category not in route.for_:
            return False
        return self.when is None or bool(self.when(asking))

    def taken(self, asking: Asking) -> tuple[Stage, ...]:
        """With those for money of certain sources (`funds`): the room that pays knows which."""
        judged = [(stage, None if when is None else when(asking)) for stage, when in self.stages]
        return tuple(
            stage for stage, met in judged if met is not False
            and (not stage.for_ or asking.category in ("", *stage.for_))
        )  # fmt: skip


def compile_routes(document: PolicyDocument, conditions: Conditions) -> Mapping[str, CompiledRoute]:
    """The routes of one document, in its order."""
    return {name: _compiled(conditions, f"routes.{name}", route) for name, route in document.routes.items()}


def _compiled(conditions: Conditions, key: str, route: Route) -> CompiledRoute:
    when = None if route.when is None else conditions.judge(route.when, dotted(key, "when"))
    stages = tuple(
        (
            stage,
            None if stage.when is None else conditions.judge(stage.when, f"{key}.stages.{number}.when"),
        )
        for number, stage in enumerate(route.stages, start=1)
    )
    return CompiledRoute(route, when, stages)


def route_of(
    routes: Mapping[str, CompiledRoute], asking: Asking, programme: str, named: str | None
) -> tuple[Route, tuple[Stage, ...]] | None:
    """The route that a programme names, else the first that fits; with the stages that the case goes
    through. None where the document has none for it."""
    if named is not None:
        found = routes.get(named)
    else:
        found = next((one for one in routes.values() if one.fits(asking, programme)), None)
    return None if found is None else (found.route, found.taken(asking))


def urgent_route_of(
    routes: Mapping[str, CompiledRoute], asking: Asking, programme: str
) -> tuple[Route, tuple[Stage, ...]] | None:
    """The first route for what is urgent that fits; None where the document has none for it."""
    found = next((one for one in routes.values() if one.fits(asking, programme, is_urgent=True)), None)
    return None if found is None else (found.route, found.taken(asking))
