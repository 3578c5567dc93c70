"""AdCRM: what the program knows. Only ``adcrm.ui`` may import Streamlit."""

__version__ = "0.1.0"
