"""From text to figures, numerals, citations and lists: pure Python, no pandas."""
