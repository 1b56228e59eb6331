package io.failsight.settings.topology;

import io.failsight.settings.notify.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A check that asks a node how it is, even where no log comes. Immutable. */
public sealed interface Watch {
    /** Name of the node that is asked, as under {@code sites}. */
    String node();

    /** From one question to the next. */
    Duration every();

    /**
     * The web interface of a SafeKit node.
     *
     * @param url its address
     * @param module module that is asked for
     * @param user account, or empty
     * @param password its password
     * @param authorityFile certificate authority that signed its certificate
     */
    record SafeKit(
            String node,
            URI url,
            String module,
            String user,
            Optional<Secret> password,
            Optional<Path> authorityFile,
            Duration every)
            implements Watch {}

    /** A port that must accept connections. */
    record Tcp(String node, String host, int port, Duration every) implements Watch {}

    /** A page that must answer with 2xx. */
    record Http(String node, URI url, Duration every) implements Watch {}
}
