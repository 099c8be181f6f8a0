"""What an instructor sees and does: gradebook, assignments, extensions, roster, audit log, one learner in full."""
