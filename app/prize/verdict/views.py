"""The verdict: statement, minutes, seal, handover, publishing."""
