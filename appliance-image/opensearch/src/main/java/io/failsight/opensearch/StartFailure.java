package io.failsight.opensearch;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import org.opensearch.http.BindHttpException;

/** Turns what OpenSearch throws at start into one line that says what is wrong and what to do. */
final class StartFailure {
    private StartFailure() {}

    static String describe(Throwable failure, NodeOptions options) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof BindHttpException || cause instanceof BindException) {
                return "port " + options.httpPort()
                        + " of 127.0.0.1 is taken; stop the program that listens there or choose another --http-port";
            }
            if (message.contains("failed to obtain node locks")) {
                return "the data folder " + options.data()
                        + " is in use by another node or cannot be written; stop that node or correct the folder's owner";
            }
            if (message.contains("cannot downgrade a node")) {
                return "the data folder " + options.data() + " was written by a newer version (" + oneLine(message)
                        + "); start that version of Failsight or restore a backup";
            }
            if (message.contains("cannot upgrade a node")) {
                return "the data folder " + options.data() + " was written by a version too old to read ("
                        + oneLine(message) + "); restore its entries through a version in between";
            }
            if (cause instanceof AccessDeniedException) {
                return "no permission for " + message + "; correct its owner or mode";
            }
            if (cause instanceof AccessToken.UnusableException) {
                return oneLine(message);
            }
        }
        return "start failed: " + oneLine(failure.toString()) + "; the details are in "
                + options.logs().resolve("opensearch.log");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
