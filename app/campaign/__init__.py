"""The yearly campaign: the week that rounds, programme and prize share, its wheel of dates, its goals, those who want
to hear of it, what the press wrote, and what grantees are given to show who supports them."""
