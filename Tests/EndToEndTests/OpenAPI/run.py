"""Runs schemathesis against a running order-intake: every check, a fixed seed, a bounded number of examples.

Usage: run.py URL SEED EXAMPLES    The shop is WAYBILL_SHOP, its secret WAYBILL_SHOP_SECRET.
"""

import os
import runpy
import sys

url, seed, examples = sys.argv[1:4]
# The hooks are found beside this program.
os.chdir(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.argv = [
    "schemathesis", "--config-file", "schemathesis.toml", "run", f"{url}/v1/openapi.json", "--checks", "all",
    "--seed", seed, "--max-examples", examples, "--continue-on-failure", "--no-color",
]
runpy.run_module("schemathesis.cli", run_name="__main__")
