"""Entering an application: start, save, attach documents; what it was entitled to. Its state moves in
cases.approvals alone."""

from cases.applications.services.batches import add_household, add_households, make_batch, open_batch
from cases.applications.services.entitlements import is_reproduced, keep_entitlement
from cases.applications.services.entry import (
    attach,
    detach,
    lock_for_entry,
    save,
    start,
    upload,
)
from cases.applications.services.moving import follow
from cases.applications.services.receiving import issue_receipt, keep, offer, take
from cases.applications.services.refusals import AlreadyOpen, ApplicationRefused, StaleApplication
from cases.applications.services.unfiled import answer_unfiled, start_off_file

__all__ = [
    "AlreadyOpen",
    "ApplicationRefused",
    "StaleApplication",
    "add_household",
    "add_households",
    "answer_unfiled",
    "attach",
    "detach",
    "follow",
    "is_reproduced",
    "issue_receipt",
    "keep",
    "keep_entitlement",
    "lock_for_entry",
    "make_batch",
    "offer",
    "open_batch",
    "save",
    "start",
    "start_off_file",
    "take",
    "upload",
]
