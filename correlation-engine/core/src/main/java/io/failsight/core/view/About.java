package io.failsight.core.view;

import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;

/** Which node a signal is about, and who said it. */
public final class About {
    private About() {}

    /**
     * The node that the signal is about; empty when it names none. A lost heartbeat is about the node that is no longer heard, whichever of the two its
     * subject names.
     */
    public static String node(Signal signal, ClusterView view) {
        String named = signal.subject().node();
        boolean heartbeat =
                signal.kind() == SignalKind.HEARTBEAT_LOST || signal.kind() == SignalKind.HEARTBEAT_RESTORED;
        if (heartbeat) {
            String listener = signal.remote() || named.isEmpty() ? signal.reporter() : named;
            boolean namesPeer = signal.remote() && !named.isEmpty() && !named.equals(signal.reporter());
            return namesPeer ? named : view.partnerOf(listener);
        }
        if (signal.remote() && (named.isEmpty() || named.equals(signal.reporter()))) {
            return view.partnerOf(signal.reporter());
        }
        return named.isEmpty() ? signal.reporter() : named;
    }

    /** The node whose own word the signal is; empty when another one (a partner, a poller, the collector) said it. */
    public static String speaker(Signal signal) {
        String named = signal.subject().node();
        boolean listener = signal.remote() || named.isEmpty() || named.equals(signal.reporter());
        return listener ? signal.reporter() : "";
    }

    /** Whether a node said it about itself. */
    public static boolean own(Signal signal) {
        return !signal.remote() && !speaker(signal).isEmpty();
    }
}
