"""Files and functions stay small enough to be read in one go."""

import ast
import math
from collections.abc import Sequence

from tests.architecture.sources import Source, functions, of_the_tests, product

_FILE, _FILE_P90 = 250, 160
_FUNCTION, _FUNCTION_P90, _FUNCTION_MEDIAN = 50, 30, 10
_PARAMETERS = 5

_PRODUCT = [source for source in product() if not source.generated_or_dated]
_TESTS = list(of_the_tests())


def percentile(sizes: Sequence[int], share: float) -> int:
    """The smallest size that at least this share of them does not exceed."""
    return sorted(sizes)[math.ceil(share * len(sizes)) - 1]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len([argument for argument in named if argument.arg not in {"self", "cls"}])


def _functions(sources: Sequence[Source]) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    return {f"{source.name}:{one.lineno} {one.name}": one for source in sources for one in functions(source)}


def test_no_file_is_longer_than_two_hundred_and_fifty_lines() -> None:
    assert not {s.name: s.lines for s in (*_PRODUCT, *_TESTS) if s.lines > _FILE}


def test_nine_files_in_ten_have_at_most_a_hundred_and_sixty_lines() -> None:
    assert percentile([source.lines for source in _PRODUCT], 0.9) <= _FILE_P90


def test_no_function_is_longer_than_fifty_lines() -> None:
    every = _functions([*_PRODUCT, *_TESTS])

    assert not {name: _length(one) for name, one in every.items() if _length(one) > _FUNCTION}


def test_nine_functions_in_ten_have_at_most_thirty_lines_and_half_of_them_ten() -> None:
    lengths = [_length(one) for one in _functions(_PRODUCT).values()]

    assert percentile(lengths, 0.9) <= _FUNCTION_P90
    assert percentile(lengths, 0.5) <= _FUNCTION_MEDIAN


def test_no_function_takes_more_than_five_parameters() -> None:
    every = _functions(_PRODUCT)

    assert not {name: _parameters(one) for name, one in every.items() if _parameters(one) > _PARAMETERS}


def test_a_percentile_is_one_of_the_sizes() -> None:
    assert percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 100], 0.9) == 9
