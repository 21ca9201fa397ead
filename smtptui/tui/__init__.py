"""The screens: the only layer that imports Textual."""
