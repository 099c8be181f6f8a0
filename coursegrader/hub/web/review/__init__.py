"""What the staff do: marks for what a test cannot score, answers to regrade requests, gradings that failed."""
