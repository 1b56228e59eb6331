package io.failsight.settings.notify;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a message proves that the way to a receiver works: {@code daily 08:00}, {@code mon-fri 08:00}, {@code off}. Immutable.
 *
 * @param days on which days; none means never
 * @param at at what time
 */
public record ProofTimes(Set<DayOfWeek> days, LocalTime at) {
    public static final ProofTimes OFF = new ProofTimes(Set.of(), LocalTime.MIN);

    private static final Pattern TEXT = Pattern.compile("([a-z]{3,5}?)(?:-([a-z]{3}))?\\s+(\\d{2}:\\d{2})");

    public ProofTimes {
        days = Set.copyOf(days);
    }

    /** The first one after that time. */
    public Optional<Instant> nextAfter(Instant time, ZoneId zone) {
        LocalDate today = time.atZone(zone).toLocalDate();
        for (int ahead = 0; ahead <= 7; ahead++) {
            LocalDate day = today.plusDays(ahead);
            Instant next = day.atTime(at).atZone(zone).toInstant();
            if (days.contains(day.getDayOfWeek()) && next.isAfter(time)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    static Optional<ProofTimes> read(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("off") || lower.equals("false")) {
            return Optional.of(OFF);
        }
        Matcher matcher = TEXT.matcher(lower);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Set<DayOfWeek>> days = matcher.group(1).equals("daily")
                ? Optional.of(EnumSet.allOf(DayOfWeek.class))
                : Hours.days(matcher.group(1), Optional.ofNullable(matcher.group(2)));
        return days.flatMap(set -> Hours.time(matcher.group(3)).map(at -> new ProofTimes(set, at)));
    }
}
