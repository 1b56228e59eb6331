package io.failsight.settings.topology;

import java.time.Duration;

/**
 * A source that must speak. Immutable.
 *
 * @param by what names it
 * @param name host name, address or node
 * @param silentAfter how long it may be quiet
 */
public record ExpectedSource(By by, String name, Duration silentAfter) {
    /** What a source is known by. */
    public enum By {
        HOST,
        ADDRESS,
        NODE
    }
}
