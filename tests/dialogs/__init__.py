"""Tests of what the tutor says and keeps."""
