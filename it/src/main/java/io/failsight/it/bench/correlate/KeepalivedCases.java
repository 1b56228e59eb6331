package io.failsight.it.bench.correlate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Failovers of a keepalived pair with the lines and timers of keepalived 2.2.7 (advertisement each second; RFC 5798 §6.1), written for
 * variants that the real ones beside them do not have. Deterministic for a seed.
 */
final class KeepalivedCases {
    /** 3 x 1 s + (256 - 90) / 256 s: when a backup of priority 90 misses its master. */
    private static final double TIME_OUT = 3.65;

    private final Random random;
    private int number;
    private String instance = "";

    KeepalivedCases(long seed) {
        random = new Random(seed);
    }

    List<FailoverCase> all(int variants) {
        List<FailoverCase> cases = new ArrayList<>();
        for (int i = 0; i < variants; i++) {
            cases.add(crash());
            cases.add(scriptFails());
            cases.add(interfaceDown());
            cases.add(plannedStop());
            cases.add(splitBrain());
            cases.add(nobodyTakesOver());
            cases.add(flapping());
        }
        return cases;
    }

    private double some(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    private FailoverCase.Builder begin(String name) {
        number++;
        String cluster = "ka" + number;
        instance = "(VI_" + number + ") ";
        return new FailoverCase.Builder(
                        "keepalived " + name + " " + number,
                        cluster,
                        "Keepalived_vrrp[" + (2_000 + random.nextInt(9_000)) + "]",
                        "")
                .say(0, 0, instance + "Entering MASTER STATE")
                .say(0, 0, instance + "setting VIPs.")
                .say(0.4, 1, instance + "Entering BACKUP STATE");
    }

    private void master(FailoverCase.Builder it, double at, int node) {
        it.say(at, node, instance + "Receive advertisement timeout")
                .say(at, node, instance + "Entering MASTER STATE")
                .say(at, node, instance + "setting VIPs.");
    }

    private void giveWay(FailoverCase.Builder it, double at) {
        it.say(at, 1, instance + "Master received advert from 10.99.0.1 with higher priority 100, ours 90")
                .say(at, 1, instance + "Entering BACKUP STATE")
                .say(at, 1, instance + "removing VIPs.");
    }

    private double comeBack(FailoverCase.Builder it, double at) {
        double master = at + 3.6;
        it.say(at, 0, instance + "Entering BACKUP STATE");
        master(it, master, 0);
        giveWay(it, master);
        return at;
    }

    private FailoverCase crash() {
        FailoverCase.Builder it = begin("crash");
        double fault = some(8, 12);
        double serves = fault + TIME_OUT - some(0, 1);
        master(it, serves, 1);
        double back = serves + some(8, 14);
        it.dead(0, fault, back).truth("fault", fault).truth("restored", serves).truth("redundant", comeBack(it, back));
        return it.expect(Set.of("node"), false, Set.of("node-lost"));
    }

    private FailoverCase scriptFails() {
        FailoverCase.Builder it = begin("script fails");
        double fault = some(8, 12);
        it.say(fault, 0, "Script `chk_service` now returning 1")
                .say(fault + 1, 0, "VRRP_Script(chk_service) failed (exited with status 1)")
                .say(fault + 1, 0, instance + "Entering FAULT STATE")
                .say(fault + 1, 0, instance + "sent 0 priority")
                .say(fault + 1, 0, instance + "removing VIPs.")
                .say(fault + 1, 1, instance + "Backup received priority 0 advertisement");
        double serves = fault + 1.65;
        master(it, serves, 1);
        double back = serves + some(8, 14);
        it.say(back, 0, "VRRP_Script(chk_service) succeeded");
        it.truth("fault", fault).truth("restored", serves).truth("redundant", comeBack(it, back));
        return it.expect(Set.of("node"), false, Set.of("checker-down"));
    }

    private FailoverCase interfaceDown() {
        FailoverCase.Builder it = begin("interface down");
        double fault = some(8, 12);
        it.say(fault, 0, "Netlink reports eth0 down")
                .say(fault, 0, instance + "Entering FAULT STATE")
                .say(fault, 0, instance + "removing VIPs.");
        double serves = fault + TIME_OUT - some(0, 1);
        master(it, serves, 1);
        double back = serves + some(8, 14);
        it.say(back, 0, "Netlink reports eth0 up");
        it.truth("fault", fault).truth("restored", serves).truth("redundant", comeBack(it, back));
        return it.expect(Set.of("node"), false, Set.of("interface-down"));
    }

    private FailoverCase plannedStop() {
        FailoverCase.Builder it = begin("planned stop");
        double asked = some(8, 12);
        it.sayAs("Keepalived[1999]", asked, 0, "Stopping")
                .say(asked, 0, instance + "sent 0 priority")
                .say(asked, 0, instance + "removing VIPs.")
                .say(asked, 1, instance + "Backup received priority 0 advertisement");
        double serves = asked + 0.65;
        master(it, serves, 1);
        double back = serves + some(8, 14);
        it.truth("fault", asked).truth("restored", serves).truth("redundant", comeBack(it, back));
        return it.expect(Set.of("planned-switch"), true, Set.of("planned-stop"));
    }

    private FailoverCase splitBrain() {
        FailoverCase.Builder it = begin("split brain");
        double cut = some(8, 12);
        double both = cut + TIME_OUT - some(0, 1);
        double joined = both + some(15, 25);
        master(it, both, 1);
        it.say(
                joined,
                0,
                instance + "Received advert from 10.99.0.2 with lower priority 90, ours 100, forcing new election");
        giveWay(it, joined);
        return it.truth("fault", cut)
                .truth("redundant", joined)
                .expect(Set.of("split-brain"), false, Set.of("network-split"));
    }

    private FailoverCase nobodyTakesOver() {
        FailoverCase.Builder it = begin("nobody takes over");
        double backup = some(5, 7);
        double fault = backup + some(6, 9);
        it.say(backup, 1, "Netlink reports eth0 down")
                .say(backup, 1, instance + "Entering FAULT STATE")
                .say(fault, 0, "Script `chk_service` now returning 1")
                .say(fault + 1, 0, "VRRP_Script(chk_service) failed (exited with status 1)")
                .say(fault + 1, 0, instance + "Entering FAULT STATE")
                .say(fault + 1, 0, instance + "removing VIPs.");
        return it.truth("fault", fault).expect(Set.of("failed"), false, Set.of("checker-down", "interface-down"));
    }

    private FailoverCase flapping() {
        FailoverCase.Builder it = begin("flapping");
        double fault = some(6, 9);
        double at = fault;
        for (int i = 0; i < 5; i++) {
            it.say(at, 0, "VRRP_Script(chk_service) failed (exited with status 1)")
                    .say(at, 0, instance + "Entering FAULT STATE")
                    .say(at, 0, instance + "removing VIPs.");
            master(it, at + 0.65, 1);
            it.say(at + 6, 0, "VRRP_Script(chk_service) succeeded");
            double ignored = comeBack(it, at + 6);
            at += 15;
        }
        return it.truth("fault", fault - 1).expect(Set.of("flapping"), false, Set.of("checker-down"));
    }
}
