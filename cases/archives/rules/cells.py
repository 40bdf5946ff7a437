"""What a reason of a return names in a table: a line, or one cell of it."""

from cases.archives.states import Section

# How many words name a line: `uid` of a member, `income:pk` or `expense:pk` of an amount.
LINE_WORDS = {Section.MEMBERS: 1, Section.MONEY: 2}


def split_cell(section: str, field: str) -> tuple[str, str]:
    """The key of the line and the name of its cell, '' for the line as such. Where a section has no table, a
    field is its own key."""
    words = LINE_WORDS.get(Section(section))
    if words is None:
        return field, ""
    parts = field.split(":")
    return ":".join(parts[:words]), ":".join(parts[words:])
