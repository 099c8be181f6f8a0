"""The course's interactives: begin with `base`; `catalogue` lists them, `export` writes their pages."""
