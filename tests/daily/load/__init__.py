"""Many daily quizzes at once: a Slack API on loopback that is busy at times, and tutors that are killed on the way."""
