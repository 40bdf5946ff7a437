"""Pages of employers and of the yearly figures of unions."""
