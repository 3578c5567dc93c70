"""Everything that draws: the only room under ``adcrm/`` that imports Streamlit."""
