"""Asks a replica to call its handle in a closed loop and prints the result line it answers.

handle_client.py URL CONCURRENCY WARM_UP_MILLIS MEASURE_MILLIS
"""

import sys
import urllib.request


def main() -> None:
    url, concurrency, warm_up, measure = sys.argv[1], *map(int, sys.argv[2:5])
    query = f"?c={concurrency}&warmup={warm_up / 1000}&seconds={measure / 1000}"
    limit = (warm_up + measure) / 1000 + 15
    with urllib.request.urlopen(url + query, timeout=limit) as answer:
        print(answer.read().decode(), end="")


if __name__ == "__main__":
    main()
