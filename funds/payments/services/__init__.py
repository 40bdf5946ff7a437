"""Writes of payments: make a batch, move it, take in what the bank said. Called by keyword, one transaction
each, with an audit row; refusals carry a sentence for the user."""

from funds.payments.services.batches import PaymentRefused, make_batch, take_step
from funds.payments.services.results import correct_account, record_results

__all__ = ["PaymentRefused", "correct_account", "make_batch", "record_results", "take_step"]
