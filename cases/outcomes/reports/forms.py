"""What stands on the forms: 帮扶申请表, filled and blank, 材料清单, 签领单."""

from typing import Any

from django.utils import timezone

from cases.applications.models import Application
from cases.applications.selectors import get_paper
from cases.giving.selectors.fulfilments import get_fulfilment
from cases.offices.selectors import office_for
from cases.outcomes.selectors import get_decision, list_documents, union_of
from cases.policies.selectors import list_programmes
from hardship.accounts.models import Union

FEWEST_MEMBER_ROWS = 3
BLANK_MEMBERS = 5  # with six the promise goes to the next page alone


def application_form(application: Application, round: int | None = None) -> dict[str, Any]:
    """帮扶申请表: what the family applies for, in the present round or another, to be signed by the worker;
    no opinion of anybody."""
    paper = get_paper(application, round)
    blanks = range(max(FEWEST_MEMBER_ROWS - len(paper.members), 0))
    return {**_common(application), "paper": paper, "blanks": blanks}


def blank_form(union: Union) -> dict[str, Any]:
    """The same with nothing on it but the programmes that this union has today."""
    programmes = list_programmes(union=union, on=timezone.localdate())
    names = list(dict.fromkeys(row.name for row in programmes))
    return {
        "programmes": names,
        "blanks": range(BLANK_MEMBERS),
        "office": office_for(union),
        "union": union,
    }


def hardship_proof(application: Application) -> dict[str, Any]:
    """生活困难证明 for the seal of the community: who lives together, as the file has it; on what the family
    lives the community writes itself."""
    paper = get_paper(application)
    blanks = range(max(FEWEST_MEMBER_ROWS - len(paper.members), 0))
    return {**_common(application), "paper": paper, "blanks": blanks}


def blank_proof(union: Union) -> dict[str, Any]:
    """The same with nothing on it."""
    nobody = {"application": None, "paper": None, "printed_at": None}
    return {**nobody, "blanks": range(BLANK_MEMBERS), "union": union}


def document_list(application: Application) -> dict[str, Any]:
    """材料清单 of the round: what was handed in, who checked it, a box for each original that was seen."""
    return {
        **_common(application),
        "paper": get_paper(application),
        "documents": list_documents(application),
    }


def receipt(application: Application) -> dict[str, Any]:
    """签领单 of one approved application, to be signed when money or goods are handed over."""
    paper, step = get_paper(application), get_decision(application)
    fulfilment = get_fulfilment(application)
    return {
        **_common(application),
        "paper": paper,
        "step": step,
        "union": union_of(step, paper) if step else "",
        "goods": (fulfilment.goods if fulfilment else "") or paper.goods,
    }


def _common(application: Application) -> dict[str, Any]:
    return {
        "application": application,
        "office": office_for(application.union),
        "printed_at": timezone.now(),
    }
