"""What the database keeps of the seals, whoever writes."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from hardship.seals.models import Seal, Verification
from hardship.seals.rules import chain_of, digest_of
from hardship.seals.selectors import start_of

pytestmark = pytest.mark.django_db


def following(last, **more):
    """A seal of no rows of the day after."""
    day = last.day + timedelta(days=1)
    made = {"day": day, "rows": 0, "digest": digest_of(b""), "previous": last.chain, **more}
    chain = {"chain": chain_of(**{name: made[name] for name in ("day", "rows", "digest", "previous")})}
    until = start_of(made["day"] + timedelta(days=1))
    return Seal(**{"prints": b"", "until": until, "stamp": until, **chain, **made})


@pytest.mark.parametrize(
    ("more", "constraint"),
    [
        ({"rows": 1}, "seal_prints_of_its_rows"),
        ({"digest": hashlib.sha256(b"x").hexdigest()}, "seal_digest_of_its_prints"),
        ({"chain": "0" * 63 + "1"}, "seal_chain_of_its_day"),
        ({"stamp": timedelta(days=-30)}, "seal_of_a_day_that_is_over"),
        ({"previous": "0" * 64}, "a seal follows the day before"),
        ({"day": timedelta(days=9)}, "a seal follows the day before"),
    ],
)
def test_a_seal_is_what_it_says(sealed, more, constraint):
    last = Seal.objects.latest("day")
    moved = {"stamp": last.until, "day": last.day}  # by so much
    more = {name: moved[name] + value if name in moved else value for name, value in more.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        following(last, **more).save()


def test_the_first_seal_follows_nothing():
    last = Seal(day=timezone.localdate() - timedelta(days=3), chain="1" * 64)
    with pytest.raises(IntegrityError, match="nothing before it"), transaction.atomic():
        following(last).save()


def test_a_seal_that_follows_is_taken(sealed):
    following(Seal.objects.latest("day")).save()
    assert Seal.objects.count() == 5


@pytest.mark.parametrize("model", [Seal, Verification])
def test_nothing_of_it_is_changed(sealed, model):
    Verification.objects.create(at=timezone.now(), days=4, rows=9, faults=0)
    for change in (lambda rows: rows.update(rows=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(model.objects.all())


@pytest.mark.parametrize(("faults", "told"), [(0, ["x"]), (1, [])])
def test_a_reading_tells_what_it_found(faults, told):
    with pytest.raises(IntegrityError, match="verification_tells_what_it_found"), transaction.atomic():
        Verification.objects.create(at=timezone.now(), days=0, rows=0, faults=faults, told=told)
