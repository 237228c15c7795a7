"""Is an answer what it says? Written apart from the solvers, plain loops over the definitions."""


def rebalance(instance, assigned, tolerance, moving):
    """Return (cost, share of load that moved, largest deviation)."""
    count = instance.distance.shape[1]
    loads, cost, moved = [0.0] * count, 0.0, 0.0
    for customer, territory in enumerate(assigned.tolist()):
        load = float(instance.load[customer])
        loads[territory] += load
        cost += load * float(instance.distance[customer, territory])
        if territory != instance.current[customer]:
            cost += moving * load
            moved += load
    mean = sum(loads) / count
    worst = max(abs(load / mean - 1) for load in loads)
    return cost, moved / sum(loads), worst, worst <= tolerance + 1e-9


def centres(instance, assigned):
    """Return (cost, feasible)."""
    loads, cost = {}, 0.0
    for customer, centre in enumerate(assigned.tolist()):
        loads[centre] = loads.get(centre, 0.0) + float(instance.load[customer])
        cost += float(instance.distance[customer, centre])
    return cost, len(loads) <= instance.count and max(loads.values()) <= instance.capacity + 1e-6


def land(instance, assigned):
    """Return (cost, connected and balanced)."""
    cost, feasible = 0.0, True
    for territory in range(instance.count):
        members = [unit for unit, number in enumerate(assigned.tolist()) if number == territory]
        if not members:
            return float("inf"), False
        cost += min(sum(float(instance.distance[unit, centre]) for unit in members) for centre in members)
        reached, border = {members[0]}, [members[0]]
        while border:
            for unit in instance.neighbours[border.pop()]:
                if assigned[unit] == territory and unit not in reached:
                    reached.add(unit)
                    border.append(unit)
        feasible &= len(reached) == len(members)
        for number, tolerance in enumerate(instance.tolerance):
            mean = float(instance.activity[:, number].sum()) / instance.count
            feasible &= abs(sum(float(instance.activity[unit, number]) for unit in members) / mean - 1) <= tolerance + 1e-9
    return cost, feasible
