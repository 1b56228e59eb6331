package io.failsight.it.bench.correlate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Failovers of a SafeKit pair, in the formulations and with the timers of its guide (heart beats each 700 ms, time-out 30 s). Deterministic for
 * a seed.
 */
final class SafeKitCases {
    private static final double FOR_EVER = 1e6;

    private final Random random;
    private int number;

    SafeKitCases(long seed) {
        random = new Random(seed);
    }

    List<FailoverCase> all(int variants) {
        List<FailoverCase> cases = new ArrayList<>();
        for (int i = 0; i < variants; i++) {
            cases.add(crash(true));
            cases.add(crash(false));
            cases.add(processDown());
            cases.add(checkerDown());
            cases.add(plannedStop());
            cases.add(swap());
            cases.add(splitBrain());
            cases.add(nobodyTakesOver());
            cases.add(flapping());
            cases.add(secondFailure());
            cases.add(silentNode());
            cases.add(restartsAround());
        }
        return cases;
    }

    private double some(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    private FailoverCase.Builder begin(String name) {
        number++;
        String module = "sk" + number;
        return new FailoverCase.Builder(
                        "safekit " + name + " " + number,
                        module,
                        "safekit[" + (2_000 + random.nextInt(9_000)) + "]",
                        module + " | ")
                .say(0, 0, "heart | Local state PRIM Ready")
                .say(0.1, 0, "heart | Remote state SECOND Ready")
                .say(0.2, 1, "heart | Local state SECOND Ready")
                .say(0.3, 1, "heart | Remote state PRIM Ready");
    }

    /** Node b hears nothing of a any more and takes over; returns when it serves. */
    private double takeover(FailoverCase.Builder it, double fault) {
        double noticed = fault + 30 + some(-0.6, 0.1);
        double serves = noticed + some(3, 6);
        it.say(noticed, 1, "heart | Resource heartbeat.default set to down by heart")
                .say(noticed + 0.05, 1, "heart | Remote state UNKNOWN Unknown")
                .say(noticed + 0.1, 1, "heartplug | Action alone called by heart: no heartbeat")
                .say(noticed + 0.2, 1, "userplug | Script start_prim")
                .say(serves, 1, "heart | Local state ALONE Ready");
        return serves;
    }

    /** Node a is started by hand and takes over b's data; returns when both are in sync. */
    private double comeBack(FailoverCase.Builder it, double at) {
        double inSync = at + some(8, 12);
        it.say(at, 0, "heartplug | Action start called by admin@10.0.0.103")
                .say(at + 0.3, 0, "heart | Local state WAIT NotReady")
                .say(at + 0.5, 1, "heart | Resource heartbeat.default set to up by heart")
                .say(at + 1, 0, "reintegre | Updating directory tree from /replicated")
                .say(inSync - 0.2, 0, "reintegre | Reintegration ended (synchronize)")
                .say(inSync, 0, "heart | Local state SECOND Ready")
                .say(inSync + 0.1, 1, "heart | Remote state SECOND Ready")
                .say(inSync + 0.2, 1, "heart | Local state PRIM Ready");
        return inSync;
    }

    private FailoverCase crash(boolean comesBack) {
        FailoverCase.Builder it = begin(comesBack ? "crash and return" : "crash");
        double fault = some(8, 12);
        double serves = takeover(it, fault);
        it.truth("fault", fault).truth("restored", serves);
        double back = serves + some(5, 10);
        it.dead(0, fault, comesBack ? back : FOR_EVER);
        if (comesBack) {
            it.truth("redundant", comeBack(it, back));
        }
        return it.expect(Set.of("node"), false, Set.of("node-lost"));
    }

    private FailoverCase processDown() {
        FailoverCase.Builder it = begin("process down");
        double fault = some(8, 12);
        double serves = fault + some(4, 8);
        it.say(fault, 0, "errd | Process sqlservr.exe not running")
                .say(fault + 0.1, 0, "errd | Action restart called by errd")
                .say(fault + 0.3, 0, "userplug | Script stop_prim")
                .say(fault + 2, 0, "userplug | Script start_prim")
                .say(serves, 0, "heart | Local state PRIM Ready");
        return it.truth("fault", fault)
                .truth("restored", serves)
                .expect(Set.of("component"), false, Set.of("process-down"));
    }

    private FailoverCase checkerDown() {
        FailoverCase.Builder it = begin("checker down");
        double fault = some(8, 12);
        double serves = fault + some(4, 7);
        it.say(fault, 0, "tcpcheck | Resource tcp.id set to down by tcpcheck")
                .say(fault + 0.1, 0, "heartplug | Action wait from failover rule t_id")
                .say(fault + 0.3, 0, "userplug | Script stop_prim")
                .say(fault + 1.2, 0, "heart | Local state WAIT NotReady")
                .say(fault + 1.3, 1, "heartplug | Action alone called by heart: remote stop")
                .say(fault + 1.5, 1, "userplug | Script start_prim")
                .say(serves, 1, "heart | Local state ALONE Ready");
        double back = serves + some(5, 9);
        double inSync = back + some(6, 9);
        it.say(back, 0, "tcpcheck | Resource tcp.id set to up by tcpcheck")
                .say(back + 0.1, 0, "heartplug | Action wakeup from failover rule Implicit_wakeup")
                .say(inSync - 0.1, 0, "reintegre | Reintegration ended (synchronize)")
                .say(inSync, 0, "heart | Local state SECOND Ready")
                .say(inSync + 0.2, 1, "heart | Local state PRIM Ready");
        return it.truth("fault", fault)
                .truth("restored", serves)
                .truth("redundant", inSync)
                .expect(Set.of("node"), false, Set.of("checker-down"));
    }

    private FailoverCase plannedStop() {
        FailoverCase.Builder it = begin("planned stop");
        double asked = some(8, 12);
        double serves = asked + some(4, 7);
        it.say(asked, 0, "heartplug | Action stop called by admin@10.0.0.103")
                .say(asked + 0.2, 0, "userplug | Script stop_prim")
                .say(asked + 1.6, 0, "heart | Local state STOP NotReady")
                .say(asked + 1.7, 1, "heartplug | Action alone called by heart: remote stop")
                .say(asked + 1.9, 1, "userplug | Script start_prim")
                .say(serves, 1, "heart | Local state ALONE Ready");
        it.truth("fault", asked).truth("restored", serves).truth("redundant", comeBack(it, serves + some(5, 9)));
        return it.expect(Set.of("planned-switch"), true, Set.of("planned-stop"));
    }

    private FailoverCase swap() {
        FailoverCase.Builder it = begin("swap");
        double asked = some(8, 12);
        double serves = asked + some(8, 12);
        double inSync = serves + some(4, 8);
        it.say(asked, 0, "heartplug | Action swap called by admin@10.0.0.103")
                .say(asked + 0.1, 0, "heartplug | Transition SWAP from defaultprim")
                .say(asked + 0.2, 0, "heartplug | Begin of Swap")
                .say(asked + 0.4, 0, "userplug | Script stop_prim")
                .say(asked + 5, 1, "userplug | Script start_prim")
                .say(serves, 1, "heart | Local state ALONE Ready")
                .say(inSync - 0.2, 0, "reintegre | Reintegration ended (synchronize)")
                .say(inSync, 0, "heart | Local state SECOND Ready")
                .say(inSync + 0.2, 1, "heart | Local state PRIM Ready");
        return it.truth("fault", asked)
                .truth("restored", serves)
                .truth("redundant", inSync)
                .expect(Set.of("planned-switch"), true, Set.of("planned-swap"));
    }

    private FailoverCase splitBrain() {
        FailoverCase.Builder it = begin("split brain");
        double cut = some(6, 9);
        double serves = takeover(it, cut);
        double noticed = cut + 30 + some(-0.6, 0.1);
        it.say(noticed, 0, "heart | Resource heartbeat.default set to down by heart")
                .say(noticed + 0.1, 0, "heart | Remote state UNKNOWN Unknown")
                .say(noticed + 0.2, 0, "heartplug | Action alone called by heart: no heartbeat")
                .say(noticed + 0.5, 0, "heart | Local state ALONE Ready");
        double joined = serves + some(15, 20);
        double inSync = joined + some(9, 13);
        it.say(joined, 0, "heart | Resource heartbeat.default set to up by heart")
                .say(joined + 0.1, 1, "heart | Resource heartbeat.default set to up by heart")
                .say(joined + 0.4, 0, "heart | Split brain recovery: staying alone")
                .say(joined + 0.5, 1, "heart | Split brain recovery: exiting alone")
                .say(joined + 2, 1, "heart | Local state WAIT NotReady")
                .say(inSync - 0.2, 1, "reintegre | Reintegration ended (default)")
                .say(inSync, 1, "heart | Local state SECOND Ready")
                .say(inSync + 0.2, 0, "heart | Local state PRIM Ready");
        return it.truth("fault", cut)
                .truth("redundant", inSync)
                .expect(Set.of("split-brain"), false, Set.of("network-split"));
    }

    private FailoverCase nobodyTakesOver() {
        FailoverCase.Builder it = begin("nobody takes over");
        double behind = some(5, 7);
        double fault = behind + some(8, 12);
        double noticed = fault + 30 + some(-0.6, 0.1);
        it.say(behind, 1, "nfsadmin | Resource rfs.degraded set to up by nfsadmin")
                .say(noticed, 1, "heart | Resource heartbeat.default set to down by heart")
                .say(noticed + 0.1, 1, "heart | Remote state UNKNOWN Unknown")
                .say(noticed + 0.2, 1, "heartplug | Action wait from failover rule notuptodate_server")
                .say(noticed + 1, 1, "heart | Local state WAIT NotReady")
                .say(
                        noticed + 1.2,
                        1,
                        "reintegre | Data may not be uptodate for replicated directories (wait for the start of the remote server)");
        return it.dead(0, fault, FOR_EVER).truth("fault", fault).expect(Set.of("failed"), false, Set.of("node-lost"));
    }

    private FailoverCase flapping() {
        FailoverCase.Builder it = begin("flapping");
        double fault = some(6, 9);
        double at = fault;
        for (int i = 0; i < 3; i++) {
            it.say(at, 0, "tcpcheck | Resource tcp.id set to down by tcpcheck")
                    .say(at + 0.1, 0, "heartplug | Action wait from failover rule t_id")
                    .say(at + 1, 0, "heart | Local state WAIT NotReady")
                    .say(at + 1.2, 1, "heartplug | Action alone called by heart: remote stop")
                    .say(at + 5, 1, "heart | Local state ALONE Ready")
                    .say(at + 9, 0, "tcpcheck | Resource tcp.id set to up by tcpcheck")
                    .say(at + 9.1, 0, "heartplug | Action wakeup from failover rule Implicit_wakeup")
                    .say(at + 13, 0, "heart | Local state SECOND Ready")
                    .say(at + 13.1, 1, "heart | Local state PRIM Ready")
                    .say(at + 16, 1, "tcpcheck | Resource tcp.id set to down by tcpcheck")
                    .say(at + 16.1, 1, "heartplug | Action wait from failover rule t_id")
                    .say(at + 17, 1, "heart | Local state WAIT NotReady")
                    .say(at + 17.1, 0, "heartplug | Action alone called by heart: remote stop")
                    .say(at + 20, 0, "heart | Local state ALONE Ready")
                    .say(at + 22, 1, "tcpcheck | Resource tcp.id set to up by tcpcheck")
                    .say(at + 22.1, 1, "heartplug | Action wakeup from failover rule Implicit_wakeup")
                    .say(at + 26, 1, "heart | Local state SECOND Ready")
                    .say(at + 26.1, 0, "heart | Local state PRIM Ready");
            at += 29;
        }
        return it.truth("fault", fault).expect(Set.of("flapping"), false, Set.of("checker-down"));
    }

    private FailoverCase secondFailure() {
        FailoverCase.Builder it = begin("second failure during the first");
        double fault = some(6, 9);
        double serves = takeover(it, fault);
        double second = serves + some(5, 8);
        it.say(second, 1, "errd | Service mySQL not running")
                .say(second + 0.1, 1, "errd | Action stopstart called by errd")
                .say(second + 1, 1, "heartplug | Action stop called by maxloop")
                .say(second + 2.2, 1, "heart | Local state STOP NotReady");
        return it.dead(0, fault, FOR_EVER).truth("fault", fault).expect(Set.of("failed"), false, Set.of("node-lost"));
    }

    /** The log of the standby does not come any more; SafeKit goes on. */
    private FailoverCase silentNode() {
        FailoverCase.Builder it = begin("silent node");
        double silent = some(8, 12);
        it.say(silent + some(20, 30), 0, "tcpcheck | Resource tcp.id set to up by tcpcheck");
        return it.dead(1, silent, FOR_EVER).expectNothing();
    }

    /** Services that SafeKit does not watch are restarted on both nodes. */
    private FailoverCase restartsAround() {
        FailoverCase.Builder it = begin("restarts around");
        double at = some(8, 12);
        for (int node = 0; node < 2; node++) {
            it.sayAs("systemd[1]", at, node, "Stopping Regular background program processing daemon...")
                    .sayAs("systemd[1]", at + 0.3, node, "cron.service: Succeeded.")
                    .sayAs("systemd[1]", at + 0.4, node, "Stopped Regular background program processing daemon.")
                    .sayAs("systemd[1]", at + 0.5, node, "Started Regular background program processing daemon.")
                    .sayAs(
                            "systemd[1]",
                            at + 5,
                            node,
                            "rsyslog.service: Main process exited, code=killed, status=9/KILL")
                    .sayAs("systemd[1]", at + 5, node, "rsyslog.service: Failed with result 'signal'.")
                    .sayAs(
                            "systemd[1]",
                            at + 5.2,
                            node,
                            "rsyslog.service: Scheduled restart job, restart counter is at 1.")
                    .sayAs("systemd[1]", at + 5.4, node, "Started System Logging Service.");
            at += 6;
        }
        return it.expectNothing();
    }
}
