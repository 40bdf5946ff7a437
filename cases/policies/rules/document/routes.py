"""The route of an application: which unions sign it, in which order, each within how many working days."""

from dataclasses import dataclass
from typing import Annotated

from cases.policies.rules.document.conditions import Condition
from cases.policies.rules.document.words import Positive, Slug, codes, one_of

MOST_DECIDERS, MOST_STAGE_DAYS, STAGE_DAYS = 9, 60, 5
MOST_COMPLETING_DAYS, COMPLETING_DAYS = 30, 10
MOST_WHOLE_DAYS, WHOLE_DAYS, LONGEST_DAYS = 120, 30, 45
NOTICE, MEETING, DECIDE = "notice", "meeting", "decide"
# What each kind of stage may come after: the notice stands between those who look and those who decide.
ORDER = {"review": 0, "field_check": 0, NOTICE: 1, MEETING: 2, DECIDE: 2}


@dataclass(frozen=True)
class Stage:
    """One station of a route.

    `at` is the union whose staff sign: a level, the applicant's `own`, or the one that reviews or decides for
    it (`reviewing`, `deciding`). `deciders` of them must agree, within `workdays`. A stage whose condition
    does not hold, or that is `for` other categories or for money of other sources (`funds`), is passed over;
    `outside` is one that does not work in this program: what it decided is
    recorded by whoever signed before."""

    kind: Annotated[str, codes("stage_kinds")]
    label: str = ""
    at: Annotated[str, codes("stage_places")] = "reviewing"
    role: Annotated[str, codes("stage_roles")] = "reviewer"
    deciders: Annotated[int, one_of("deciders", *range(1, MOST_DECIDERS + 1))] = 1
    workdays: Annotated[int, one_of("workdays", *range(1, MOST_STAGE_DAYS + 1))] = STAGE_DAYS
    when: Condition | None = None
    for_: tuple[Slug, ...] = ()
    funds: tuple[Annotated[str, codes("fund_sources")], ...] = ()
    outside: bool = False

    @property
    def is_always(self) -> bool:
        """Whether every case goes through it."""
        return self.when is None and not self.for_ and not self.funds


@dataclass(frozen=True)
class Urgent:
    """急难先行救助: on this route up to `most` yuan are decided and paid without papers and notice, which
    follow within `workdays` of the decision."""

    most: Positive
    workdays: Annotated[int, one_of("workdays", *range(1, MOST_COMPLETING_DAYS + 1))] = COMPLETING_DAYS


@dataclass(frozen=True)
class Whole:
    """全程时限: the whole way is gone within `workdays`, and with a reason within `longest` (R59: 30 and 45
    working days); what waits for its applicant stands still."""

    workdays: Annotated[int, one_of("workdays", *range(1, MOST_WHOLE_DAYS + 1))] = WHOLE_DAYS
    longest: Annotated[int, one_of("longest", *range(1, MOST_WHOLE_DAYS + 1))] = LONGEST_DAYS


@dataclass(frozen=True)
class Copy:
    """抄送: whoever holds this role at that union, where the tree has one, gets a copy of each of these."""

    at: Annotated[str, codes("stage_places")]
    role: Annotated[str, codes("copy_roles")]
    on: tuple[Annotated[str, codes("copy_moments")], ...] = ("approval", "refusal")


@dataclass(frozen=True)
class Route:
    """For which programmes (none named: for all), categories and on which condition it is, and its stages.
    The first that fits is taken, of the nearest union that has one. An `urgent` one is for what is asked for
    as urgent, and nothing else."""

    label: str
    stages: tuple[Stage, ...]
    programmes: tuple[Slug, ...] = ()
    for_: tuple[Slug, ...] = ()
    when: Condition | None = None
    paragraph: str = ""
    urgent: Urgent | None = None
    whole: Whole | None = None
    copy_to: tuple[Copy, ...] = ()


# Where no policy says otherwise: the union that reviews, the notice, the union that decides.
USUAL = Route(
    label="",
    stages=(Stage("review"), Stage(NOTICE), Stage(DECIDE, at="deciding", role="approver")),
)
