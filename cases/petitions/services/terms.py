"""Terms that a union lays down for itself and those below it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.petitions.models import Term
from cases.petitions.rules import Terms
from cases.petitions.services.refusals import PetitionRefused
from cases.petitions.states import SETTERS
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.checks import broken


@transaction.atomic
def lay_down(*, matter: str, from_on: date, terms: Terms, document: str, by: User) -> Term:
    """Terms of a matter from a day on, today at the earliest. Raises PetitionRefused."""
    if not by.has_role(*SETTERS):
        raise PetitionRefused(_("办理期限由审核人或审批人设定。"))
    if from_on < timezone.localdate():
        raise PetitionRefused(_("起始日期不能早于今天：已经登记的信访件不改期限。"), "from_on")
    try:
        with transaction.atomic():
            made: Term = Term.objects.create(
                union=by.union, matter=matter, from_on=from_on, accept_days=terms.accept,
                answer_days=terms.answer, document=document, entered_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        if broken(error) != "petition_term_once":
            raise
        raise PetitionRefused(_("这一天起的期限已经登记，请改起始日期。"), "from_on") from error
    audit.record("petition_term.set", target=made, by=by, union=by.union, kind_of=matter)
    return made
