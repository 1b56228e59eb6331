package io.failsight.core.testing;

import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;

/** Failovers of keepalived's instance {@code VI_1} on lb1 (priority 150) and lb2 (100). */
public final class KeepalivedScenes {
    public static final String A = "lb1";
    public static final String B = "lb2";

    private KeepalivedScenes() {}

    public static Scene pair() {
        return new Scene("VI_1", "keepalived");
    }

    public static Scene up(Scene scene) {
        starts(scene, 0, A);
        starts(scene, 0.5, B);
        return master(scene, 4, A);
    }

    public static Scene starts(Scene scene, double at, String node) {
        return scene.says(at, node, SignalKind.PLANNED_STARTED, "", Signal.ACTION, "start", Signal.BY, "keepalived")
                .says(
                        at + 0.02,
                        node,
                        SignalKind.ROLE_CHANGED,
                        "",
                        Signal.ROLE,
                        "secondary",
                        Signal.PRODUCT_ROLE,
                        "BACKUP",
                        Signal.STATE,
                        "ready",
                        Signal.REASON,
                        "init");
    }

    public static Scene backup(Scene scene, double at, String node) {
        return scene.role(at, node, "secondary", "BACKUP", "ready").says(at, node, SignalKind.ADDRESS_RELEASED, "VI_1");
    }

    /** Two signals of one line, then one for each address. */
    public static Scene master(Scene scene, double at, String node) {
        return scene.role(at, node, "primary", "MASTER", "ready")
                .says(at, node, SignalKind.ADDRESS_MOVED, "VI_1")
                .says(at + 0.01, node, SignalKind.ADDRESS_MOVED, "10.0.0.50");
    }

    public static Scene timeout(Scene scene, double at, String node) {
        return scene.decided(at, node, "master", "vrrp", "advertisement timeout");
    }

    /** lb1 dies at 1000. */
    public static Scene crash(Scene scene) {
        return master(timeout(scene, 1003.3, B), 1003.3, B);
    }

    /** lb1 starts again and takes its role back. */
    public static Scene comesBack(Scene scene, double at) {
        starts(scene, at, A);
        return preempts(scene, at + 3.6);
    }

    public static Scene preempts(Scene scene, double at) {
        timeout(scene, at, A);
        master(scene, at, A);
        return backup(yields(scene, at + 0.02, B), at + 0.03, B);
    }

    /** A stronger backup hears a weaker master, each second until it takes the role. */
    public static Scene hearsWeaker(Scene scene, double from, double to, String node) {
        for (double at = from; at < to; at++) {
            scene.saysOfPartner(
                    at,
                    node,
                    SignalKind.ROLE_CHANGED,
                    "",
                    Signal.ROLE,
                    "primary",
                    Signal.PRODUCT_ROLE,
                    "MASTER",
                    Signal.STATE,
                    "ready",
                    Signal.REASON,
                    "its priority is lower");
        }
        return scene;
    }

    public static Scene yields(Scene scene, double at, String node) {
        return scene.decided(at, node, "yield", "vrrp", "higher priority 150 than 100");
    }

    public static Scene fault(Scene scene, double at, String node) {
        return scene.says(at, node, SignalKind.CHECKER_DOWN, "eth0", "checker", "netlink")
                .says(
                        at + 0.01,
                        node,
                        SignalKind.ROLE_CHANGED,
                        "",
                        Signal.ROLE,
                        "waiting",
                        Signal.PRODUCT_ROLE,
                        "FAULT",
                        Signal.STATE,
                        "not-ready",
                        Signal.REASON,
                        "interface eth0 down")
                .says(at + 0.01, node, SignalKind.CHECKER_DOWN, "eth0")
                .says(at + 0.01, node, SignalKind.ADDRESS_RELEASED, "VI_1");
    }

    public static Scene interfaceDown(Scene scene, double at) {
        fault(scene, at, A);
        return master(timeout(scene, at + 3.4, B), at + 3.4, B);
    }

    public static Scene interfaceUp(Scene scene, double at) {
        scene.says(at, A, SignalKind.CHECKER_UP, "eth0", "checker", "netlink");
        backup(scene, at + 0.01, A);
        return preempts(scene, at + 3.6);
    }

    public static Scene scriptFails(Scene scene, double at) {
        scene.says(at, A, SignalKind.CHECKER_DOWN, "chk_haproxy", "checker", "vrrp_script")
                .role(at + 0.01, A, "waiting", "FAULT", "not-ready")
                .decided(at + 0.02, A, "yield", "vrrp", "sent 0 priority")
                .decided(at + 0.03, B, "master", "vrrp", "received priority 0");
        return master(timeout(scene, at + 0.65, B), at + 0.65, B);
    }

    public static Scene scriptWorks(Scene scene, double at) {
        scene.says(at, A, SignalKind.CHECKER_UP, "chk_haproxy", "checker", "vrrp_script");
        backup(scene, at + 0.01, A);
        return preempts(scene, at + 3.6);
    }

    public static Scene stop(Scene scene, double at) {
        scene.says(at, A, SignalKind.PLANNED_STARTED, "", Signal.ACTION, "stop", Signal.BY, "keepalived")
                .decided(at + 0.01, A, "yield", "vrrp", "sent 0 priority")
                .says(at + 0.01, A, SignalKind.ADDRESS_RELEASED, "VI_1")
                .decided(at + 0.02, B, "master", "vrrp", "received priority 0")
                .role(at + 1, A, "stopped", "STOPPED", "not-ready");
        return master(timeout(scene, at + 0.65, B), at + 0.65, B);
    }
}
