"""Secrets that a machine makes for itself once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from hardship.local import data_dir, local_secret


@pytest.fixture(autouse=True)
def _own_place(monkeypatch, tmp_path):
    monkeypatch.setenv("HARDSHIP_DATA", str(tmp_path / "data"))


def test_a_secret_is_made_once_even_by_many_at_once():
    with ThreadPoolExecutor(8) as pool:
        values = set(pool.map(lambda _number: local_secret("field", 32), range(8)))
    assert len(values) == 1
    assert len(values.pop()) == 32
    assert [path.name for path in (data_dir() / "keys").iterdir()] == ["field"]


def test_only_its_owner_can_read_it():
    local_secret("field")
    keys = data_dir() / "keys"
    assert keys.stat().st_mode & 0o077 == 0
    assert (keys / "field").stat().st_mode & 0o177 == 0


def test_a_damaged_secret_stops_the_program():
    local_secret("field")
    (data_dir() / "keys" / "field").write_text("00ff\n")
    with pytest.raises(ValueError, match="backup"):
        local_secret("field")
