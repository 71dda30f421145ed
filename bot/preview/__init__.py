"""An item of a course as each channel will show it, for its author. Drawn from what the channels are really sent."""
