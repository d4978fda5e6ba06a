"""What anybody may read of the prize: what it is for, who may nominate, and, when the time has come, who won."""
