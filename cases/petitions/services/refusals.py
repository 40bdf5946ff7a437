"""What petitions refuse, and the sentences of constraints that somebody may run into."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hardship.kernel import workflow
from hardship.kernel.checks import broken


class PetitionRefused(workflow.Refused):
    """A write on petitions that may not be made; the message says what to do."""


@contextmanager
def refusing_the_accused() -> Iterator[None]:
    """Turns what the database refuses of somebody's own matter into a sentence."""
    said = {
        "petition_away_from_accused": (_("被反映的单位和它的下级不能办理这一件，请选其他工会。"), "receiver"),
        "petition_handled_by_others": (_("这一件涉及此人或所在单位，不能由其办理，请另选。"), "handler"),
    }
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if (name := broken(error)) not in said:
            raise
        raise PetitionRefused(*said[name]) from error
