package org.chatmodels;

/**
 * What retries of all calls with one key at one address may use up together, so that a backend in trouble does not get
 * the double load. First attempts are free; a success gives back what its call took, at least one.
 */
final class RetryBudget {
    private static final int CAPACITY = 500;
    private static final int COST = 14;
    private static final int COST_OF_LIMITS = 5;

    private int left = CAPACITY;

    /** What it took; 0 if there is too little left. */
    synchronized int take(boolean ofLimits) {
        int cost = ofLimits ? COST_OF_LIMITS : COST;
        if (left < cost) {
            return 0;
        }
        left -= cost;
        return cost;
    }

    synchronized void succeeded(int taken) {
        left = Math.min(CAPACITY, left + Math.max(1, taken));
    }
}
