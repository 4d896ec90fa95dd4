"""Strong components of a graph, dependencies first (Tarjan 1972), without recursion."""

from __future__ import annotations


def strong_components(needs: list[list[int]]) -> list[list[int]]:
    """Return the components; each stands after those that it needs."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    found: list[list[int]] = []
    for start in range(len(needs)):
        if start in order:
            continue
        work = [(start, 0)]
        while work:
            node, at = work.pop()
            if at == 0:
                order[node] = low[node] = len(order)
                stack.append(node)
                on_stack.add(node)
            advanced = False
            for place in range(at, len(needs[node])):
                other = needs[node][place]
                if other not in order:
                    work += [(node, place + 1), (other, 0)]
                    advanced = True
                    break
                if other in on_stack:
                    low[node] = min(low[node], order[other])
            if advanced:
                continue
            if work:
                parent = work[-1][0]
                low[parent] = min(low[parent], low[node])
            if low[node] == order[node]:
                found.append(_pop_component(node, stack, on_stack))
    return found


def _pop_component(node: int, stack: list[int], on_stack: set[int]) -> list[int]:
    component: list[int] = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        component.append(member)
        if member == node:
            return component[::-1]
