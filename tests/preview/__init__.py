"""Previews of items."""
