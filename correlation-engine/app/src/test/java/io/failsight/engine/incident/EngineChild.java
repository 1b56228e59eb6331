package io.failsight.engine.incident;

import io.failsight.core.Correlator;
import io.failsight.core.CorrelatorConfig;
import io.failsight.engine.audit.Audit;
import io.failsight.engine.ledger.Ledger;
import io.failsight.engine.ledger.Transaction;
import io.failsight.engine.signal.SignalFormatException;
import io.failsight.engine.signal.SignalLog;
import io.failsight.engine.signal.SignalReader;
import io.failsight.model.signal.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from signals to incidents in a process of its own, so that it can be killed: takes a signal a line on stdin and says {@code ok} after it is
 * durable, as the door does. Its outbox is a row of the audit for each revision.
 */
final class EngineChild {
    private EngineChild() {}

    public static void main(String[] arguments) throws IOException, SignalFormatException {
        Ledger ledger = Ledger.open(Path.of(arguments[0]));
        SignalLog log = new SignalLog(ledger);
        CorrelatorConfig config = CorrelatorConfig.defaults();
        Correlation.Retention retention = new Correlation.Retention(Duration.ofDays(14), 100_000);
        IncidentBook book = new IncidentBook(ledger, new Rows(), config.window(), retention.age(), _ -> {});
        Correlation correlation = new Correlation(
                new Correlator(List.of(), config), log, book, Audience.NOBODY, InstantSource.system(), retention);
        correlation.start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<Signal> fresh = log.append(List.of(SignalReader.read(line, 1)));
            if (!fresh.isEmpty()) {
                correlation.offer(fresh);
            }
            System.out.println("ok");
        }
    }

    /** Writes down who would be told. */
    static final class Rows implements IncidentListener {
        @Override
        public void incidentChanged(Transaction transaction, @Nullable PublicIncident before, PublicIncident after) {
            Audit.add(
                    transaction,
                    0,
                    "outbox",
                    before == null ? "opened" : "revised",
                    after.id(),
                    after.revision() + " " + after.incident().state().id());
        }

        @Override
        public List<Notice> notices(Transaction transaction, String incident) {
            return List.of();
        }
    }
}
