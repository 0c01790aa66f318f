from array import array
from typing import Literal, overload

@overload
def zeros(code: Literal["I", "Q"], count: int) -> array[int]: ...
@overload
def zeros(code: Literal["d", "f"], count: int) -> array[float]: ...
