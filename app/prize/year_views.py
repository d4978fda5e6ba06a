"""A year of the prize, for its secretary and for administrators."""
