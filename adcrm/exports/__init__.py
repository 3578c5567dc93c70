"""Out again: every table as CSV, XLSX, Parquet and a Tableau extract, with nothing in a cell that a spreadsheet would run."""
