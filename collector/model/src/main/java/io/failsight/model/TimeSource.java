package io.failsight.model;

/** How the time of an entry was known. Stored time is never altered afterwards. */
public enum TimeSource {
    /** The line stated date, time and zone. */
    PARSED("parsed"),
    /** The line stated date and time; year or zone were filled in from configuration or receipt. */
    ZONE_ASSUMED("zone-assumed"),
    /** The line stated no usable time, so the time of receipt stands in. */
    RECEIPT("receipt");

    private final String id;

    TimeSource(String id) {
        this.id = id;
    }

    /** Lower-kebab name, as in the field {@code time_source}. */
    public String id() {
        return id;
    }
}
