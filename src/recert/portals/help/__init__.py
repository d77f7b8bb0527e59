"""The help pages: articles whose figures are the rules' own, and what readers say of them."""
