"""Open government information: the catalogue, the register of requests and the annual report."""
