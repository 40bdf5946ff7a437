"""What went wrong in programs of this kind, each with the test that shows that it does not go wrong here.

The names are those of the public issues in which it was reported. A line whose test is renamed or removed
fails.
"""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

TESTS = Path(settings.BASE_DIR) / "tests"
PAID, BOOKS, CASES = "funds/payments", "funds/ledgers", "cases/approvals"

# Paid twice, raced, stuck, or counted wrongly.
MONEY = {
    "opencollective#3502: a double click pays twice":
        f"{PAID}/test_races.py::test_overlapping_batches_made_at_once_take_each_payable_once",
    "opencollective#762: what was paid is approved again and paid again":
        f"{PAID}/test_batches.py::test_a_batch_does_what_the_table_says_and_nothing_else",
    "opencollective#688: two payments at once overdraw a fund":
        f"{BOOKS}/test_races.py::test_300_commits_of_150_against_10000_accept_exactly_66",
    "opencollective#4925: a failed payment keeps its lock and cannot be tried again":
        f"{PAID}/test_killed.py::test_each_step_happens_once_or_not_at_all",
    "opencollective-api#4641: a batch is processed by the worker and by the callback":
        f"{PAID}/test_races.py::test_the_same_answer_of_the_bank_at_once_counts_once",
    "opencollective#7950: an order is processed without a lock":
        f"{PAID}/test_races.py::test_one_of_several_approvers_releases_a_batch",
    "opencollective-api#5894: the same batch is made twice":
        f"{PAID}/test_batches.py::test_two_people_batching_the_same_payables_make_one_batch",
    "opencollective#7323: one bad item fails a whole batch":
        f"{PAID}/test_drafts.py::test_a_line_leaves_a_draft_with_its_reason_and_waits_again",
    "hcb#12144: a payout is sent twice":
        f"{PAID}/test_batches.py::test_the_database_refuses_a_second_live_payment_when_python_does_not_look",
    "hcb#10015: only the recipient notices the second payout":
        f"{PAID}/test_check_ledger.py::test_what_was_changed_behind_the_back_is_named",
    "hmis#23833: a form sent twice pays twice":
        f"{PAID}/test_reports.py::test_the_same_step_of_the_same_batch_has_one_key",
    "axelor#10606: one payment twice in an order to the bank":
        f"{PAID}/test_batches.py::test_a_payable_asked_for_twice_is_one_line_and_one_that_is_not_there_refuses_all",
    "hope#6157: an import and a merge wait for each other":
        "trees/test_changes.py::test_both_unions_are_locked_in_the_order_of_their_keys",
    "hope#1907: two batches wait for each other":
        f"{PAID}/test_races.py::test_batches_with_the_same_sources_do_not_wait_in_a_circle",
    "hope#6001: a plan is activated twice at once":
        "kernel/test_workflow.py::test_of_several_at_once_one_takes_the_step_and_the_others_find_it_taken",
    "hope#4971: a plan hangs in reconciliation":
        f"{PAID}/test_results.py::test_lines_without_an_answer_wait_on",
    "hope#2513: a plan hangs while it is exported":
        "jobs/test_worker.py::test_a_killed_worker_leaves_nothing_doubled_and_nothing_undone",
    "hope@cb092e573c: a line twice in the bank's answer is taken":
        f"{PAID}/test_results.py::test_a_line_that_comes_twice_is_a_problem",
    "hope#5869: who was excluded is still in the plan":
        f"{PAID}/test_prechecks.py::test_a_blocked_row_stays_out_of_a_batch_and_is_listed_with_its_code",
    "121#7755: a job that is tried again transfers again":
        "jobs/test_runs.py::test_a_run_that_lost_its_lease_leaves_nothing_of_its_chunk",
    "121#7365: two workers pay the same list":
        "jobs/test_worker.py::test_two_workers_at_once_run_a_job_once",
    "121#7307: a message is sent twice":
        "messaging/test_messages.py::test_two_workers_send_one_digest",
    "121#7430: another amount in the list of the bank":
        f"{PAID}/test_batches.py::test_a_batch_that_is_not_the_sum_of_its_lines_goes_no_further",
    "open-forms#1498: told of one payment twice":
        f"{PAID}/test_payables.py::test_the_source_is_notified_of_each_result_once",
    "open-forms#867: a row is written by two at once":
        "cases/applications/test_races.py::test_a_save_waits_for_the_one_before_it",
    "open-forms#5942: what failed can never be paid":
        f"{PAID}/test_results.py::test_a_failed_line_is_corrected_and_sent_again",
    "open-forms#5216: an update is told twice":
        f"{CASES}/test_overdue.py::TestTheMessage::test_once_for_each_stage_however_often_the_clock_looks",
    "SIMS#1761: the second of one person does not see the ceiling that the first reached":
        f"{CASES}/test_many.py::TestEach::test_counts_against_one_cap_what_the_one_before_took",
    "SIMS#4357: a payment of nothing is sent":
        f"{BOOKS}/test_around_python.py::test_the_table_takes_only_amounts_above_zero",
    "SIMS#1203: the file holds what is not ready":
        f"{PAID}/test_bank_files.py::test_around_python_no_file_of_what_was_not_released_or_of_another_sum",
    "SIMS#5597: worked out and not to be sent":
        f"{PAID}/test_drafts.py::test_a_draft_is_its_makers_until_it_is_locked",
    "yjdh#3656: state and sum are wrong after a failure":
        f"{PAID}/test_results.py::test_paid_lines_are_an_expense_and_failed_ones_are_held_again",
    "yjdh#3654: no way on after the first instalment failed":
        "cases/giving/test_instalments.py::test_each_is_paid_by_itself_and_counts_as_aid",
    "yjdh#3463: one bad item blocks the queue":
        "jobs/test_runs.py::test_a_poison_chunk_is_parked_and_the_owner_is_told_what_to_do",
    "MODFISTO-259: two releases at once":
        f"{BOOKS}/test_races.py::test_20_people_send_one_commitment_once",
    "MODFISTO-455: a refused approval leaves a payment and another budget":
        f"{CASES}/test_steps.py::test_without_money_nothing_is_approved",
    "MODFIN-147: the budget differs from the log of its movements":
        f"{BOOKS}/test_check_ledger.py::test_each_tampering_is_named_by_its_checks",
    "MODFISTO-99: all or nothing, done twice":
        f"{BOOKS}/test_money_stories.py::test_the_same_key_with_the_same_content_has_one_effect",
    "MODFISTO-484: sums held and spent are wrong":
        f"{BOOKS}/test_any_sequence.py::test_any_sequence_of_movements_keeps_the_books",
    "MODFISTO-549: sums are old until somebody recalculates":
        f"{BOOKS}/test_year_end.py::test_what_is_left_goes_to_the_same_use_of_the_next_year",
    "MODFISTO-525: nothing keeps a line from being paid twice":
        f"{PAID}/test_around_python.py::test_one_commitment_is_owed_once",
    "MODFIN-264: one page overwrites what another saved":
        "cases/applications/test_races.py::test_of_two_saves_of_one_page_the_second_is_told_so",
    "MODFISTO-217: the year's end carries what it should not":
        f"{BOOKS}/test_year_end.py::test_the_document_says_what_becomes_of_it",
    "OpenSPP2@19.0.2.0.10: a double click approves twice":
        f"{CASES}/test_races.py::test_one_person_clicking_twenty_times_approves_once",
    "erpnext#58175: a reversal is reversed":
        f"{BOOKS}/test_money_stories.py::test_a_journal_is_reversed_once_and_a_reversal_never",
    "fineract#318: something is reversed in a closed month":
        f"{BOOKS}/test_around_python.py::test_a_closed_month_takes_no_journal_however_it_comes",
    "hordak#76: a journal of many legs slows down":
        f"{BOOKS}/test_money_stories.py::test_many_payees_go_in_one_journal_by_as_few_statements_as_one",
    "account-payment#316: what came back says nothing of what to do next":
        f"{PAID}/test_drafts.py::test_the_page_of_what_came_back",
}  # fmt: skip
# Drafts, edit conflicts, workflow and dates.
WORK = {
    "Hypha#309: a draft is not saved while a field is empty":
        "cases/archives/test_entry_pages.py::test_a_section_is_saved_however_incomplete",
    "Hypha#653: no way to save a draft":
        "cases/applications/test_pages.py::TestEntry::test_from_the_choice_to_the_submission",
    "Hypha#1878: several who write overwrite each other":
        "cases/archives/test_races.py::test_two_savers_of_one_section_at_once_do_not_overwrite_each_other",
    "yjdh#2945: nobody knows whose case it is":
        f"{CASES}/test_handed_on.py::test_then_it_is_theirs_alone",
    "yjdh#3369: a copy takes over what was true last year":
        "cases/applications/test_copying.py::test_what_the_last_one_said_comes_over_unconfirmed",
    "SIMS#5190: a decision on a page that is out of date":
        f"{CASES}/test_content.py::test_a_change_after_the_submission_voids_it_and_says_what",
    "les-emplois#7686: two at once and an error page":
        f"{CASES}/test_races.py::test_one_approves_while_another_returns",
    "les-emplois#7765: one thing is applied for twice":
        "cases/applications/test_races.py::test_one_household_applies_for_one_thing_once_however_many_try",
    "les-emplois#7040: a counter stands still":
        "messaging/test_messages.py::test_the_badge_is_part_of_the_one_statement",
    "hope#5927: a date is off by a day":
        "architecture/test_code.py::test_no_day_is_taken_in_another_time_zone_or_kept_over_midnight",
    "hope#5931: a list shows a row on two pages and another on none":
        "cases/lists/test_list.py::test_pages_hold_every_file_once_in_any_order",
    "hope#5837: a merge starts a flood of work":
        "cases/duplicates/test_duplicates.py::test_a_number_shared_by_many_makes_one_pair_each",
    "hope#5723: a check of nobody":
        "cases/surveys/test_surveys.py::test_a_survey_of_nobody_does_not_open",
    "hope#5940: many are withdrawn at once and cannot come back":
        "cases/archives/test_undo.py::test_what_may_come_back_is_read_at_once_however_much_went",
    "OpenSPP#626: what is decided on changes meanwhile":
        f"{CASES}/test_races.py::test_a_file_does_not_change_while_it_is_decided",
    "OpenSPP2#1117: who was paused is taken in again":
        "cases/giving/test_instalments.py::test_suspended_it_holds_nothing_until_it_goes_on",
    "OpenSPP2#1170: many at once and an error page":
        f"{CASES}/test_many.py::TestPage::test_five_hundred_are_read_from_the_page",
    "oscer#598: no deadline in the list of what waits":
        f"{CASES}/test_inbox.py::TestPages::test_the_inbox_shows_the_row_and_its_light",
    "oscer#599: the notice went up on another day":
        "cases/notices/test_boards.py::test_the_days_count_from_the_last_poster_and_the_old_end_stays_on_record",
    "oscer#600: a deadline is moved without a reason":
        "cases/notices/test_boards.py::test_an_extension_has_its_reason_and_is_the_union_s_that_published",
    "oscer#475: days off count":
        "kernel/test_calendar.py::test_five_working_days_over_the_spring_festival",
    "oscer: what is objected to goes on all the same":
        "cases/notices/test_notices.py::test_an_objection_after_the_end_holds_the_approval_until_it_is_answered",
    "planningsearch#69: a notice says neither whether nor until when to object":
        "cases/notices/test_public.py::test_the_code_on_the_poster_leads_to_what_hangs_and_to_nothing_else",
    "promac#195: an appeal before or after its days":
        "cases/outcomes/test_appeals.py::test_the_time_runs_from_the_day_the_worker_was_told",
    "caseflow#11365: the days begin anew after a case was on hold":
        f"{CASES}/test_suspended.py::test_it_is_due_as_many_working_days_later_as_it_waited",
    "caseflow#8992: a state that cannot be":
        f"{CASES}/test_guards.py::test_a_state_without_a_step_is_refused",
    "open-forms#3924: a page of states that nobody understands":
        f"{CASES}/test_stations.py::test_under_way_it_says_who_signed_and_until_when_the_present_one_has",
    "iForum#577: how long it will take is not said":
        "cases/applications/test_receiving.py::TestReceipt::test_it_says_what_came_in_what_is_missing_and_by_when",
}  # fmt: skip
DEFECTS = MONEY | WORK


@cache
def named_in(path: Path) -> frozenset[str]:
    """The tests of a file: function, or class::method."""
    names = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return frozenset(names)


@pytest.mark.parametrize("defect", DEFECTS)
def test_it_has_a_test_here(defect):
    path, _sign, name = DEFECTS[defect].partition("::")
    assert name in named_in(TESTS / path), DEFECTS[defect]


def test_each_is_shown_by_a_test_of_its_own():
    assert len(set(DEFECTS.values())) == len(DEFECTS)
