package io.failsight.settings.notify;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Everything under {@code notify}. Immutable.
 *
 * @param mailServer server for mails; there when a receiver gets mail
 * @param link address of the console that messages link to; empty takes the one that {@code listen} gives
 * @param receivers who is told
 */
public record NotifySettings(Optional<MailServer> mailServer, Optional<URI> link, List<ReceiverSettings> receivers) {
    public static final NotifySettings NONE = new NotifySettings(Optional.empty(), Optional.empty(), List.of());

    public NotifySettings {
        receivers = List.copyOf(receivers);
    }
}
