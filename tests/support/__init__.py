"""Servers and browsers for the tests."""
