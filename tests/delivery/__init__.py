"""The way of a turn, from its receipt to the sent reply, also when something fails or the process dies."""
