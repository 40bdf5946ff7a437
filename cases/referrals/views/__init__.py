"""The pages of referrals and of what departments offer."""
