package io.failsight.engine.api;

/** Descriptions that several operations share. */
final class Texts {
    static final String QUERY =
            "Lucene query syntax; * is all. Words side by side must all match. A word without a field searches the "
                    + "message, the exception's message and its stack trace; an unknown field is an attribute";
    static final String FROM =
            "earliest time, included: ISO 8601 (UTC without zone), milliseconds since the epoch, or now-1h; open when blank";
    static final String TO = "latest time, excluded; written like from";

    private Texts() {}
}
