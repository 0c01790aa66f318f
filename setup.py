"""Compiles the kernels; everything else about the package is in setup.cfg."""

from glob import glob

from Cython.Build import cythonize
from setuptools import setup

kernels = cythonize(
    [path for path in sorted(glob("searcher/kernels/*.py")) if not path.endswith("__init__.py")],
    compiler_directives={
        "language_level": 3,
        "boundscheck": False,
        "wraparound": False,
        "cdivision": True,
        "initializedcheck": False,
    },
    build_dir="build/cython",
)
for kernel in kernels:
    kernel.optional = True  # cythonize() drops the option; without a compiler the .py files serve
    kernel.extra_compile_args = ["-O3"]

setup(ext_modules=kernels)
