package io.failsight.engine.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.core.Correlator;
import io.failsight.core.CorrelatorConfig;
import io.failsight.core.incident.Incident;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.testing.Await;
import io.failsight.engine.testing.Signals;
import io.failsight.model.signal.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at every place of a failover, in a real process: the same incident comes out and nobody is told twice. */
class CrashTest {
    @TempDir
    Path folder;

    private final Instant start = InstantSource.system().instant().minusSeconds(300);

    private Process child() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineChild.class.getName(),
                        folder.resolve("failsight.db").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Sends and kills; the last one is killed without waiting for its acknowledgement, so the next child gets it again. */
    private void sendAndKill(List<Signal> signals, boolean awaitLast) throws IOException, InterruptedException {
        Process child = child();
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < signals.size(); i++) {
                child.getOutputStream()
                        .write(Signals.lines(List.of(signals.get(i))).getBytes(StandardCharsets.UTF_8));
                child.getOutputStream().flush();
                if (awaitLast || i < signals.size() - 1) {
                    assertEquals("ok", answers.readLine());
                }
            }
        } finally {
            child.destroyForcibly(); // SIGKILL
            assertTrue(child.waitFor(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void theSameIncidentComesOutAndNobodyIsToldTwice() throws Exception {
        Signals signals = new Signals("s-", "mirror", start);
        List<Signal> all = new ArrayList<>(signals.calm());
        all.addAll(signals.crash());
        all.addAll(signals.takeover());
        for (int i = 0; i < all.size(); i++) {
            sendAndKill(all.subList(Math.max(0, i - 1), i + 1), i % 2 == 0);
        }
        Incident uninterrupted = uninterrupted(all);
        Process child = child();
        try {
            child.getOutputStream().write(Signals.lines(all).getBytes(StandardCharsets.UTF_8));
            child.getOutputStream().flush();
            Await.until(
                    "the whole incident",
                    () -> current().stream()
                            .anyMatch(incident -> incident.incident().evidence().equals(uninterrupted.evidence())));
        } finally {
            child.destroyForcibly();
            assertTrue(child.waitFor(1, TimeUnit.MINUTES));
        }
        List<PublicIncident> incidents = current();
        assertEquals(1, incidents.size(), incidents.toString());
        PublicIncident incident = incidents.getFirst();
        assertEquals(uninterrupted.summary(), incident.incident().summary());
        assertEquals(uninterrupted.instants(), incident.incident().instants());
        assertEquals(uninterrupted.evidence(), incident.incident().evidence());
        List<String> told = told();
        assertEquals(told.size(), told.stream().distinct().count(), told.toString());
        assertEquals(1, told.stream().filter(each -> each.startsWith("opened")).count(), told.toString());
        assertEquals(incident.revision(), told.size(), told.toString());
    }

    private List<PublicIncident> current() {
        try (Ledger ledger = Ledger.open(folder.resolve("failsight.db"))) {
            IncidentTable.Filter all =
                    new IncidentTable.Filter("all", "", Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, "");
            return ledger.read(transaction -> IncidentTable.list(transaction, all, 10).stream()
                    .flatMap(incident -> IncidentTable.find(transaction, incident.id()).stream())
                    .toList());
        }
    }

    private List<String> told() {
        try (Ledger ledger = Ledger.open(folder.resolve("failsight.db"))) {
            return ledger.read(transaction -> Audit.page(transaction, Long.MAX_VALUE, 100)).stream()
                    .map(act -> act.action() + " " + act.incident() + " " + act.text())
                    .toList();
        }
    }

    private static Incident uninterrupted(List<Signal> signals) {
        Correlator core = new Correlator(List.of(), CorrelatorConfig.defaults());
        core.accept(signals);
        core.advance(Nanos.of(InstantSource.system().instant()));
        assertEquals(1, core.incidents().size());
        return core.incidents().getFirst();
    }
}
