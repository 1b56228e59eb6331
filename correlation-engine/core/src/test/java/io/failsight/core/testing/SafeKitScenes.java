package io.failsight.core.testing;

import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;

/** Failovers of a SafeKit mirror module {@code AM} on node1 and node2, after the detector sequences of the User's Guide. */
public final class SafeKitScenes {
    public static final String A = "node1";
    public static final String B = "node2";

    private SafeKitScenes() {}

    public static Scene pair() {
        return new Scene("AM", "safekit");
    }

    /** Both nodes come up in the morning; node1 is PRIM. */
    public static Scene morning(Scene scene) {
        return scene.says(0, A, SignalKind.FAILOVER_DECIDED, "", Signal.ACTION, "start", Signal.BY, "boot")
                .role(1, A, "waiting", "WAIT", "not-ready")
                .says(2, B, SignalKind.FAILOVER_DECIDED, "", Signal.ACTION, "start", Signal.BY, "boot")
                .role(3, B, "waiting", "WAIT", "not-ready")
                .role(10, A, "alone", "ALONE", "ready")
                .says(12, B, SignalKind.REPLICATION_STARTED, "rfs")
                .says(20, B, SignalKind.REPLICATION_IN_SYNC, "rfs.uptodate")
                .role(21, B, "secondary", "SECOND", "ready")
                .role(21.1, A, "primary", "PRIM", "ready");
    }

    /** node1 dies at 1000; node2 takes over at about 1041. */
    public static Scene crash(Scene scene) {
        return scene.saysOfPartner(1030.2, B, SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .saysOfPartner(1030.3, B, SignalKind.ROLE_CHANGED, "", Signal.ROLE, "unknown", Signal.STATE, "unknown")
                .decided(1030.4, B, "alone", "heart", "no heartbeat")
                .says(1035, B, SignalKind.ADDRESS_MOVED, "10.0.0.50")
                .role(1041, B, "alone", "ALONE", "ready");
    }

    /** node1 is started by hand and comes back as SECOND at 2100. */
    public static Scene reintegration(Scene scene, double from) {
        return scene.planned(from, A, "start")
                .role(from + 1, A, "waiting", "WAIT", "not-ready")
                .says(from + 5, A, SignalKind.REPLICATION_STARTED, "rfs")
                .says(from + 95, A, SignalKind.REPLICATION_IN_SYNC, "rfs.uptodate")
                .role(from + 100, A, "secondary", "SECOND", "ready")
                .role(from + 100.2, B, "primary", "PRIM", "ready");
    }

    public static Scene plannedStop(Scene scene, double at) {
        return scene.planned(at, A, "stop")
                .role(at + 8, A, "stopped", "STOP", "not-ready")
                .decided(at + 8.2, B, "alone", "heart", "remote stop")
                .role(at + 18, B, "alone", "ALONE", "ready");
    }

    public static Scene swap(Scene scene, double at) {
        return scene.planned(at, A, "swap")
                .role(at + 6, A, "stopped", "STOP", "not-ready")
                .decided(at + 6.2, B, "alone", "heart", "remote stop")
                .role(at + 15, B, "alone", "ALONE", "ready")
                .role(at + 16, A, "waiting", "WAIT", "not-ready")
                .says(at + 20, A, SignalKind.REPLICATION_IN_SYNC, "rfs.uptodate")
                .role(at + 21, A, "secondary", "SECOND", "ready")
                .role(at + 21.1, B, "primary", "PRIM", "ready");
    }

    public static Scene processDown(Scene scene, double at) {
        return scene.says(at, A, SignalKind.COMPONENT_DOWN, "sqlservr.exe")
                .decided(at + 0.1, A, "restart", "errd", "")
                .says(at + 7, A, SignalKind.COMPONENT_RESTARTED, "")
                .role(at + 12, A, "primary", "PRIM", "ready");
    }

    public static Scene checkerDown(Scene scene, double at) {
        return scene.says(at, A, SignalKind.CHECKER_DOWN, "tcp.management")
                .rule(at + 0.1, A, "wait", "t_id")
                .role(at + 5, A, "waiting", "WAIT", "not-ready")
                .decided(at + 5.2, B, "alone", "heart", "remote stop")
                .role(at + 14, B, "alone", "ALONE", "ready");
    }

    public static Scene checkerBack(Scene scene, double at) {
        return scene.says(at, A, SignalKind.CHECKER_UP, "tcp.management")
                .rule(at + 0.1, A, "wakeup", "Implicit_wakeup")
                .says(at + 20, A, SignalKind.REPLICATION_IN_SYNC, "rfs.uptodate")
                .role(at + 21, A, "secondary", "SECOND", "ready")
                .role(at + 21.1, B, "primary", "PRIM", "ready");
    }

    /** The network between the nodes fails; both serve from 1030 on, and 600 s later node1 exits. */
    public static Scene splitBrain(Scene scene) {
        return scene.saysOfPartner(1030.1, A, SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .saysOfPartner(1030.3, B, SignalKind.HEARTBEAT_LOST, "heartbeat.default")
                .saysOfPartner(1030.2, A, SignalKind.ROLE_CHANGED, "", Signal.ROLE, "unknown")
                .saysOfPartner(1030.4, B, SignalKind.ROLE_CHANGED, "", Signal.ROLE, "unknown")
                .decided(1030.5, B, "alone", "heart", "no heartbeat")
                .role(1030.6, A, "alone", "ALONE", "ready")
                .role(1040, B, "alone", "ALONE", "ready")
                .says(1630, B, SignalKind.SPLIT_BRAIN_RESOLVED, "", Signal.ACTION, "staying alone")
                .says(1630.1, A, SignalKind.SPLIT_BRAIN_RESOLVED, "", Signal.ACTION, "exiting alone")
                .role(1640, A, "waiting", "WAIT", "not-ready")
                .role(1700, A, "secondary", "SECOND", "ready")
                .role(1700.2, B, "primary", "PRIM", "ready");
    }
}
