package io.failsight.runtime.bundle;

import java.io.IOException;

/** A text of a bundle; may fail, as when a part is down. */
@FunctionalInterface
public interface BundleSource {
    /** The text. */
    String read() throws IOException, InterruptedException;
}
