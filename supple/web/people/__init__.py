"""People: who somebody is, the first visit, the stop pages, and their own data."""
