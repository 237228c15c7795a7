/**
 * Groups points that would lie on each other: a plain grid over the screen, so that a few
 * thousand points cost one pass.
 *
 * @param {{x: number, y: number}[]} positions on the screen
 * @param {number} cell width of a cell in pixels
 * @returns {number[][]} groups of indexes into positions, in the order of their first point
 */
export function gridClusters(positions, cell) {
    const cells = new Map();
    positions.forEach(({ x, y }, index) => {
        const key = `${Math.floor(x / cell)}:${Math.floor(y / cell)}`;
        const members = cells.get(key);
        if (members) {
            members.push(index);
        } else {
            cells.set(key, [index]);
        }
    });
    return [...cells.values()];
}
