package io.failsight.runtime.appliance;

import io.failsight.runtime.data.ServerCertificate;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks twice a day whether the server certificate ends soon or no longer names this machine, and has a new one made. The doors of the
 * collector use a new one at once. Ends with the process.
 */
public final class CertificateRenewal {
    private static final Duration INTERVAL = Duration.ofHours(12);

    private CertificateRenewal() {}

    /**
     * Starts looking.
     *
     * @param listen address given with --listen
     * @param problem is told when no certificate can be made
     */
    public static void start(ServerCertificate certificate, String listen, Consumer<String> problem) {
        Thread.ofVirtual().name("certificate-renewal").start(() -> {
            try {
                while (true) {
                    Thread.sleep(INTERVAL);
                    renew(certificate, listen, problem);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void renew(ServerCertificate certificate, String listen, Consumer<String> problem) {
        try {
            certificate.prepare(listen);
        } catch (IOException e) {
            problem.accept(String.valueOf(e.getMessage()));
        }
    }
}
