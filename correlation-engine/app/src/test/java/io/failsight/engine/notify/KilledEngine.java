package io.failsight.engine.notify;

import io.failsight.core.incident.IncidentState;
import io.failsight.engine.ledger.Ledger;
import io.failsight.settings.Settings;
import io.failsight.settings.SettingsReader;
import io.failsight.settings.notify.NotifySettings;
import io.failsight.settings.reach.Reach;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** A program that is killed while it sends; see {@link KillTest}. Arguments: a folder with failsight.yaml. */
final class KilledEngine {
    private KilledEngine() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        NotifySettings settings =
                SettingsReader.read(folder.resolve("failsight.yaml")).notifications();
        Ledger ledger = Ledger.open(folder.resolve("failsight.db"));
        InstantSource clock = InstantSource.system();
        Deliveries deliveries = new Deliveries(
                settings, ZoneOffset.UTC, "http://localhost/", Reach.of(Settings.defaults()), ledger, clock);
        deliveries.start();
        Notifications notifications =
                new Notifications(settings.receivers(), ZoneOffset.UTC, "http://localhost/", clock, deliveries::wake);
        ledger.write(transaction -> {
            notifications.incidentChanged(
                    transaction, null, Incidents.node("i1", 1, IncidentState.DOWN, clock.instant()));
            return true;
        });
        Thread.sleep(60_000); // until it is killed
    }
}
