"""The one door through which a file gets a new version, and by which it is known who wrote what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from django.utils import timezone

from cases.archives.models import FileEdit, Household
from cases.archives.rules.differences import compare
from cases.archives.selectors import get_content
from cases.archives.selectors.entry import get_section_save
from cases.archives.services.refusals import StaleFile
from hardship.accounts.models import User, stood_in_for
from hardship.kernel.copying import copy_rows


def record_start(households: Sequence[Household], *, by: User | None) -> None:
    """Keep who began these new files, in one statement, inside the caller's transaction."""
    copy_rows(
        [
            FileEdit(household=household, version=household.version, by=by, stood_in_for=stood_in_for(by))
            for household in households
        ]
    )


def record_edit(
    *,
    household: Household,
    sections: Collection[str],
    by: User | None,
    writers: Collection[User | None] = (),
) -> None:
    """Raise the file's version and keep who wrote these sections (states.EDITED_PARTS).

    Called by every writer of a file's content, inside its transaction and with the file's row locked.
    `writers` are those whose words they are, where that is not `by`, who saves them.
    """
    raise_version(household, by)
    names = sorted({str(section) for section in sections})
    FileEdit.objects.bulk_create(
        FileEdit(
            household=household,
            version=household.version,
            sections=names,
            by=writer,
            stood_in_for=stood_in_for(writer),
        )
        for writer in writers or (by,)
    )


def list_changes(before: Mapping[str, Any], household: Household) -> list[tuple[Any, ...]]:
    """What the file says otherwise than `before`, an earlier selectors.get_content of it, as its audit row
    keeps it: the fields of a rules.differences.Delta. Four queries."""
    return list_deltas(before, get_content(household))


def list_deltas(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The same of two contents that were read."""
    return [astuple(delta) for delta in compare(before, after)]


def raise_version(household: Household, by: User | None) -> None:
    """Give the file a new version, by this person, now, without anything of its content being written."""
    household.version += 1
    household.updated_at, household.updated_by = timezone.now(), by
    household.save(update_fields=["version", "updated_at", "updated_by"])


def touch(household: Household, by: User) -> None:
    """Somebody spoke about the file without writing on it: nobody takes back what another one did before."""
    household.updated_at, household.updated_by = timezone.now(), by
    household.save(update_fields=["updated_at", "updated_by"])


def require_fresh(household: Household, section: str, version: int) -> None:
    """Raise StaleFile when this section was written after `version`, which the page shows. Two people may
    save different sections of one file; the same section only one after the other."""
    if version == household.version:
        return
    last = get_section_save(household, section)
    if last is not None and last.version > version:
        raise StaleFile(name=last.by.name if last.by else "", at=last.at)
