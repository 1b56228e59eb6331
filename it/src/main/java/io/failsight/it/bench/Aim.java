package io.failsight.it.bench;

import java.util.Locale;

/**
 * One figure and what it should be.
 *
 * @param name what was measured, with its unit
 * @param value the figure
 * @param limit what it should be at most, or at least
 * @param atLeast whether the limit is a lower one
 */
public record Aim(String name, double value, double limit, boolean atLeast) {
    public static Aim atMost(String name, double value, double limit) {
        return new Aim(name, value, limit, false);
    }

    public static Aim atLeast(String name, double value, double limit) {
        return new Aim(name, value, limit, true);
    }

    public boolean reached() {
        return atLeast ? value >= limit : value <= limit;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%-62s %10.2f  %s %-8.2f %s",
                name,
                value,
                atLeast ? ">=" : "<=",
                limit,
                reached() ? "ok" : "MISSED");
    }
}
