"""Here is someone who looks for something: what do they see while they type?

`state.py` is what is asked for, `asking.py` what the index answers, `showing.py` what is said of both, in `lines.py` as
on a screen: all of it without a terminal. `painting.py`, `widgets.py` and `app.py` put it on one, and are the door to
Textual: they are imported from their own modules, where it is installed.
"""

from searcher.interactive.state import State, command_line, show_line

__all__ = ["State", "command_line", "show_line"]
