"""Reads of the statistics: figures of a day, and the files behind them."""
