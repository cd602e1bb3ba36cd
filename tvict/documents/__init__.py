"""Files of every kind that provinces publish, as one text with the places of its words."""
