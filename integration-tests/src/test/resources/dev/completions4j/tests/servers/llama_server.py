"""Runs llama.cpp's HTTP server on a free port of the loopback address, until standard input ends.

Usage: llama_server.py MODEL [NAME=VALUE ...]
The names are those of llama.cpp's parameters. Prints the package's version and the server's address on one line.
"""

import sys

import xllamacpp

DEFAULTS = {
    "port": "0",
    "model_alias": "tiny",
    "n_ctx": "32768",
    "n_parallel": "4",
    "endpoint_metrics": "1",
    "endpoint_slots": "1",
    "warmup": "0",
}


def converted(value, example):
    """Returns a text as a value of the type of an example."""
    if isinstance(example, (list, set)):
        return type(example)([value])
    if isinstance(example, bool):
        return value == "1"
    return type(example)(value)


parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.hostnames = ["127.0.0.1"]
parameters.cpuparams.n_threads = 1
parameters.cpuparams_batch.n_threads = 1
for name, value in {**DEFAULTS, **dict(word.split("=", 1) for word in sys.argv[2:])}.items():
    setattr(parameters, name, converted(value, getattr(parameters, name)))

server = xllamacpp.Server(parameters)
print("listening", xllamacpp.__version__, server.listening_address, flush=True)
sys.stdin.read()
