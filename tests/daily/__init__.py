"""The daily quiz: joining, what it asks, its days, its delivery and its proof."""
