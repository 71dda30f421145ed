"""Several workspaces, each with an installation of its own."""
