"""The meeting: matrix, agenda, ballots, draw, ranking."""
