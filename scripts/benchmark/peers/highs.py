"""HiGHS' dual simplex, through SciPy, on an instance file.

Prints processor seconds of the solver alone, largest resident set in MiB, and the value.
"""
import resource
import sys

import numpy
from scipy.optimize import linprog
from scipy.sparse import csc_matrix


def processor():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(path):
    with open(path, "rb") as f:
        _, _, requests, offers = (int(n) for n in numpy.fromfile(f, numpy.uint32, 4))
        arcs = int(numpy.fromfile(f, numpy.uint64, 1)[0])
        need, budget, most = (numpy.fromfile(f, numpy.int32, n) for n in (requests, offers, offers))
        start = numpy.fromfile(f, numpy.uint32, requests + 1).astype(numpy.int64)
        offer, score = (numpy.fromfile(f, numpy.int32, arcs) for _ in range(2))
    row, column = numpy.repeat(numpy.arange(requests), numpy.diff(start)), numpy.arange(arcs)
    limit = numpy.where(most[offer] > 0, numpy.minimum(need[row], most[offer]), need[row])
    matrix = csc_matrix((numpy.ones(2 * arcs), (numpy.concatenate([row, requests + offer]), numpy.concatenate([column, column]))))
    matrix.resize(requests + offers, arcs)
    bounds = numpy.stack([numpy.zeros(arcs), limit], 1)
    before = processor()
    result = linprog(-score.astype(float), A_ub=matrix, b_ub=numpy.concatenate([need, budget]), bounds=bounds, method="highs-ds")
    used = processor() - before
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{used:.3f}\t{size:.0f}\t{-result.fun:.0f}")


main(sys.argv[1])
