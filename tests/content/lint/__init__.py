"""The linter: each rule, its waivers, and the shipped course."""
