package io.failsight.engine.tail;

/** What a client of live tail is told. */
public sealed interface TailEvent {
    /** An entry, as JSON. */
    record Arrived(String json) implements TailEvent {}

    /** So many entries were left out since the event before. */
    record Dropped(long count) implements TailEvent {}
}
