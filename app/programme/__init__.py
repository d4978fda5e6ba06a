"""The public programme: one row an event, funded or registered without money, from which calendar, map, feeds and
print are all made."""
