"""失效: what nobody came for until the last day lapses by itself, every hour, one after the other."""

import logging
from datetime import date

from django.db import IntegrityError, OperationalError
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.approvals.services.steps import lapse
from cases.giving.models import Fulfilment
from cases.outcomes.selectors.collecting import list_to_lapse
from funds.payments.models import Payable
from funds.payments.services import recheck_these
from hardship.kernel.workflow import Refused

logger = logging.getLogger(__name__)


def lapse_uncollected() -> int:
    """How many approvals lapsed now; one that is refused, as in a month that is closed, or that somebody
    works on is asked again."""
    found = list_to_lapse().order_by("collect_by", "pk").values_list("step__application", "collect_by")
    return sum(_lapse_unless_locked(key, day) for key, day in list(found))


def _lapse_unless_locked(application_id: int, last_day: date | None) -> bool:
    try:
        return lapse_one(application_id, last_day)
    except OperationalError:  # somebody's lock keeps nobody else's from lapsing
        logger.warning("application %s is locked and does not lapse now", application_id, exc_info=True)
        return False


def lapse_one(application_id: int, last_day: date | None) -> bool:
    """Whether it lapsed; waits for whoever works on it."""
    words = {"day": last_day.isoformat() if last_day else ""}
    comment = _("告知时定的最迟领取日期是 %(day)s，到期没有领取，批准自动失效。") % words
    try:
        return lapse(application_id=application_id, comment=comment, is_due=_is_due) is not None
    except Refused:
        return False
    except IntegrityError:  # what a guard refuses keeps nobody else's from lapsing
        logger.exception("application %s does not lapse", application_id)
        return False


def _is_due(application: Application) -> bool:
    """Asked again with all locked that could be on its way to the family: somebody may just have put it into
    a batch, set it off, or on a roster, or entered a card. In the order of a revocation."""
    list(Fulfilment.objects.filter(application=application).select_for_update(of=("self",)))
    owed = Payable.objects.filter(source=source_of(application.pk)).order_by("pk")
    recheck_these([row.pk for row in owed.select_for_update(of=("self",))])
    return list_to_lapse().filter(step__application=application).exists()
