package io.failsight.engine.notify.channel;

import io.failsight.settings.notify.MailServer;
import io.failsight.settings.notify.Target;
import io.failsight.settings.reach.Reach;
import java.util.Optional;

/**
 * Makes the channel of a target. Immutable.
 *
 * @param mailServer server for mails
 * @param identity who this engine is to SNMP version 3
 */
public record Channels(Optional<MailServer> mailServer, SnmpIdentity identity, Reach reach) {
    /** A channel for one thread. */
    public Channel to(Target target) {
        return switch (target) {
            case Target.Email email ->
                new MailChannel(
                        mailServer.orElseThrow(
                                () -> new IllegalArgumentException("mail needs notify.smtp, which the settings check")),
                        email);
            case Target.Webhook webhook -> new WebhookChannel(webhook, reach);
            case Target.Syslog syslog -> new SyslogChannel(syslog);
            case Target.Snmp snmp -> new SnmpChannel(snmp, identity);
        };
    }
}
