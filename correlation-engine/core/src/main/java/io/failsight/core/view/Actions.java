package io.failsight.core.view;

import io.failsight.model.signal.Signal;
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

    private Actions() {}

    /** Whether a node stays but may not serve until something it needs is there. */
    public static boolean waits(Signal signal) {
        String action = signal.detail(Signal.ACTION);
        return action.equals("wait") || action.equals("wait_tr");
    }

    /** Whether a module or machine comes up by it. */
    public static boolean starts(Signal signal) {
        return STARTS.contains(signal.detail(Signal.ACTION));
    }

    /** Whether a node gives its service up by it, for a while at least. */
    public static boolean leaves(Signal signal) {
        return LEAVES.contains(signal.detail(Signal.ACTION));
    }
}
