"""What a class's results say about its exercises and hidden tests. Pure analysis: no web, no database."""
