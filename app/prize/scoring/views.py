"""A juror's cards: read, score, compare, print."""
