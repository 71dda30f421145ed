"""Tests of how questions are found, answered and refused."""
