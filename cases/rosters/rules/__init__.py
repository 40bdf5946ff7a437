"""The rules of a roster: which column is which, which row is a household, what a cell says, what is wrong."""
