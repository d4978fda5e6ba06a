"""A member's own pages: the way in, confidentiality, impartiality."""
