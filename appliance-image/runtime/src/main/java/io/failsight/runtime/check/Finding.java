package io.failsight.runtime.check;

/** What a look at the machine found. */
public sealed interface Finding {
    /** One line: what is wrong and what to do. */
    String message();

    /** Failsight cannot start like this. */
    record Obstacle(String message) implements Finding {}

    /** Failsight can start; somebody should look soon. */
    record Warning(String message) implements Finding {}
}
