package io.failsight.engine.access;

import io.failsight.engine.audit.Audit;
import io.failsight.engine.ledger.LedgerException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Records who signed in and who failed to. Of failures with the same name from the same address the first is recorded at once, the others of the next minute as
 * one number, so that somebody who guesses fills neither disk nor page; a name that does not exist is not recorded, since it may be a password in the
 * wrong place. A program that sends Basic credentials is recorded once a day. A ledger that cannot write locks nobody out: an admin may have to look why. Thread-safe;
 * blocks for a write to disk.
 */
public final class SignInRecords {
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final Duration DAY = Duration.ofDays(1);
    private static final Logger LOG = Logger.getLogger(SignInRecords.class);
    private static final int MAX = 1_000;
    private static final String FAILED = "sign-in-failed";

    private record Who(String name, String address) {}

    private record Failures(Instant since, int more) {}

    private final Audit audit;
    private final InstantSource clock;
    private final Map<Who, Failures> failures = new LinkedHashMap<>();
    private final Map<Who, Instant> basic = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Who, Instant> eldest) {
            return size() > MAX;
        }
    };

    public SignInRecords(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** A session began. */
    public void signedIn(String name, String address, String how) {
        add(name, "sign-in", "from " + address + how);
    }

    /** A session was ended by its owner. */
    public void signedOut(String name) {
        add(name, "sign-out", "");
    }

    /** Whether {@link #used} would record it; never blocks. */
    boolean isNew(String name, String address, String what) {
        synchronized (basic) {
            Instant last = basic.get(new Who(name + ' ' + what, address));
            return last == null || !clock.instant().isBefore(last.plus(DAY));
        }
    }

    /** Basic credentials or a token were right; called as often as one likes. */
    public void used(String name, String address, String what) {
        synchronized (basic) {
            if (!isNew(name, address, what)) {
                return;
            }
            Who who = new Who(name + ' ' + what, address);
            basic.remove(who);
            basic.put(who, clock.instant());
        }
        add(name, "sign-in", "from " + address + " with " + what + " (recorded once a day)");
    }

    /**
     * A name and password were wrong.
     *
     * @param known whether there is such an account
     */
    public void failed(String name, boolean known, String address) {
        Who who = new Who(known ? name : "unknown name", address);
        Instant now = clock.instant();
        List<Runnable> records = new ArrayList<>();
        synchronized (failures) {
            settle(now, records);
            Failures before = failures.get(who);
            if (before == null && failures.size() < MAX) {
                failures.put(who, new Failures(now, 0));
                records.add(() -> add(who.name(), FAILED, "from " + address));
            } else if (before != null) {
                failures.put(who, new Failures(before.since(), before.more() + 1));
            }
        }
        records.forEach(Runnable::run);
    }

    /** Records the numbers of minutes that are over; to be called now and then. */
    public void settle() {
        List<Runnable> records = new ArrayList<>();
        synchronized (failures) {
            settle(clock.instant(), records);
        }
        records.forEach(Runnable::run);
    }

    private void settle(Instant now, List<Runnable> records) {
        for (Iterator<Map.Entry<Who, Failures>> each = failures.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Who, Failures> entry = each.next();
            Failures found = entry.getValue();
            if (!now.isBefore(found.since().plus(WINDOW))) {
                each.remove();
                Who who = entry.getKey();
                if (found.more() > 0) {
                    records.add(() -> add(
                            who.name(),
                            FAILED,
                            found.more() + " times more from " + who.address() + " within a minute"));
                }
            }
        }
    }

    private void add(String by, String action, String text) {
        try {
            audit.add(by, action, text);
        } catch (LedgerException e) {
            LOG.error(by + ": " + action + " " + text + ": not recorded in the audit: " + e.getMessage());
        }
    }
}
