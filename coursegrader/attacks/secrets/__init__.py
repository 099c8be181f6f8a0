"""Reading what is not meant for learners: hidden tests, other people's work, the grader's own memory."""
