"""Which of the missing papers somebody may be asked to let go."""

from cases.applications.models import Application
from cases.applications.models.waivers import OPEN_OR_GRANTED
from cases.applications.rules import Offer
from cases.applications.selectors.content import missing_papers
from cases.applications.selectors.waivers import key_of
from cases.policies.rules import kinds_words
from cases.policies.rules.document.handling import Paper
from cases.policies.selectors.placing import union_of


def list_waivable(application: Application, found: Offer) -> list[tuple[Paper, str, int]]:
    """Each with its words and the union that the policy names; not what was asked before, nor what a level
    that the tree does not have would be asked."""
    missing = {paper.kinds for paper in missing_papers(application, found.papers)}
    asked = set(application.waivers.filter(state__in=OPEN_OR_GRANTED).values_list("kinds", flat=True))
    rows = []
    for paper in found.papers:
        union_id = union_of(application, paper.waived_by) if paper.waived_by else None
        if union_id is not None and paper.any_of in missing and key_of(paper) not in asked:
            rows.append((paper, kinds_words(paper), union_id))
    return rows
