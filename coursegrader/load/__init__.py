"""A class handing in at once, on a real hub: is everything kept, everything graded once, and how soon."""
