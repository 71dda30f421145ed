"""Tests of what an operator sees: counts, alerts, a dashboard, the log."""
