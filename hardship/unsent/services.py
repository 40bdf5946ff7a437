"""Keeping, giving back and forgetting what was typed and not sent. It is no record: it has no audit rows."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.kernel.workflow import Refused
from hardship.unsent.models import UnsentForm

LARGEST = 64 * 1024  # bytes of one form; a browser sends no more when it leaves a page
FORMS = 40  # of one person; the oldest make room
KEPT_FOR = timedelta(days=7)

Content = dict[str, Any]


@dataclass(frozen=True)
class Unsent:
    """What was typed: by name of the field the values that the page had and those typed since; and in which
    look at the page, so that the next can tell whether what that sent off last has arrived."""

    content: Content
    visit: str
    last_change: datetime


def place_key(place: str) -> bytes:
    return hashlib.sha256(place.encode()).digest()


def keep(*, person: User, place: str, visit: str, text: str) -> None:
    """The changed fields of a form, as JSON; what was kept of it before is replaced. `visit` names a look at
    the page and the turn in it ("17.3"): what arrives after a later turn of the same look, or after the form
    was sent in it, is not kept. Raises Refused when the text is too large or not an object."""
    if len(text.encode()) > LARGEST:
        raise Refused(_("填写的内容太多，没有自动保存，请尽快提交。"))
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Refused(_("内容不完整，没有自动保存。"))
    with transaction.atomic():
        form = _locked(person, place)
        if _is_late(form, visit):
            return
        _write(form, visit, text)


def _locked(person: User, place: str) -> UnsentForm:
    """The row of a form, or a new one; one request of a person at a time comes by here."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    key = place_key(place)
    return UnsentForm.objects.filter(person=person, place=key).first() or UnsentForm(person=person, place=key)


def _is_late(form: UnsentForm, visit: str) -> bool:
    """Requests of one page may overtake each other."""
    (look, turn), (last_look, last_turn) = _look_and_turn(visit), _look_and_turn(form.visit)
    return look == last_look and (form.is_sent or turn < last_turn)


def _look_and_turn(visit: str) -> tuple[str, int]:
    look, _dot, turn = visit.partition(".")
    return look, int(turn) if turn.isdecimal() else 0


@transaction.atomic
def forget_sent(*, person: User, place: str, visit: str) -> None:
    """The form was taken."""
    _write(_locked(person, place), visit, "")


def _write(form: UnsentForm, visit: str, text: str) -> None:
    """The oldest make room."""
    form.visit, form.content, form.last_change = visit, text, timezone.now()
    form.save()
    own = UnsentForm.objects.filter(person=form.person)
    own.exclude(pk__in=own.order_by("-last_change").values("pk")[:FORMS]).delete()


def find(*, person: User, places: list[str]) -> dict[str, Unsent]:
    """By place what was kept of the forms of one page."""
    keys = {place_key(place): place for place in places[:FORMS]}
    since = timezone.now() - KEPT_FOR
    kept = UnsentForm.objects.filter(person=person, place__in=list(keys), last_change__gte=since)
    return {
        keys[bytes(form.place)]: Unsent(json.loads(form.content.reveal()), form.visit, form.last_change)
        for form in kept
        if not form.is_sent
    }


def forget(*, person: User, place: str) -> None:
    """Its person wants none of it."""
    UnsentForm.objects.filter(person=person, place=place_key(place)).delete()


def forget_person(person: User) -> None:
    """At logout nothing stays."""
    UnsentForm.objects.filter(person=person).delete()


def forget_old() -> int:
    """How many forms were too old to be offered."""
    return UnsentForm.objects.filter(last_change__lt=timezone.now() - KEPT_FOR).delete()[0]
