package io.failsight.engine.access;

import java.time.Duration;

/** Why the gate turns a request away. */
sealed interface Refusal {
    /** HTTP status. */
    int status();

    /** What is wrong and what to do. */
    String detail();

    /** No usable credentials. */
    record NotSignedIn(String detail) implements Refusal {
        @Override
        public int status() {
            return 401;
        }
    }

    /** Known, but not allowed. */
    record Forbidden(String detail) implements Refusal {
        @Override
        public int status() {
            return 403;
        }
    }

    /** Too many failed attempts. */
    record TooMany(Duration delay) implements Refusal {
        @Override
        public int status() {
            return 429;
        }

        @Override
        public String detail() {
            return "too many failed sign-ins; try again in " + seconds() + " s";
        }

        long seconds() {
            return Math.max(1, delay.toSeconds() + 1);
        }
    }

    /** Too many sign-ins at the same time. */
    record Busy(Duration delay) implements Refusal {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String detail() {
            return "too many are signing in just now; nothing is wrong with this password, try again in "
                    + delay.toSeconds() + " s";
        }
    }
}
