"""This engine beside others: the same articles, the same questions, the same run.

python -m benchmarks.peers FILE.jsonl
"""
