"""Nominations, for the secretary: check, ask, merge, qualify."""
