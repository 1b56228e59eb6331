package io.failsight.model.signal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a signal says. Packs name kinds by their {@link #id}; the same id stands in the field {@code signal} of the entry. Immutable.
 */
public enum SignalKind {
    /** The subject's peer is no longer heard on one heartbeat ({@code resource}). */
    HEARTBEAT_LOST,
    HEARTBEAT_RESTORED,
    /** The subject, a node, is gone: nobody hears it. */
    NODE_DOWN,
    NODE_UP,
    /** The subject, a node, plays another role now: details {@code role}, {@code product-role}, {@code state}. */
    ROLE_CHANGED,
    LEADER_LOST,
    LEADER_ELECTED,
    /** The address {@code resource} is at the subject now. */
    ADDRESS_MOVED,
    /** The address {@code resource} is at the subject no longer. */
    ADDRESS_RELEASED,
    /** A process or service ({@code resource}) of the subject does not run. */
    COMPONENT_DOWN,
    COMPONENT_UP,
    /** A process or service ({@code resource}) of the subject was started again on the spot. */
    COMPONENT_RESTARTED,
    /** A check ({@code resource}) of the subject says no. */
    CHECKER_DOWN,
    CHECKER_UP,
    REPLICATION_STOPPED,
    REPLICATION_STARTED,
    /** The subject's copy is up to date. */
    REPLICATION_IN_SYNC,
    /** The subject's copy is not up to date, or may not be. */
    REPLICATION_DEGRADED,
    /** Recordings or records are missing from {@code from} to {@code to}. */
    DATA_GAP,
    DATA_BACKFILLED,
    LOAD_REBALANCED,
    /** The product itself decided what happens next: details {@code action}, {@code by}, {@code rule}. */
    FAILOVER_DECIDED,
    /** A person or a maintenance job asked for it: details {@code action} (stop, swap, start, drain, roll-out ...), {@code by}. */
    PLANNED_STARTED,
    PLANNED_FINISHED,
    /** More than one node serves. */
    SPLIT_BRAIN,
    SPLIT_BRAIN_RESOLVED,
    /** The subject was cut off by force. */
    FENCED,
    /** The product gave up: it tried too often, or cannot serve at all. */
    GAVE_UP,
    LICENCE_MISSING,
    LICENCE_EXPIRING,
    /** The subject's clock is apart: detail {@code offset-nanos}. */
    CLOCK_APART,
    CLOCK_TOGETHER,
    RESOURCE_SHORT,
    RESOURCE_RELIEVED,
    /** A source that should speak does not: detail {@code quiet-since}. */
    SOURCE_SILENT,
    SOURCE_SPEAKING,
    /** Entries of the subject were written and did not come: details {@code count}, {@code from}, {@code to}. */
    ENTRIES_MISSING,
    CLIENT_RECONNECTED,
    /** The operating system of the subject starts or goes down: detail {@code action} is boot or shutdown. */
    SYSTEM_STARTED,
    SYSTEM_STOPPING,
    /** A setting that would keep a failover from working: detail {@code setting}. */
    READINESS_RISK;

    private static final Map<String, SignalKind> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SignalKind::id, Function.identity()));

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Lower-kebab name, such as {@code heartbeat-lost}. */
    public String id() {
        return id;
    }

    /** The kind of that id, if there is one. */
    public static Optional<SignalKind> ofId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
