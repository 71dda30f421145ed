"""The outside: channels, rendering, store, delivery, settings, command line."""
