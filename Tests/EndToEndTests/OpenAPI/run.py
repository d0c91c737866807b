"""Runs schemathesis against a running order-intake: every check, a fixed seed, a bounded number of examples.

Usage: run.py URL SEED EXAMPLES    The shop is WAYBILL_SHOP, its secret WAYBILL_SHOP_SECRET.
"""

import os
import pathlib
import runpy
import sys
import tempfile

folder = pathlib.Path(__file__).resolve().parent
url, seed, examples = sys.argv[1:4]
sys.dont_write_bytecode = True
# The hooks are found beside this program.
sys.path.insert(0, str(folder))
sys.argv = [
    "schemathesis", "--config-file", str(folder / "schemathesis.toml"), "run", f"{url}/v1/openapi.json",
    "--checks", "all", "--seed", seed, "--max-examples", examples, "--continue-on-failure", "--no-color",
]
# It leaves a cache where it runs.
with tempfile.TemporaryDirectory() as scratch:
    os.chdir(scratch)
    runpy.run_module("schemathesis.cli", run_name="__main__")
