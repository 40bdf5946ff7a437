from types import SimpleNamespace

from hardship.kernel.flags import in_state, state_tone


class Row(SimpleNamespace):
    is_over = in_state("done", "failed")
    is_doubtful = in_state("doubtful", field="verdict")
    tone = state_tone({"done": "success"})
    mark = state_tone({"return": "warning"}, field="action", other="")


def test_a_row_answers_for_its_state():
    assert [Row(state=state).is_over for state in ("open", "done", "failed")] == [False, True, True]
    assert Row(verdict="doubtful").is_doubtful


def test_a_row_has_the_tone_of_its_state():
    assert [Row(state=state).tone for state in ("done", "open")] == ["success", "muted"]
    assert [Row(action=action).mark for action in ("return", "file")] == ["warning", ""]
