"""How a matter was voted on, and whether what was decided follows from it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.bodies.models import Meeting
from cases.bodies.rules import follows, is_carried
from cases.bodies.selectors import Matter
from cases.bodies.services.bodies import BodyRefused
from cases.bodies.states import Decision


@dataclass(frozen=True)
class Votes:
    """How many were in favour, against, neither; all None where nobody voted."""

    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None

    @property
    def told(self) -> list[int]:
        said = (self.votes_for, self.votes_against, self.votes_abstained)
        return [number for number in said if number is not None]


def require_votes(meeting: Meeting, matter: Matter, decision: str, votes: Votes, departure: str) -> str:
    """Why the decision is not what the vote gives, '' where it is.

    Raises BodyRefused for a decision without a vote, more votes than people who were there for it, and a
    decision against the vote without a reason.
    """
    if not votes.told and decision == Decision.DEFERRED:
        return ""
    if len(votes.told) < 3:
        raise BodyRefused(_("请登记赞成、反对、弃权的票数，没有的填 0。"), "votes_for")
    if sum(votes.told) > matter.present:
        raise BodyRefused(
            _("共 %(votes)d 票，多于到会并且不回避的 %(present)d 人，请核对。")
            % {"votes": sum(votes.told), "present": matter.present},
            "votes_for",
        )
    return _departing(meeting, matter, decision, votes, departure)


def _departing(meeting: Meeting, matter: Matter, decision: str, votes: Votes, departure: str) -> str:
    carried = is_carried(
        meeting.majority, votes.votes_for or 0, present=matter.present, entitled=matter.entitled
    )
    if follows(decision, carried=carried):
        return ""
    if not departure:
        outcome = _("通过") if carried else _("没有通过")
        raise BodyRefused(
            _("按“%(rule)s”，这一项%(outcome)s，与决定不一致：请核对票数，或者写明不一致的原因。")
            % {"rule": meeting.get_majority_display(), "outcome": outcome},
            "departure",
        )
    return departure
