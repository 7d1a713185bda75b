"""SciPy's linear_sum_assignment on an instance file in which each request needs one unit; an offer has a column for each
unit that it has.

Prints processor seconds of the solver alone, largest resident set in MiB, and the value.
"""
import resource
import sys

import numpy
from scipy.optimize import linear_sum_assignment


def processor():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(path):
    with open(path, "rb") as f:
        _, _, requests, offers = (int(n) for n in numpy.fromfile(f, numpy.uint32, 4))
        arcs = int(numpy.fromfile(f, numpy.uint64, 1)[0])
        need, budget, _ = (numpy.fromfile(f, numpy.int32, n) for n in (requests, offers, offers))
        start = numpy.fromfile(f, numpy.uint32, requests + 1).astype(numpy.int64)
        offer, score = (numpy.fromfile(f, numpy.int32, arcs) for _ in range(2))
    assert (need == 1).all(), "a request needs more than one unit"
    matrix = numpy.zeros((requests, offers))
    matrix[numpy.repeat(numpy.arange(requests), numpy.diff(start)), offer] = score
    before = processor()
    matrix = numpy.repeat(matrix, budget, axis=1)
    value = matrix[linear_sum_assignment(matrix, maximize=True)].sum()
    used = processor() - before
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{used:.3f}\t{size:.0f}\t{value:.0f}")


main(sys.argv[1])
