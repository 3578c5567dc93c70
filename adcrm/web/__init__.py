"""HTTP beside the pages: health, language and theme, compressed bundles. Knows the domain, never ``ui``."""
