package io.failsight.core.testing;

import io.failsight.model.signal.Signal;
import io.failsight.model.signal.SignalKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every scene there is, by name. */
public final class Scenes {
    private Scenes() {}

    public static Map<String, List<Signal>> all() {
        Map<String, List<Signal>> scenes = new LinkedHashMap<>();
        scenes.put("safekit-crash", SafeKitScenes.crash(safeKit()).signals());
        scenes.put(
                "safekit-crash-reintegration",
                SafeKitScenes.reintegration(SafeKitScenes.crash(safeKit()), 2000)
                        .signals());
        scenes.put("safekit-stop", SafeKitScenes.plannedStop(safeKit(), 1000).signals());
        scenes.put("safekit-swap", SafeKitScenes.swap(safeKit(), 1000).signals());
        scenes.put("safekit-process", SafeKitScenes.processDown(safeKit(), 1000).signals());
        scenes.put(
                "safekit-checker",
                SafeKitScenes.checkerBack(SafeKitScenes.checkerDown(safeKit(), 1000), 1200)
                        .signals());
        scenes.put("safekit-split-brain", SafeKitScenes.splitBrain(safeKit()).signals());
        scenes.put("keepalived-crash", KeepalivedScenes.crash(keepalived()).signals());
        scenes.put(
                "keepalived-crash-back",
                KeepalivedScenes.comesBack(KeepalivedScenes.crash(keepalived()), 1500)
                        .signals());

        scenes.put(
                "keepalived-stop",
                KeepalivedScenes.comesBack(KeepalivedScenes.stop(keepalived(), 1000), 1200)
                        .signals());
        scenes.put(
                "keepalived-interface",
                KeepalivedScenes.interfaceUp(KeepalivedScenes.interfaceDown(keepalived(), 1000), 1200)
                        .signals());
        scenes.put(
                "keepalived-script",
                KeepalivedScenes.scriptWorks(KeepalivedScenes.scriptFails(keepalived(), 1000), 1200)
                        .signals());
        scenes.put("keepalived-priority", priority());
        scenes.put("keepalived-preemption", preemption());
        scenes.put("keepalived-partition", partition());
        scenes.put("keepalived-partition-healed-by-master", healedByMaster());
        scenes.put("keepalived-flapping", flapping());
        scenes.put("many", many());
        return scenes;
    }

    private static List<Signal> priority() {
        Scene scene = KeepalivedScenes.timeout(keepalived(), 1000, "lb2");
        KeepalivedScenes.yields(KeepalivedScenes.master(scene, 1000, "lb2"), 1000.02, "lb1");
        return KeepalivedScenes.backup(scene, 1000.03, "lb1").signals();
    }

    /** lb2 got a higher priority, hears the master and takes its role; lb1 never says that it stepped back. */
    private static List<Signal> preemption() {
        Scene scene = KeepalivedScenes.hearsWeaker(keepalived(), 997, 1000, "lb2");
        KeepalivedScenes.master(KeepalivedScenes.timeout(scene, 1000, "lb2"), 1000, "lb2");
        return scene.says(1000.03, "lb1", SignalKind.ADDRESS_RELEASED, "VI_1").signals();
    }

    /** As {@link #partition}, and the stronger master hears the other one before that steps back. */
    private static List<Signal> healedByMaster() {
        Scene scene = KeepalivedScenes.hearsWeaker(KeepalivedScenes.crash(keepalived()), 1100, 1100.5, "lb1");
        return KeepalivedScenes.backup(scene, 1100.1, "lb2").signals();
    }

    /** The nodes do not hear each other for 100 s; lb1 is master all the time and says nothing. */
    private static List<Signal> partition() {
        Scene scene = KeepalivedScenes.yields(KeepalivedScenes.crash(keepalived()), 1100, "lb2");
        return KeepalivedScenes.backup(scene, 1100.1, "lb2").signals();
    }

    private static List<Signal> flapping() {
        Scene scene = keepalived();
        for (int i = 0; i < 4; i++) {
            KeepalivedScenes.interfaceUp(KeepalivedScenes.interfaceDown(scene, 1000 + i * 60), 1030 + i * 60);
        }
        return scene.signals();
    }

    /** One incident after the other in one cluster. */
    private static List<Signal> many() {
        Scene scene = SafeKitScenes.processDown(safeKit(), 200);
        SafeKitScenes.reintegration(SafeKitScenes.crash(scene), 2000);
        return scene.says(4000, "node2", SignalKind.COMPONENT_DOWN, "sqlservr.exe")
                .decided(4000.1, "node2", "restart", "errd", "")
                .role(4010, "node2", "primary", "PRIM", "ready")
                .signals();
    }

    private static Scene safeKit() {
        return SafeKitScenes.morning(
                SafeKitScenes.pair().clock("node1", 4.7, 0.005).clock("node2", -3.2, 0.005));
    }

    private static Scene keepalived() {
        return KeepalivedScenes.up(
                KeepalivedScenes.pair().clock("lb1", -4.1, 0.005).clock("lb2", 5, 0.005));
    }
}
