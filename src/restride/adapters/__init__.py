"""The rooms that talk to the outside: file formats, documents, calendars. One folder each."""
