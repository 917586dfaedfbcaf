package org.chatmodels.reliability.soak;

/** Numbers that look random and are the same for the same seed, whatever thread asks and when. */
final class Mix {
    private Mix() {}

    /** SplitMix64 over the seed and two more numbers. */
    static long of(long seed, long first, long second) {
        return scramble(scramble(scramble(seed) + first) + second);
    }

    /** From 0 to below the bound. */
    static int below(int bound, long mixed) {
        return (int) Math.floorMod(mixed, (long) bound);
    }

    private static long scramble(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
