"""The credit models, one file each: from the paths that led to orders to what each channel gets."""
