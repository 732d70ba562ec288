"""The figures of a periodic report, read once for the letter, the workbook and the page."""
