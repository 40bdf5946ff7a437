"""Cells that lead from one row to another: ID numbers, numbers of files, names."""

from hardship.kernel.documents import normalise


def plain(value: object) -> str:
    """A key as it is compared."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return normalise(str(value))[:60].upper() if value is not None else ""
