"""Tests of the course, its loader and its text."""
