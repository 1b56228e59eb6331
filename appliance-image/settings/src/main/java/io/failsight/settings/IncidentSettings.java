package io.failsight.settings;

import java.time.Duration;

/**
 * How failovers are told. Immutable.
 *
 * @param lateness entries that come later than this after the end revise an incident that counted as final
 * @param takeoverLimit within it somebody must take over, else the failover has failed
 */
public record IncidentSettings(Duration lateness, Duration takeoverLimit) {}
