"""Pages of the approval: steps, the inbox, many at once, paper."""
