"""The published reports as one Excel workbook: its SQL, its words, its cells."""
