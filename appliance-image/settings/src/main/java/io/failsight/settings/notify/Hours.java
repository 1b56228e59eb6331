package io.failsight.settings.notify;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of the week in which somebody wants to be told, such as {@code mon-fri 07:00-19:00}. No window means always. Immutable.
 *
 * @param windows any of these
 */
public record Hours(List<Window> windows) {
    public static final Hours ALWAYS = new Hours(List.of());

    private static final Pattern WINDOW =
            Pattern.compile("([a-z]{3})(?:-([a-z]{3}))?\\s+(\\d{2}:\\d{2})-(\\d{2}:\\d{2})");
    private static final int DAYS_AHEAD = 8;

    public Hours {
        windows = List.copyOf(windows);
    }

    /**
     * Some hours of some days; {@code to} not after {@code from} means the next day.
     *
     * @param days days on which it begins
     * @param from its begin
     * @param to its end, not included; 00:00 is the end of the day
     */
    public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
        public Window {
            days = Set.copyOf(days);
        }

        private ZonedDateTime begin(LocalDate day, ZoneId zone) {
            return day.atTime(from).atZone(zone);
        }

        private boolean holds(LocalDate day, Instant time, ZoneId zone) {
            if (!days.contains(day.getDayOfWeek())) {
                return false;
            }
            LocalDate lastDay = to.isAfter(from) ? day : day.plusDays(1);
            return !time.isBefore(begin(day, zone).toInstant())
                    && time.isBefore(lastDay.atTime(to).atZone(zone).toInstant());
        }
    }

    /** Whether somebody wants to be told at that time. */
    public boolean contain(Instant time, ZoneId zone) {
        LocalDate day = time.atZone(zone).toLocalDate();
        return windows.isEmpty()
                || windows.stream()
                        .anyMatch(
                                window -> window.holds(day, time, zone) || window.holds(day.minusDays(1), time, zone));
    }

    /** The time itself when it is within the hours, else when they begin next. */
    public Instant nextFrom(Instant time, ZoneId zone) {
        if (contain(time, zone)) {
            return time;
        }
        LocalDate today = time.atZone(zone).toLocalDate();
        List<Instant> begins = new ArrayList<>();
        for (Window window : windows) {
            for (int ahead = 0; ahead < DAYS_AHEAD; ahead++) {
                LocalDate day = today.plusDays(ahead);
                if (window.days().contains(day.getDayOfWeek())) {
                    begins.add(window.begin(day, zone).toInstant());
                }
            }
        }
        return begins.stream()
                .filter(begin -> begin.isAfter(time))
                .min(Comparator.naturalOrder())
                .orElse(time);
    }

    /** Reads {@code mon-fri 07:00-19:00}; 24:00 is the end of the day. */
    static Optional<Window> window(String text) {
        Matcher matcher = WINDOW.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Set<DayOfWeek>> days = days(matcher.group(1), Optional.ofNullable(matcher.group(2)));
        Optional<LocalTime> from = time(matcher.group(3));
        Optional<LocalTime> to = matcher.group(4).equals("24:00") ? Optional.of(LocalTime.MIN) : time(matcher.group(4));
        return days.isPresent() && from.isPresent() && to.isPresent()
                ? Optional.of(new Window(days.get(), from.get(), to.get()))
                : Optional.empty();
    }

    /** The days from one to the other, over the end of the week if need be. */
    static Optional<Set<DayOfWeek>> days(String first, Optional<String> last) {
        Optional<DayOfWeek> from = day(first);
        Optional<DayOfWeek> to = day(last.orElse(first));
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        Set<DayOfWeek> days = EnumSet.of(to.get());
        for (DayOfWeek day = from.get(); day != to.get(); day = day.plus(1)) {
            days.add(day);
        }
        return Optional.of(days);
    }

    private static Optional<DayOfWeek> day(String word) {
        return EnumSet.allOf(DayOfWeek.class).stream()
                .filter(day -> day.name().toLowerCase(Locale.ROOT).startsWith(word))
                .findFirst();
    }

    static Optional<LocalTime> time(String text) {
        return text.matches("([01]\\d|2[0-3]):[0-5]\\d") ? Optional.of(LocalTime.parse(text)) : Optional.empty();
    }
}
