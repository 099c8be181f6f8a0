"""Reaching people: learners and teachers who open what a submission left, and the next run of the grader."""
