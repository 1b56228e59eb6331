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

    private static final String PARENT = "Keepalived[1999]";

    private final Random random;
    private int number;
    private String instance = "";
    private String vrrp = "";

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
            cases.add(secondFailure());
            cases.add(priorityChange());
            cases.add(silentNode());
        }
        return cases;
    }

    private double some(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    /** Both start, and a is master after its time-out. */
    private FailoverCase.Builder begin(String name) {
        number++;
        String cluster = "ka" + number;
        instance = "(VI_" + number + ") ";
        vrrp = "Keepalived_vrrp[" + (2_000 + random.nextInt(9_000)) + "]";
        FailoverCase.Builder it = new FailoverCase.Builder("keepalived " + name + " " + number, cluster, vrrp, "");
        start(it, 0, 0);
        start(it, 0.3, 1);
        master(it, 3.6, 0);
        return it;
    }

    private void start(FailoverCase.Builder it, double at, int node) {
        it.sayAs(PARENT, at, node, "Starting Keepalived v2.2.7 (01/16,2022)")
                .sayAs(PARENT, at + 0.01, node, "Starting VRRP child process, pid=" + vrrp.replaceAll("\\D", ""))
                .sayAs(PARENT, at + 0.02, node, "Startup complete")
                .say(at + 0.02, node, instance + "removing VIPs.")
                .say(at + 0.03, node, "VRRP_Script(chk_service) succeeded")
                .say(at + 0.03, node, instance + "Entering BACKUP STATE");
    }

    private void master(FailoverCase.Builder it, double at, int node) {
        it.say(at, node, instance + "Receive advertisement timeout")
                .say(at, node, instance + "Entering MASTER STATE")
                .say(at, node, instance + "setting VIPs.")
                .say(at, node, instance + "Sending/queueing gratuitous ARPs on eth0 for 10.99.0.100")
                .say(at, node, "Sending gratuitous ARP on eth0 for 10.99.0.100");
    }

    /** A master repeats its gratuitous ARPs after five seconds. */
    private void goesOn(FailoverCase.Builder it, double at, int node) {
        it.say(at + 5, node, instance + "Sending/queueing gratuitous ARPs on eth0 for 10.99.0.100");
    }

    private void giveWay(FailoverCase.Builder it, double at) {
        it.say(at, 1, instance + "Master received advert from 10.99.0.1 with higher priority 100, ours 90")
                .say(at, 1, instance + "Entering BACKUP STATE")
                .say(at, 1, instance + "removing VIPs.");
    }

    /** A backup that is stronger than the master takes the role from it after its time-out. */
    private double preempt(FailoverCase.Builder it, double at) {
        for (double heard = at + 0.5; heard < at + 3.6; heard += 1) {
            it.say(heard, 0, instance + "received lower priority (90) advert from 10.99.0.2 - discarding");
        }
        master(it, at + 3.6, 0);
        giveWay(it, at + 3.6);
        goesOn(it, at + 3.6, 0);
        return at;
    }

    /** Node a is started again. */
    private double restart(FailoverCase.Builder it, double at) {
        start(it, at, 0);
        return preempt(it, at);
    }

    /** What was wrong in a is right again. */
    private double recover(FailoverCase.Builder it, double at) {
        it.say(at, 0, instance + "Entering BACKUP STATE");
        return preempt(it, at);
    }

    private FailoverCase crash() {
        FailoverCase.Builder it = begin("crash");
        double fault = some(12, 16);
        double serves = fault + TIME_OUT - some(0, 1);
        master(it, serves, 1);
        goesOn(it, serves, 1);
        double back = serves + some(8, 14);
        it.dead(0, fault, back).truth("fault", fault).truth("restored", serves).truth("redundant", restart(it, back));
        return it.expect(Set.of("node"), false, Set.of("node-lost"));
    }

    private FailoverCase scriptFails() {
        FailoverCase.Builder it = begin("script fails");
        double fault = some(12, 16);
        it.say(fault, 0, "Script `chk_service` now returning 1")
                .say(fault + 1, 0, "VRRP_Script(chk_service) failed (exited with status 1)")
                .say(fault + 1, 0, instance + "Entering FAULT STATE")
                .say(fault + 1, 0, instance + "sent 0 priority")
                .say(fault + 1, 0, instance + "removing VIPs.")
                .say(fault + 1, 1, instance + "Backup received priority 0 advertisement");
        double serves = fault + 1.65;
        master(it, serves, 1);
        goesOn(it, serves, 1);
        double back = serves + some(8, 14);
        it.say(back - 1, 0, "Script `chk_service` now returning 0").say(back, 0, "VRRP_Script(chk_service) succeeded");
        it.truth("fault", fault).truth("restored", serves).truth("redundant", recover(it, back));
        return it.expect(Set.of("node"), false, Set.of("checker-down"));
    }

    private FailoverCase interfaceDown() {
        FailoverCase.Builder it = begin("interface down");
        double fault = some(12, 16);
        it.say(fault, 0, "Netlink reports eth0 down")
                .say(fault, 0, instance + "Entering FAULT STATE")
                .say(fault, 0, instance + "sent 0 priority")
                .say(fault, 0, instance + "removing VIPs.");
        double serves = fault + TIME_OUT - some(0, 1);
        master(it, serves, 1);
        goesOn(it, serves, 1);
        double back = serves + some(8, 14);
        it.say(back, 0, "Netlink reports eth0 up");
        it.truth("fault", fault).truth("restored", serves).truth("redundant", recover(it, back));
        return it.expect(Set.of("node"), false, Set.of("interface-down"));
    }

    private FailoverCase plannedStop() {
        FailoverCase.Builder it = begin("planned stop");
        double asked = some(12, 16);
        it.sayAs(PARENT, asked, 0, "Stopping")
                .say(asked, 0, instance + "sent 0 priority")
                .say(asked, 0, instance + "removing VIPs.")
                .sayAs(PARENT, asked + 1, 0, "Stopped Keepalived v2.2.7 (01/16,2022)")
                .say(asked, 1, instance + "Backup received priority 0 advertisement");
        double serves = asked + 0.65;
        master(it, serves, 1);
        goesOn(it, serves, 1);
        double back = serves + some(8, 14);
        it.truth("fault", asked).truth("restored", serves).truth("redundant", restart(it, back));
        return it.expect(Set.of("planned-switch"), true, Set.of("planned-stop"));
    }

    private FailoverCase splitBrain() {
        FailoverCase.Builder it = begin("split brain");
        double cut = some(12, 16);
        double both = cut + TIME_OUT - some(0, 1);
        double joined = both + some(15, 25);
        master(it, both, 1);
        goesOn(it, both, 1);
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
        double backup = some(9, 12);
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
        double fault = some(12, 16);
        double at = fault;
        for (int i = 0; i < 5; i++) {
            it.say(at, 0, "VRRP_Script(chk_service) failed (exited with status 1)")
                    .say(at, 0, instance + "Entering FAULT STATE")
                    .say(at, 0, instance + "removing VIPs.");
            master(it, at + 0.65, 1);
            it.say(at + 6, 0, "VRRP_Script(chk_service) succeeded");
            double ignored = recover(it, at + 6);
            at += 15;
        }
        return it.truth("fault", fault - 1).expect(Set.of("flapping"), false, Set.of("checker-down"));
    }

    /** Node b took over and loses its network before a is back. */
    private FailoverCase secondFailure() {
        FailoverCase.Builder it = begin("second failure during the first");
        double fault = some(12, 16);
        double serves = fault + TIME_OUT - some(0, 1);
        master(it, serves, 1);
        goesOn(it, serves, 1);
        double second = serves + some(6, 9);
        it.say(second, 1, "Netlink reports eth0 down")
                .say(second, 1, instance + "Entering FAULT STATE")
                .say(second, 1, instance + "removing VIPs.");
        return it.dead(0, fault, 1e6).truth("fault", fault).expect(Set.of("failed"), false, Set.of("node-lost"));
    }

    /** People give b the higher priority for maintenance of a: keepalived's form of a swap. */
    private FailoverCase priorityChange() {
        FailoverCase.Builder it = begin("priority change");
        double asked = some(12, 16);
        double serves = asked + some(0.6, 1.2);
        it.say(asked, 1, instance + "received lower priority (100) advert from 10.99.0.1 - discarding");
        master(it, serves, 1);
        goesOn(it, serves, 1);
        it.say(serves, 0, instance + "Master received advert from 10.99.0.2 with higher priority 150, ours 100")
                .say(serves, 0, instance + "Entering BACKUP STATE")
                .say(serves, 0, instance + "removing VIPs.");
        return it.truth("restored", serves)
                .expect(Set.of("planned-switch"), true, Set.of("priority-change", "planned-swap"));
    }

    /** The log of the backup does not come any more; keepalived goes on. */
    private FailoverCase silentNode() {
        FailoverCase.Builder it = begin("silent node");
        double silent = some(12, 16);
        it.sayAs("systemd[1]", silent + some(20, 30), 0, "Started Daily apt download activities.");
        return it.dead(1, silent, 1e6).expectNothing();
    }
}
