"""The site. It asks the core; it decides nothing about bodies or doses itself."""
