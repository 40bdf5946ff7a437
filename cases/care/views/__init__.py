"""The pages of counselling and legal aid, by what they show."""
