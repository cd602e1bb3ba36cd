"""Tables in, files out: data package, notebook view."""
