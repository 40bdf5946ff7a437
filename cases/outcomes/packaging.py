"""What an audit package has of cases: the dossiers of applications that were drawn."""

import random
from collections.abc import Iterator

from cases.applications.models import Application
from cases.applications.states import State
from cases.outcomes.reports.dossier import dossier_pdf
from hardship.packages.selectors import PARTS, Piece, Scope
from hardship.packages.states import DRAWERS


@PARTS.add("outcomes.dossiers")
def write_dossiers(scope: Scope) -> Iterator[Piece]:
    """Drawn from what was approved in these days, by their numbers in order and the seed of the package: the
    same seed draws the same. Nothing for whoever may not read them."""
    if not scope.by.has_role(*DRAWERS):
        return
    days = (scope.since, scope.until)
    approved = Application.objects.visible_to(scope.by).filter(
        union__in=scope.unions, state=State.APPROVED, decided_at__date__range=days
    )
    numbers = list(approved.order_by("number").values_list("number", "pk"))
    drawn = random.Random(scope.seed).sample(numbers, min(scope.drawn, len(numbers)))  # noqa: S311 - drawn again
    related = ("household__head", "household__union", "programme__policy", "union", "member", "created_by")
    for number, key in sorted(drawn):
        application = Application.objects.select_related(*related).get(pk=key)
        content, _pages = dossier_pdf(application, by=scope.by, tell=lambda _done: None)
        yield Piece(f"卷宗/{number}.pdf", f"{number} {application.programme.name}", [content])
