"""What came of it: key figures over the years, charts, the final report, spreadsheets and open data."""
