"""Statistics of every room below: figures of a day, beside the year before, and the files behind them."""
