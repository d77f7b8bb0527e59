"""A certificant's calendar: a feed at a secret address, and the page that shows the address."""
