"""A window to drop reports into: files go in by a browser, the page, workbook, check sheet and bundle come out."""
