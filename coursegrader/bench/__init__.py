"""``coursegrader bench``: stock nbgrader, coursegrader and the floor, measured in one run on the same submissions."""
