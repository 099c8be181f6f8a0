"""What a student sees: the course as a map of weeks, a week with its attempts, an attempt with its hints."""
