"""Views: what each page shows, worked out here so that templates only lay it out."""
