"""Speed of the pages, measured side by side with the bare engine."""
