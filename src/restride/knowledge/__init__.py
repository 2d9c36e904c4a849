"""Clinical facts as data: schema, strict reader, checker."""
