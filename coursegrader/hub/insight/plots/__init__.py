"""Small SVG plots of our own: shapes have classes, so that the page's style sheet gives light and dark colours."""
