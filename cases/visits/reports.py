"""入户调查表 on paper: of a recorded visit, or blank to take along, with what the file knows already."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.selectors import live_members
from cases.archives.states import Cause, Demand, Mood, Want
from cases.visits.models import HomeVisit
from cases.visits.selectors import Checklist, get_checklist
from cases.visits.states import CheckGroup, Conclusion, Finding, VisitMode
from hardship.accounts.models import Union

TEMPLATE = "pdf/visit_form.html"
DIRECT_FORMS = 10  # more are printed by a job: half a second each
SPARE_ROWS = 1
BLANK_PEOPLE = 4  # with five the last line of the checks goes to the next page alone
BLANK_VISITORS = 3


@dataclass(frozen=True)
class Box:
    """A box to tick, ticked or not."""

    label: str
    ticked: bool = False


@dataclass(frozen=True)
class Line:
    text: str
    boxes: list[Box]
    note: str = ""


@dataclass
class Form:
    """One form of the template."""

    household: Household | None
    union: Union
    checklist: str
    groups: list[tuple[str, list[Line]]]
    modes: list[Box]
    conclusions: list[Box]
    demands: list[Box]
    moods: list[Box]
    people: list[Member]
    spare: range
    causes: str = ""
    wants: str = ""
    visit: HomeVisit | None = None
    signers: list[dict[str, Any]] = field(default_factory=list)


def visit_form(visit: HomeVisit, *, on: date) -> bytes:
    """The form of one recorded visit, with the signatures that were drawn. No personal numbers."""
    from hardship.kernel.pdf import render_pdf

    form, images = _filled(visit)
    context = {"forms": [form], "on": on, "is_blank": False}
    return render_pdf(TEMPLATE, context, title=str(_("困难职工入户调查表")), images=images)


def blank_forms(households: Iterable[Household], *, union: Union, on: date) -> bytes:
    """One form for each household, by the checklist in force for its union; one wholly blank for none."""
    from hardship.kernel.pdf import render_pdf

    known: dict[int, Checklist] = {}
    forms = []
    for household in households:
        if household.union_id not in known:
            known[household.union_id] = get_checklist(union=household.union, on=on)
        forms.append(_blank(household, household.union, known[household.union_id]))
    forms = forms or [_blank(None, union, get_checklist(union=union, on=on))]
    return render_pdf(
        TEMPLATE, {"forms": forms, "on": on, "is_blank": True}, title=str(_("困难职工入户调查表"))
    )


def many_blank_forms(
    households: Sequence[Household], *, on: date, tell: Callable[[int], None] = lambda _done: None
) -> bytes:
    """The same for many, in parts that fit into memory; `tell` hears how many are done."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for start in range(0, len(households), DIRECT_FORMS):
        part = households[start : start + DIRECT_FORMS]
        writer.append(PdfReader(BytesIO(blank_forms(part, union=part[0].union, on=on))))
        tell(start + len(part))
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _blank(household: Household | None, union: Union, checklist: Checklist) -> Form:
    people = live_members(household) if household else []
    causes = [household.main_cause, *household.secondary_causes] if household else []
    return Form(
        household=household,
        union=union,
        checklist=checklist.name,
        groups=[
            (
                str(group.label),
                [Line(item.text, _boxes(Finding)) for item in checklist.items if item.group == group],
            )
            for group in CheckGroup
            if any(item.group == group for item in checklist.items)
        ],
        modes=_boxes(VisitMode),
        conclusions=_boxes(Conclusion),
        demands=_boxes(Demand),
        moods=_boxes(Mood),
        people=people,
        spare=range(SPARE_ROWS if people else BLANK_PEOPLE),
        causes="、".join(str(Cause(cause).label) for cause in causes if cause),
        wants="、".join(str(Want(want).label) for want in household.wants) if household else "",
        signers=[{"who": _("走访人")} for _n in range(BLANK_VISITORS)] + [{"who": _("被访家属")}],
    )


def _filled(visit: HomeVisit) -> tuple[Form, dict[str, bytes]]:
    answers = list(visit.answers.order_by("position"))
    form = Form(
        household=visit.household,
        union=visit.household.union,
        checklist=visit.checklist,
        groups=[
            (
                str(group.label),
                [
                    Line(one.text, _boxes(Finding, one.finding), one.note)
                    for one in answers
                    if one.group == group
                ],
            )
            for group in CheckGroup
            if any(one.group == group for one in answers)
        ],
        modes=_boxes(VisitMode, visit.mode),
        conclusions=_boxes(Conclusion, visit.conclusion),
        demands=_boxes(Demand, *visit.demands),
        moods=_boxes(Mood, visit.mood),
        people=[],
        spare=range(0),
        visit=visit,
    )
    images: dict[str, bytes] = {}
    drawn = {one.signer: one.evidence for one in visit.documents.select_related("evidence") if one.signer}
    signers = [(_("走访人"), visitor.name, visitor.post) for visitor in visit.visitors.order_by("position")]
    for who, name, post in [*signers, (_("被访家属"), visit.respondent_name, visit.respondent_relation)]:
        address = ""
        if name in drawn:
            address = f"image:{len(images) + 1}"
            with drawn[name].file.open("rb") as file:
                images[address] = file.read()
        form.signers.append({"who": who, "name": name, "post": post, "image": address})
    return form, images


def _boxes(kinds: Any, *chosen: str) -> list[Box]:
    return [Box(str(kind.label), kind.value in chosen) for kind in kinds]
