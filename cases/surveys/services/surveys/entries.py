"""Files of a survey: several verified at once, explained, sent back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.services.steps import take_step
from cases.surveys.models import Survey, SurveyEntry, SurveyUnit
from cases.surveys.selectors import surveys as selectors
from cases.surveys.services.surveys.campaigns import SurveyRefused
from cases.surveys.states import UNDONE, EntryStatus, UnitState
from cases.surveys.states.surveys import RETURNABLE
from hardship.accounts.models import User
from hardship.accounts.states import CASE_REVIEWER, Role
from hardship.audit import services as audit
from hardship.kernel.scope import Part, hands_of
from hardship.kernel.workflow import Refused

MOST_AT_ONCE = 100
# What may go back: whatever the union holds to be done.


@dataclass
class Outcome:
    """What became of each: verified, or refused with the sentence why."""

    done: list[Household] = field(default_factory=list)
    refused: list[tuple[Household, str]] = field(default_factory=list)


def verify_many(*, household_ids: Sequence[int], by: User) -> Outcome:
    """核查无变化 for several files, each in its own transaction: one that is refused holds up none.

    At most MOST_AT_ONCE; files outside the person's scope are passed over.
    """
    rows = Household.objects.visible_to(by).filter(pk__in=household_ids[:MOST_AT_ONCE])
    outcome = Outcome()
    for household in rows.select_related("head", "union").order_by("pk"):
        try:
            take_step(household_id=household.pk, action="verify", by=by)
        except Refused as refusal:
            outcome.refused.append((household, str(refusal)))
        else:
            outcome.done.append(household)
    return outcome


@transaction.atomic
def excuse(*, survey_id: int, household_id: int, reason: str, by: User) -> SurveyEntry:
    """Say why a file cannot be verified in this survey. Raises SurveyRefused, DoesNotExist out of scope."""
    survey = _open_survey(survey_id, by)
    if not by.has_role(Role.CLERK):
        raise SurveyRefused(_("只有申报工会的经办人可以说明原因。"))
    if not reason.strip():
        raise SurveyRefused(_("请写明未能核查的原因。"))
    own = survey.entries.filter(union=by.union)
    entry: SurveyEntry = own.select_for_update(of=("self",)).get(household=household_id)
    if entry.status not in (*UNDONE, EntryStatus.EXCUSED):
        raise SurveyRefused(_("这户已经是“%(state)s”，不需要说明。") % {"state": entry.get_status_display()})
    entry.excused_at, entry.excused_by, entry.excuse = timezone.now(), by, reason.strip()
    entry.save(update_fields=["excused_at", "excused_by", "excuse"])
    household = Household.objects.visible_to(by).select_related("union").get(pk=household_id)
    audit.record("survey_entry.excuse", target=household, by=by, survey=survey.pk)
    return entry


@transaction.atomic
def return_entries(*, survey_id: int, entries: QuerySet[SurveyEntry], reason: str, by: User) -> int:
    """Send files back to be verified again (批量退回); returns how many.

    `entries` says which of the files that the person's union reviews are meant; those that are not done yet
    or have left are passed over. A union whose list was submitted or accepted has work again. Raises
    SurveyRefused when nothing of it can go back.
    """
    survey = _open_survey(survey_id, by)
    if not CASE_REVIEWER.is_held_by(by):
        raise SurveyRefused(_("只有负责审核的工会的审核人可以退回重查。"))
    if not reason.strip():
        raise SurveyRefused(_("请写明退回原因，基层工会会看到。"))
    wanted = selectors.list_entries(survey, user=by).filter(
        hands_of(by, Part.REVIEW), pk__in=entries.order_by().values("pk"), status__in=RETURNABLE
    )
    homes = dict(wanted.order_by().values_list("pk", "union"))
    if not homes:
        raise SurveyRefused(_("选中的档案还没有核查，或已退出，没有可以退回的。"))
    # the units first and in order, as a submission takes them
    units = survey.units.filter(union__in=set(homes.values())).order_by("pk")
    locked = [unit.pk for unit in units.select_for_update(of=("self",))]
    now = timezone.now()
    count = SurveyEntry.objects.filter(pk__in=homes).update(
        returned_at=now, returned_by=by, return_reason=reason.strip()
    )
    done = SurveyUnit.objects.filter(pk__in=locked, state__in=(UnitState.SUBMITTED, UnitState.ACCEPTED))
    done.update(state=UnitState.RETURNED, comment=reason.strip(), decided_at=now, decided_by=by)
    audit.record("survey.return_files", target=survey, by=by, union=by.union, count=count)
    return count


def _open_survey(survey_id: int, by: User) -> Survey:
    """Locked, so that nobody closes it meanwhile; entries may still be written."""
    rows = Survey.objects.visible_to(by).select_related("union")
    survey: Survey = rows.select_for_update(of=("self",), no_key=True).get(pk=survey_id)
    if not survey.is_open:
        raise SurveyRefused(_("这次核查没有启动或已经结束。"))
    return survey
