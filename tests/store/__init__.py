"""The store: one contract, kept by SQLite and by PostgreSQL, also when something breaks."""
