"""How much memory a program took, told by itself at its end."""

#: To be run at the end of a program that measures itself: sets `peak`, its largest memory in MiB. Not
#: `ru_maxrss`, which begins with the memory of the process that started the program.
PEAK = """
from pathlib import Path
_told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
peak = int(_told["VmHWM"].split()[0]) // 1024
"""
