"""The jury, for its secretary: seats, members, invitations, doubts."""
