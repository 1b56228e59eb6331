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
        return backup(backup(scene, 0, A), 0.5, B)
                .role(4, A, "primary", "MASTER", "")
                .says(4.1, A, SignalKind.ADDRESS_MOVED, "10.0.0.50");
    }

    public static Scene backup(Scene scene, double at, String node) {
        return scene.role(at, node, "secondary", "BACKUP", "");
    }

    public static Scene master(Scene scene, double at, String node) {
        return scene.role(at, node, "primary", "MASTER", "")
                .says(at + 0.01, node, SignalKind.ADDRESS_MOVED, "10.0.0.50");
    }

    /** lb1 dies at 1000. */
    public static Scene crash(Scene scene) {
        return master(scene, 1003.3, B);
    }

    public static Scene comesBack(Scene scene, double at) {
        Scene now = master(backup(scene, at, A), at + 4, A);
        return backup(yields(now, at + 4.02, B), at + 4.03, B);
    }

    public static Scene yields(Scene scene, double at, String node) {
        return scene.decided(at, node, "yield", "vrrp", "higher priority");
    }

    public static Scene interfaceDown(Scene scene, double at) {
        return master(
                scene.says(at, A, SignalKind.CHECKER_DOWN, "interface eth0").role(at + 0.01, A, "waiting", "FAULT", ""),
                at + 3.4,
                B);
    }

    public static Scene stop(Scene scene, double at) {
        return master(
                scene.says(at, A, SignalKind.PLANNED_STARTED, "", Signal.ACTION, "stop", Signal.BY, "systemd"),
                at + 0.7,
                B);
    }
}
