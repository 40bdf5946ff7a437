"""The lists, one list with its rows and samples, what holds it up, whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from cases.archives.models import FileEdit, Household
from cases.archives.states import Section, State
from cases.archives.states.taking_over import DECIDERS, SOUND, Basis
from cases.intakes.models import Intake, IntakeDraw, IntakeRow, IntakeSample, IntakeStep
from cases.intakes.states import BEING_DECIDED, OPEN_STATES, IntakeState, RowState, Verdict
from cases.rosters.models import RosterImport
from cases.rosters.states import ImportState
from hardship.accounts.models import User
from hardship.jobs.models import Job
from hardship.kernel.scope import Part, hands_of

# What may be added to a file while its list is being decided: it changes nothing that was handed in.
ADDED_FREELY = [Section.EVIDENCE.value, Section.CONSENT.value]


@dataclass(frozen=True)
class Totals:
    """A list in figures: households and people, by category; households by what the category rests on."""

    files: int
    persons: int
    taken: int
    out: int
    categories: Sequence[tuple[str, int, int]]
    bases: Mapping[str, int]


@dataclass(frozen=True)
class HeldUp:
    """What has to be seen to before a list can be agreed to: numbers of rows."""

    files: int
    unseen: int
    differing: int
    unsound: int
    changed: int


def list_intakes(user: User) -> QuerySet[Intake]:
    """The lists of the scope, the newest first, each with its `files` and their `people`."""
    live = ~Q(rows__state=RowState.OUT)
    rows: QuerySet[Intake] = Intake.objects.visible_to(user).select_related("union", "roster")
    return rows.annotate(files=Count("rows", filter=live), people=Sum("rows__persons", filter=live)).order_by(
        "-pk"
    )


def list_rows(intake: Intake) -> QuerySet[IntakeRow]:
    """The files of a list in the order of the roster, each with whether it `is_changed`."""
    rows: QuerySet[IntakeRow] = intake.rows.select_related(
        "household__head", "household__union", "removed_by"
    )
    return rows.annotate(is_changed=_changed()).order_by("row")


def _changed() -> Q:
    """Whether a row that is open has been worked on since it was handed in."""
    written = FileEdit.objects.filter(household=OuterRef("household"), version__gt=OuterRef("version"))
    written = written.exclude(sections__contained_by=ADDED_FREELY).exclude(sections=[])
    moved = Household.objects.filter(pk=OuterRef("household")).exclude(state=State.DRAFT)
    return Q(Exists(written)) | Q(Exists(moved))


def list_open_rows(intake: Intake) -> QuerySet[IntakeRow]:
    return list_rows(intake).filter(state=RowState.OPEN)


def get_held_up(intake: Intake) -> HeldUp:
    """What stands between the list and its acceptance."""
    rows = list_open_rows(intake)
    samples = list_samples(intake)  # what was drawn is looked at, also when it has been taken out since
    return HeldUp(
        files=rows.count(),
        unseen=samples.filter(verdict="").count(),
        differing=samples.filter(verdict=Verdict.DIFFERS, row__state=RowState.OPEN).count(),
        unsound=rows.exclude(basis__in=SOUND).count(),
        changed=rows.filter(_changed()).count(),
    )


def get_job(intake: Intake) -> Job | None:
    """The job that takes over its files."""
    return Job.objects.filter(uid=intake.job_uid).first() if intake.job_uid else None


def get_draw(intake: Intake) -> IntakeDraw | None:
    """The sample that counts: the last one, drawn when the list was handed in."""
    return intake.draws.order_by("-pk").first()


def list_samples(intake: Intake) -> QuerySet[IntakeSample]:
    """The files of the last draw, in the order of the draw."""
    last = IntakeDraw.objects.filter(intake=intake).order_by("-pk").values("pk")[:1]
    rows: QuerySet[IntakeSample] = IntakeSample.objects.filter(drawn__in=last)
    return rows.select_related("row__household__head", "row__intake", "looked_by").order_by("position")


def get_totals(intake: Intake) -> Totals:
    live = intake.rows.exclude(state=RowState.OUT)
    by_category = live.values("category", "own_label").order_by("category", "own_label")
    found = by_category.annotate(files=Count("pk"), people=Sum("persons"))
    bases = dict(live.order_by("basis").values_list("basis").annotate(files=Count("pk")))
    states = dict(intake.rows.order_by("state").values_list("state").annotate(files=Count("pk")))
    categories = [
        (str(IntakeRow(category=row["category"], own_label=row["own_label"]).get_category_display()),
         row["files"], row["people"])
        for row in found
    ]  # fmt: skip
    return Totals(
        files=sum(row["files"] for row in found),
        persons=sum(row["people"] for row in found),
        taken=states.get(RowState.TAKEN, 0),
        out=states.get(RowState.OUT, 0),
        categories=categories,
        bases={basis: bases.get(basis, 0) for basis in Basis.values},
    )


def count_states(intake: Intake) -> dict[str, int]:
    """How many rows are in each state."""
    found = dict(intake.rows.order_by("state").values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in RowState.values}


def has_made(intake: Intake, user: User) -> bool:
    """Whether this person uploaded, imported or handed in any part of the list."""
    roster = intake.roster
    if user.pk in (roster.uploaded_by_id, roster.confirmed_by_id, intake.submitted_by_id):
        return True
    return IntakeStep.objects.filter(intake=intake, is_making=True, by=user).exists()


def list_for_decision(user: User) -> QuerySet[Intake]:
    """The lists that wait for this person: those of their county which they neither made nor agreed to."""
    rows: QuerySet[Intake] = Intake.objects.visible_to(user)
    if not user.has_role(*DECIDERS):
        return rows.none()
    made = IntakeStep.objects.filter(intake=OuterRef("pk"), is_making=True, by=user)
    rows = rows.filter(hands_of(user, Part.REVIEW), state__in=BEING_DECIDED).exclude(
        state=IntakeState.AGREED, agreed_by=user
    )
    rows = rows.exclude(roster__uploaded_by=user).exclude(roster__confirmed_by=user)
    return rows.filter(~Exists(made)).select_related("union").order_by("submitted_at", "pk")


def list_unfinished(user: User) -> QuerySet[Intake]:
    """The lists of the scope that came back or were taken back and still hold a draft to hand in."""
    rows: QuerySet[Intake] = Intake.objects.visible_to(user).filter(state__in=OPEN_STATES)
    drafts = IntakeRow.objects.filter(
        intake=OuterRef("pk"), state=RowState.OPEN, household__state=State.DRAFT
    )
    rows = rows.filter(Exists(drafts))
    return rows.select_related("union").order_by("-pk")


def list_to_hand_in(user: User) -> QuerySet[RosterImport]:
    """The imports of files that were filed elsewhere which nobody has given to the county yet."""
    rows: QuerySet[RosterImport] = RosterImport.objects.visible_to(user)
    rows = rows.filter(former_filed_on__isnull=False, state=ImportState.DONE, intake__isnull=True)
    return rows.filter(rows__household__state=State.DRAFT).distinct().select_related("union").order_by("-pk")


def list_steps(intake: Intake) -> Sequence[IntakeStep]:
    """What was done with a list, newest first."""
    return list(intake.steps.select_related("by").order_by("-pk"))


def get_intake_row(household: Household) -> IntakeRow | None:
    """By which list a file came in."""
    rows = IntakeRow.objects.filter(household=household, state=RowState.TAKEN)
    found: IntakeRow | None = rows.select_related("intake__union").first()
    return found


def count_people(households: Sequence[int]) -> Mapping[int, int]:
    """How many live people each file has."""
    live = Q(members__removed_at__isnull=True)
    rows = Household.objects.filter(pk__in=households).order_by("pk")
    return dict(rows.annotate(people=Count("members", filter=live)).values_list("pk", "people"))


def list_drafts(roster: RosterImport) -> QuerySet[Household]:
    """The drafts that an import made and that nobody has submitted since, with the row they stood in."""
    rows: QuerySet[Household] = Household.objects.filter(import_row__roster=roster, state=State.DRAFT)
    return rows.annotate(roster_row=F("import_row__row")).select_related("union").order_by("roster_row")
