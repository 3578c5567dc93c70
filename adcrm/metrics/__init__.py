"""What each number means and how it is computed, said once for pages, reports and the command line."""
