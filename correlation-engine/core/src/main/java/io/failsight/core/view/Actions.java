package io.failsight.core.view;

import io.failsight.model.signal.Signal;
import java.util.Locale;
import java.util.Set;

/** What the actions are that products and people take on a module, by detail {@link Signal#ACTION}. */
public final class Actions {
    private static final Set<String> STARTS =
            Set.of("start", "boot", "prim", "primforce", "second", "wakeup", "enable", "started");
    private static final Set<String> LEAVES = Set.of(
            "stop",
            "forcestop",
            "shutdown",
            "stopstart",
            "restart",
            "drain",
            "reboot",
            "poweroff",
            "halt",
            "disable",
            "stopping",
            "swap",
            "roll-out",
            "rollout");

    /** What a survivor does: it serves without its partner from now on. */
    private static final Set<String> SERVES = Set.of("alone", "master");

    private Actions() {}

    /** The action in lower case; of a choice such as {@code restart|stopstart} the first. */
    public static String of(Signal signal) {
        String action = signal.detail(Signal.ACTION);
        int end = action.indexOf('|');
        return (end < 0 ? action : action.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    /** Whether a survivor decides by it to serve alone. */
    public static boolean serves(Signal signal) {
        return SERVES.contains(of(signal));
    }

    /** Whether a node hands its role to another one, or gives it up, by it. */
    public static boolean yields(Signal signal) {
        return of(signal).equals("yield");
    }

    /** Whether a node stays but may not serve until something it needs is there. */
    public static boolean waits(Signal signal) {
        String action = of(signal);
        return action.equals("wait") || action.equals("wait_tr");
    }

    /** Whether a module or machine comes up by it. */
    public static boolean starts(Signal signal) {
        return STARTS.contains(of(signal));
    }

    /** Whether a node gives its service up by it, for a while at least. */
    public static boolean leaves(Signal signal) {
        return LEAVES.contains(of(signal));
    }
}
