"""Questions for everybody."""
