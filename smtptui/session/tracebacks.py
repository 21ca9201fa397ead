"""Tracebacks without the octets of a session: crash reports show the locals of frames, credentials too."""

import functools
import traceback
from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


def forget_locals(error: BaseException) -> None:
    """Empty the frames that an exception has left; where it was raised stays to be seen."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        traceback.clear_frames(following.__traceback__)
        following = following.__cause__ or following.__context__


def without_locals(method: Callable[P, None]) -> Callable[P, None]:
    """Decorate a method that takes a credential: no frame of an exception from it holds an argument."""

    @functools.wraps(method)
    def called(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            method(*args, **kwargs)
        except BaseException as error:
            del args, kwargs
            forget_locals(error)
            raise

    return called
