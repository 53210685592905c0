"""Bad data: every record file of the project with every kind of damage; refused with its place and a reason, or without effect.

A few damages make another sound record that nobody could tell from one that was meant: an optional key that is not there,
a quote that is shorter and still stands in its sentence. They are listed in `UNDETECTABLE`, each with its reason, and kept few.
"""

from __future__ import annotations

import dataclasses
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import MakeCopy
from mutants import Mutant, mutants, shape
from sasac import checks, texts, walk
from sasac.checks import dates, evidence, external, facts, handwritten, changelog, repeats
from sasac.link import link
from sasac.load import FOLDERS, Loaded, Loading, load, parse
from sasac.models import Model
from sasac.problems import LONGEST_MESSAGE, Problem

PLACES = 1
SLICE = 33
FEWEST = 60
SECONDS = 2.0
MEGABYTES = 400
SAID = re.compile(r"(?P<file>[^:]+):(?P<line>[1-9]\d*):(?P<column>[1-9]\d*): (?P<what>\S.*?); (?P<remedy>\S.*)")
