package io.failsight.it.bench.correlate;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real SMTP server; a thread of its own notes when the first mail about an incident was there, looking each 20 ms. Thread-safe. */
final class Mailbox implements AutoCloseable {
    private static final Pattern INCIDENT = Pattern.compile("incident=(?:3D)?([A-Za-z0-9._-]+)");
    private static final long LOOK_MILLIS = 20;

    private final GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Map<String, Instant> firstByIncident = new HashMap<>();
    private final Thread watcher = Thread.ofPlatform().daemon().name("mailbox").unstarted(this::watch);
    private int seen;

    Mailbox() {
        smtp.start();
        watcher.start();
    }

    int port() {
        return smtp.getSmtp().getPort();
    }

    synchronized Optional<Instant> firstOf(String incident) {
        return Optional.ofNullable(firstByIncident.get(incident));
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            look();
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void look() {
        MimeMessage[] messages = smtp.getReceivedMessages();
        Instant now = Instant.now();
        for (; seen < messages.length; seen++) {
            String whole = GreenMailUtil.getWholeMessage(messages[seen]).replace("=\r\n", "");
            Matcher incident = INCIDENT.matcher(whole);
            if (incident.find()) {
                Instant ignored = firstByIncident.putIfAbsent(incident.group(1), now);
            }
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
        smtp.stop();
    }
}
