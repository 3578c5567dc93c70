"""Figures fetched from the ad platforms' own interfaces; what comes is loaded like any file."""
