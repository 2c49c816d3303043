"""What somebody measured of themselves: self-tests and questionnaires, each one file of the content."""
