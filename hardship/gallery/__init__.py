"""Every component of the pages in all its states, with invented content. Only with DEBUG."""
