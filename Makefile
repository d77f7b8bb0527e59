# For those whose fingers type make; everything is in ./run.
.PHONY: demo test check lock
demo test check lock:
	./run $@
